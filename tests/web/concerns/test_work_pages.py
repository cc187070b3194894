"""Dana at a quarter to eight on Monday: what waits, what is in it, what she does about it; and who never sees any."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test import Client

from tests import cast
from tests.web.concerns.scenes import (
    AT,
    WORDS,
    a_case,
    a_concern,
    named,
    reads_of,
    ready_to_close,
    somebody,
    version_of,
)
from tutela.web.concerns import operations, queries
from tutela.web.concerns.models import Action, CaseEntry, Concern, Involved, SafeguardingCase
from tutela.web.concerns.queries.lists import list_queue
from tutela.web.core import audit
from tutela.web.core.models import AuditEntry

SignIn = Callable[..., Client]


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_the_queue_shows_danger_first_and_then_what_has_waited_longest(sign_in: SignIn) -> None:
    a_concern(named("Zebediah Quill"), at=AT)
    a_concern(somebody(cast.mia()), at=AT - timedelta(days=3), theme="bullying", four_c="conduct")
    a_concern(somebody(cast.leo()), at=AT + timedelta(hours=1), immediate_danger=True)
    page = text(sign_in(cast.dana()), "/concerns/")
    assert page.index("Leo Marsh") < page.index("Mia Marsh") < page.index("Zebediah Quill")
    assert "May be in danger now" in page
    assert "kingfisher" not in page
    assert AuditEntry.objects.filter(action="concern.list").count() == 1


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL counts its rows before it chooses a way")
def test_what_became_of_a_concern_is_looked_up_by_the_concern_and_not_among_all_there_are() -> None:
    """Ten thousand concerns would be looked at ten thousand times each."""
    a_concern()
    rows = list_queue(cast.acting(cast.dana()), {"status": ["waiting", "closed"]}).rows
    plan = rows.explain()
    assert "concern_in_one_case_at_most" in plan
    assert "concernentry_establishment" not in plan


def test_every_filter_of_the_queue_is_an_address(sign_in: SignIn) -> None:
    client = sign_in(cast.dana())
    a_concern(somebody(cast.mia()), four_c="conduct", place="offline")
    a_case(a_concern(somebody(cast.leo()), immediate_danger=True))
    for query, seen in (
        ("", {"Mia"}),
        ("?status=in-case", {"Leo"}),
        ("?status=in-case&status=waiting", {"Mia", "Leo"}),
        ("?status=in-case&status=waiting&four_c=conduct", {"Mia"}),
        ("?status=in-case&danger=yes", {"Leo"}),
        ("?place=online", set()),
        ("?origin=alert", set()),
        ("?place=nonsense", {"Mia"}),
    ):
        page = text(client, f"/concerns/{query}")
        assert {name for name in ("Mia", "Leo") if f"{name} Marsh</a>" in page} == seen, query


@pytest.mark.requirement("S3.19")
def test_every_look_at_a_concern_is_written_down_exactly_once_before_it_is_shown(
    sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    concern = a_concern()
    client = sign_in(cast.dana())
    for times in (1, 2):
        assert WORDS in text(client, f"/concerns/{concern.pk}/")
        assert reads_of(concern) == times

    def refuse(*args: object, **kwargs: object) -> None:
        raise audit.NotInTransaction("the audit is full")

    monkeypatch.setattr(audit, "record", refuse)
    with pytest.raises(audit.NotInTransaction):
        client.get(f"/concerns/{concern.pk}/")


@pytest.mark.requirement("S3.19")
def test_hidden_and_missing_are_the_same_page_for_everybody_who_must_not_see(sign_in: SignIn) -> None:
    mine = a_concern()
    about_dana = a_concern(somebody(cast.dana(), "alleged"))
    case = a_case(mine)
    lost = "00000000-0000-4000-8000-000000000000"
    for person, concern in (
        (cast.eli(), mine),
        (cast.gwen(), mine),
        (cast.ivy(), mine),
        (cast.tom(), mine),
        (cast.leo(), mine),
        (cast.hana(), mine),
        (cast.dana(), about_dana),
        (cast.dev(), about_dana),
    ):
        client = sign_in(person)
        for address in ("/concerns/{}/", "/concerns/{}/seen/", "/concerns/{}/open-a-case/", "/concerns/{}/close/"):
            hidden, missing = client.get(address.format(concern.pk)), client.get(address.format(lost))
            assert hidden.status_code == missing.status_code == 404
            assert without_nonce(hidden) == without_nonce(missing)
    for person in (cast.eli(), cast.gwen(), cast.ivy(), cast.hana()):
        assert sign_in(person).get(f"/concerns/cases/{case.pk}/").status_code == 404
    assert (reads_of(mine), reads_of(about_dana)) == (0, 0)


def test_the_head_reads_what_is_about_the_dsl_and_it_says_that_it_is_sealed(sign_in: SignIn) -> None:
    concern = a_concern(somebody(cast.dana(), "alleged"))
    assert "Sealed: The head only" in text(sign_in(cast.hana()), f"/concerns/{concern.pk}/")


def test_dana_works_a_concern_from_the_queue_to_its_outcome(sign_in: SignIn) -> None:
    """The journey of a case through its pages, in one sitting."""
    cast.mia(), cast.dev()
    client = sign_in(cast.dana())
    concern = a_concern(somebody(cast.leo()), named("Zebediah Quill", "bystander"), four_c="unsure", theme="not-sure")

    assert client.post(f"/concerns/{concern.pk}/acknowledge/").status_code == 302
    assert "being looked at" in text(client, f"/concerns/{concern.pk}/")
    version = hidden(text(client, f"/concerns/{concern.pk}/open-a-case/"))
    unsaid = client.post(f"/concerns/{concern.pk}/open-a-case/", {"version": version}).content.decode()
    assert "Select an answer" in unsaid
    home = client.post(f"/concerns/{concern.pk}/open-a-case/", {"version": version, "four_c": "contact"})["Location"]
    case = SafeguardingCase._base_manager.get()
    assert home == f"/concerns/cases/{case.pk}/"

    write(client, home, "add/", kind="contact", text="Rang Pat.", **day("2", "11", "2020"), clock="4pm", place="")
    write(
        client, home, "action/", text="Ask the counsellor", owner=str(cast.dev().pk), **day("1", "12", "2020", "due_on")
    )
    assert "Late" in text(client, home)
    found = client.post(f"{home}person/", {"name": "mia", "find": "1", "version": version_of(case.pk)}).content.decode()
    assert "Mia Marsh – Years 3 to 6" in found
    write(client, home, "person/", name="mia", add="1", person=str(cast.mia().pk), role="bystander")
    entry = CaseEntry._base_manager.get(kind="contact")
    write(client, home, f"correct/{entry.pk}/", text="It was Pat who rang.")
    action = Action._base_manager.get()
    close = {"outcome": "supported", "text": "He is well.", "is_lesson": "no", "lesson": "It was known."}
    close |= {f"support_{row.pk}": "offered" for row in Involved._base_manager.filter(role="bystander")}
    early = client.post(f"{home}close/", {**close, "version": version_of(case.pk)}).content.decode()
    assert "1 action is not done" in early
    write(client, home, f"action/{action.pk}/", text="First meeting on Friday.")
    ready_to_close(case.pk)
    write(client, home, "close/", **close)

    page = text(client, home)
    for shown in (
        "Rang Pat.",
        "It was Pat who rang.",
        "Corrected by Dana Shah",
        "First meeting on Friday.",
        "Resolved with support from us",
        "Support for Mia Marsh",
        "Support for Zebediah Quill",
        WORDS,
    ):
        assert shown in page
    assert "Add to the chronology" not in page
    assert queries.list_own_reports(cast.acting(cast.tom()))[0].status == "finished"
    assert "Dana Shah" in text(client, f"{home}seen/")
    assert len(re.findall(r"Case \d{4}", text(client, "/concerns/cases/"))) == 1


def test_a_concern_is_closed_with_a_reason(sign_in: SignIn) -> None:
    concern = a_concern()
    client = sign_in(cast.dana())
    answers = {"version": 0, "reason": "pastoral", "text": "His tutor spoke to him."}
    assert client.post(f"/concerns/{concern.pk}/close/", answers)["Location"] == "/concerns/"
    page = text(client, f"/concerns/{concern.pk}/")
    assert "Dealt with by pastoral care" in page
    assert "His tutor spoke to him." in page
    assert "kingfisher" not in text(client, "/concerns/?status=closed")


def test_a_second_concern_joins_a_case(sign_in: SignIn) -> None:
    case = a_case()
    concern = a_concern(at=AT + timedelta(days=1))
    client = sign_in(cast.dana())
    answers = {"version": 0, "case": str(case.pk)}
    assert client.post(f"/concerns/{concern.pk}/add-to-a-case/", answers)["Location"] == f"/concerns/cases/{case.pk}/"
    assert f"Part of case {case.number}" in text(client, f"/concerns/{concern.pk}/")


def test_two_who_decide_at_once_are_told_to_look_again(sign_in: SignIn) -> None:
    concern = a_concern()
    a_case(concern, by=cast.dev())
    response = sign_in(cast.dana()).post(f"/concerns/{concern.pk}/open-a-case/", {"version": 0}, follow=True)
    assert "Somebody else has dealt with this concern" in response.content.decode()
    assert SafeguardingCase._base_manager.count() == 1


def test_two_who_write_at_once_see_what_the_other_wrote_and_lose_nothing(sign_in: SignIn) -> None:
    case = a_case()
    client = sign_in(cast.dana())
    seen = version_of(case.pk)
    operations.add_entry(
        actor=cast.acting(cast.dev()),
        case_id=case.pk,
        version=seen,
        kind="note",
        happened_at=AT,
        place="",
        words="Dev saw Leo at break.",
        at=AT,
    )
    answers = {"version": seen, "kind": "note", "text": "Dana saw Leo at noon.", **day("2", "11", "2020")}
    page = client.post(f"/concerns/cases/{case.pk}/add/", answers).content.decode()
    for shown in ("Somebody else wrote", "Dev saw Leo at break.", "Dana saw Leo at noon."):
        assert shown in page
    assert CaseEntry._base_manager.filter(kind="note").count() == 1
    assert client.post(f"/concerns/cases/{case.pk}/add/", {**answers, "version": hidden(page)}).status_code == 302
    assert CaseEntry._base_manager.filter(kind="note").count() == 2


def test_the_deputy_does_everything_but_close_a_case(sign_in: SignIn) -> None:
    case = a_case()
    client = sign_in(cast.dev())
    assert "Close the case" not in text(client, f"/concerns/cases/{case.pk}/")
    assert client.get(f"/concerns/cases/{case.pk}/close/").status_code == 404


def test_the_chair_closes_a_case_about_the_head(sign_in: SignIn) -> None:
    case = a_case(a_concern(somebody(cast.hana(), "alleged")), by=cast.chris())
    ready_to_close(case.pk, by=cast.chris())
    client = sign_in(cast.chris())
    close = {
        "outcome": "other-agency",
        "text": "The authority took over.",
        "is_lesson": "no",
        "lesson": "Not yet known.",
    }
    write(client, f"/concerns/cases/{case.pk}/", "close/", **close)
    assert "Closed" in text(client, f"/concerns/cases/{case.pk}/")


def test_nothing_of_another_persons_case_is_reached_by_its_parts(sign_in: SignIn) -> None:
    case, other = a_case(), a_case(a_concern(somebody(cast.dana(), "alleged")), by=cast.hana())
    hidden_entry = CaseEntry._base_manager.filter(case=other).first()
    client = sign_in(cast.dana())
    assert client.get(f"/concerns/cases/{case.pk}/correct/{hidden_entry.pk}/").status_code == 404
    assert client.get(f"/concerns/cases/{other.pk}/correct/{hidden_entry.pk}/").status_code == 404
    assert client.get(f"/concerns/cases/{case.pk}/action/{hidden_entry.pk}/").status_code == 404


def test_no_concern_is_changed_by_looking(sign_in: SignIn) -> None:
    concern = a_concern()
    a_case(a_concern())  # or there is none to add it to
    client = sign_in(cast.dana())
    with transaction.atomic():
        before = Concern._base_manager.count(), queries.count_open(cast.acting(cast.dana()))
        for part in ("", "open-a-case/", "add-to-a-case/", "close/", "seen/"):
            text(client, f"/concerns/{concern.pk}/{part}")
        assert client.get(f"/concerns/{concern.pk}/acknowledge/").status_code == 405
        assert before == (Concern._base_manager.count(), queries.count_open(cast.acting(cast.dana())))


def write(client: Client, home: str, part: str, **answers: str) -> None:
    """Send a form of a case as it was shown a moment ago."""
    version = version_of(home.strip("/").split("/")[2])
    response = client.post(home + part, {"version": version, **answers})
    assert response.status_code == 302, response.content.decode()


def day(on: str, month: str, year: str, field: str = "on") -> dict[str, str]:
    return {f"{field}_0": on, f"{field}_1": month, f"{field}_2": year}


def hidden(page: str) -> str:
    """The version that a form carries."""
    found = re.search(r'name="version" value="(\d+)"', page)
    assert found
    return found[1]


def without_nonce(response: object) -> bytes:
    """A page without what is random on every page: the nonce and the form token."""
    page = response.content.replace(response.wsgi_request.csp_nonce.encode(), b"")
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"", page)


def test_what_to_do_next_stands_before_the_records_of_the_network(sign_in: SignIn) -> None:
    concern = a_concern(origin="alert", events=[{"time": AT.isoformat(), "search_terms": "how to hide"}])
    page = text(sign_in(cast.dana()), f"/concerns/{concern.pk}/")
    assert page.index("What next?") < page.index("What was seen on the network")


def test_a_name_that_was_typed_is_kept_whole_or_refused_in_words(sign_in: SignIn) -> None:
    case, dana, hana = a_case(), sign_in(cast.dana()), sign_in(cast.hana())
    for client, address in ((dana, f"/concerns/cases/{case.pk}/person/"), (hana, "/concerns/emergency/")):
        page = client.post(address, {"name": "Zebediah " * 20}).content.decode()
        assert "Name must be 120 characters or fewer" in page
        assert ("Zebediah " * 20).strip() in page
    given = {"name": "Stu – the one with the van", "role": "alleged", "add": "", "version": version_of(case.pk)}
    assert dana.post(f"/concerns/cases/{case.pk}/person/", given).status_code == 302
    assert "Stu – the one with the van" in text(dana, f"/concerns/cases/{case.pk}/people/")
