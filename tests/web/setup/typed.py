"""What is typed into each page of the set-up, for a secondary school that filters itself and for a village school."""

from typing import Any

from django.test import Client

from tests.web.establishments.test_set_up import an_empty_school as an_empty_school

Typed = dict[str, dict[str, Any]]
BEGIN, CHECK, START = "/setting-up/begin/", "/setting-up/check/", "/setting-up/"


def person(prefix: str, name: str) -> dict[str, str]:
    """Somebody's name, login and address under a prefix."""
    given, family = name.split()
    fields = {"given_name": given, "family_name": family, "login": given.lower()}
    fields |= {"email": f"{given.lower()}@oakfield.example", "phone": "020 7946 0101"}
    return {f"{prefix}{key}": value for key, value in fields.items()}


def oakfield() -> Typed:
    """Dana leads, Dev is her deputy, Hana is the head; Tutela filters, and Hana has signed."""
    return {
        "school": {
            "name": "Oakfield Academy",
            "nation": "england",
            "sector": "school",
            "phase": "secondary",
            "belongs": "yes",
            "trust": "Hillside Learning Trust",
        },
        "lead": person("", "Dana Shah"),
        "others": {"reviewer": "head", **person("deputy_", "Dev Okafor"), **person("reviewer_", "Hana Novak")},
        "contact": {"contact": "dsl", "days": ["0", "1", "2", "3", "4"], "opens": "8am", "closes": "5pm"},
        "filtering": {"filtering_by": "tutela", "provider_name": "", "preset": "full"},
        "fails": {"kind": "closed-allowlist", "decided_by": "head", "lists": "starter", "list_place": ""},
        "monitoring": {"signed_by": "head", "role_words": "Headteacher", "note": "Office, folder 3", "agreed": "on"},
    }


def village() -> Typed:
    """A primary in Wales whose head is the lead as well, whose council filters, and where nobody has signed yet."""
    typed = oakfield()
    typed["school"] |= {"name": "Ysgol y Bryn", "nation": "wales", "phase": "primary", "belongs": "no", "trust": ""}
    typed["others"] = {"reviewer": "chair", **person("reviewer_", "Chris Adeyemi")}
    typed["filtering"] = {"filtering_by": "provider", "provider_name": "The council", "preset": "small"}
    typed["monitoring"] = {"signed_by": "nobody"}
    del typed["fails"]
    return typed


def answer(browser: Client, typed: Typed) -> None:
    """Begin, and answer every page; each must be right."""
    browser.post(BEGIN)
    for page, fields in typed.items():
        response = browser.post(f"/setting-up/question/{page}/", fields)
        assert response.status_code == 302, (page, response.content.decode())
