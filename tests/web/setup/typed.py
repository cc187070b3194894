"""What is typed into each page of the set-up, for a secondary school that filters itself and for a village school."""

from datetime import UTC, datetime
from typing import Any

from django.test import Client

from tests import cast
from tutela.web.accounts import operations as accounts
from tutela.web.establishments import operations
from tutela.web.establishments.models import Person

AT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
Typed = dict[str, dict[str, Any]]
BEGIN, CHECK, START = "/setting-up/begin/", "/setting-up/check/", "/setting-up/"


def an_empty_school() -> Person:
    """The school as `tutela up` leaves it: nobody but the one who sets it up."""
    school = operations.make_establishment(actor=cast.SETTING_UP, slug="school", name="Our school", at=AT)
    user = accounts.make_user(actor=cast.SETTING_UP, login="setup", at=AT)
    person = operations.make_person(
        actor=cast.SETTING_UP, establishment=school, kind="staff", given_name="Set-up", login="setup", user=user, at=AT
    )
    operations.grant_role(actor=cast.SETTING_UP, person=person, role="it", from_on=cast.SINCE, at=AT)
    return person


def person(prefix: str, name: str) -> dict[str, str]:
    """Somebody's name, login and address under a prefix."""
    given, family = name.split()
    fields = {"given_name": given, "family_name": family, "login": given.lower()}
    fields |= {"email": f"{given.lower()}@oakfield.example", "phone": "020 7946 0101"}
    return {f"{prefix}{key}": value for key, value in fields.items()}


def oakfield() -> Typed:
    """Dana leads, Dev is her deputy, Hana is the head; Tutela filters, and Hana is asked to sign."""
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
        "monitoring": {"signed_by": "head", "role_words": "Headteacher", "note": "Office, folder 3"},
    }


def village() -> Typed:
    """A primary in Wales whose head is the lead as well, whose council filters, and nobody is asked to sign yet."""
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
