"""In a case it turns out that a concern is about Tom: it leaves for Hana alone, and the team goes on for Leo."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests import cast
from tests.web.allegations.scenes import AT
from tests.web.allegations.test_routing import readers
from tests.web.allegations.test_taking_over import WORDS, SignIn, matter, team_reads, told
from tests.web.concerns.scenes import a_case, a_concern, named, ready_to_close, somebody, version_of
from tests.web.pages import words_of
from tests.web.retention.scenes import confirm, destroy, put_forward
from tutela.web.allegations import operations, queries
from tutela.web.concerns import operations as concerns
from tutela.web.concerns import queries as read
from tutela.web.concerns.models import Concern, ConcernEntry, SafeguardingCase
from tutela.web.concerns.queries.case import CaseRead
from tutela.web.concerns.tasks import follow_roles
from tutela.web.core.models import AuditEntry

pytestmark = pytest.mark.usefixtures("as_system")


@pytest.fixture(autouse=True)
def _oakfield() -> None:
    cast.dana(), cast.dev(), cast.hana(), cast.chris(), cast.tom(), cast.sue(), cast.leo()


def in_a_case(*people: object) -> tuple[Concern, SafeguardingCase]:
    """Sue told it of "the tall man"; Dana has opened a case on it, with a second concern and a note."""
    row = told(*(people or [named("the tall man")]))
    dana = cast.acting(cast.dana(), at=AT)
    case = concerns.open_case(actor=dana, concern_id=row.pk, version=0, at=AT)
    other = a_concern(by=cast.ivy(), at=AT, what_happened="Leo is tired.")
    concerns.add_to_case(actor=dana, case_id=case.pk, concern_id=other.pk, version=0, at=AT)
    concerns.add_entry(
        actor=dana, case_id=case.pk, version=2, kind="note", happened_at=AT, place="", words="Leo eats well.", at=AT
    )
    return row, case


def hand_on(row: Concern, name: str = "Tom Reed", by: Callable = cast.dana) -> None:
    operations.take_over_concern(actor=cast.acting(by(), at=AT), at=AT, concern_id=row.pk, version=1, name=name)


def opened(case: SafeguardingCase, by: Callable = cast.dana) -> CaseRead:
    return read.read_case(actor=cast.acting(by(), at=AT), case_id=case.pk, today=AT.date(), at=AT)


@pytest.mark.requirement("S3.16")
def test_the_case_keeps_a_line_without_a_word_and_goes_on_for_leo(sign_in: SignIn) -> None:
    row, case = in_a_case()
    assert "dunnock" in str(opened(case))
    hand_on(row)
    assert readers(matter()) == {"Hana"}
    assert not any(read.may_read(cast.acting(person(), at=AT), row.pk) for person in cast.EVERYBODY)
    found = opened(case)
    for said in ("dunnock", "Tom", "Reed", "tall man", "Sue"):
        assert said not in str(found)
        assert said not in team_reads()
    assert [someone.name for someone in found.people if someone.role == "harmed"] == ["Leo Marsh"]
    [line] = [moment for moment in found.chronology if moment.kind == "concern-moved"]
    assert (line.by, line.text, line.concern_id) == ("Dana Shah", "", None)
    # a concern for Leo took its place
    assert len(found.concerns) == 2
    [asked] = [one for one in found.concerns if one.id != row.pk and "Look today how they are" in one.text]
    assert asked.status == "in-case"
    assert [one.concerns for one in read.list_cases(cast.acting(cast.dana(), at=AT), AT.date())] == [2]
    actions = list(AuditEntry.objects.values_list("action", flat=True))
    assert {"concern.reroute", "case.let-go", "vault.take-over"} <= set(actions)
    matter_now = queries.read_matter(actor=cast.acting(cast.hana(), at=AT), at=AT, pk=row.pk)
    assert matter_now.text == WORDS
    assert f"It was part of case {case.number}" in matter_now.entries[0].text
    page = words_of(sign_in(cast.dana()).get(f"/concerns/cases/{case.pk}/"))
    assert "A concern was moved and is no longer part of this case" in page
    assert "dunnock" not in page
    for part in ("people/", "what-to-do/", "body/", "seen/", "close/"):
        assert "tall man" not in words_of(sign_in(cast.dana()).get(f"/concerns/cases/{case.pk}/{part}"))


def test_on_the_concerns_page_the_way_is_there_and_says_what_stays(sign_in: SignIn) -> None:
    row, case = in_a_case()
    dana = sign_in(cast.dana())
    address = f"/in-confidence/concern/{row.pk}/"
    assert f'href="{address}"' in dana.get(f"/concerns/{row.pk}/").content.decode()
    page = words_of(dana.get(address))
    assert f"case {case.number} goes on without it" in page
    assert "what the team itself wrote in the case" in page
    version = ConcernEntry._base_manager.filter(concern=row).count()
    assert dana.post(address, {"version": version, "name": "Mr Reed"})["Location"] == f"/concerns/cases/{case.pk}/"
    assert dana.get(f"/concerns/{row.pk}/").status_code == 404
    assert dana.get(address).status_code == 404


def test_whom_it_is_about_no_longer_reads_the_case(sign_in: SignIn) -> None:
    row, case = in_a_case(named("the quiet one"))
    assert SafeguardingCase.visible_to(cast.acting(cast.dev(), at=AT)).filter(pk=case.pk).exists()
    hand_on(row, name="Dev Okafor")
    for rows in (SafeguardingCase, Concern):
        seen = rows.visible_to(cast.acting(cast.dev(), at=AT)).values_list("pk", flat=True)
        assert case.pk not in seen
        assert not set(seen) & set(Concern._base_manager.values_list("pk", flat=True))
    assert sign_in(cast.dev()).get(f"/concerns/cases/{case.pk}/").status_code == 404
    assert SafeguardingCase.visible_to(cast.acting(cast.dana(), at=AT)).filter(pk=case.pk).exists()


def test_whom_a_restricted_case_names_does_not_read_what_left_it() -> None:
    row, case = in_a_case()
    dana = cast.acting(cast.dana(), at=AT)
    named_people = [cast.dana().pk, cast.dev().pk]
    concerns.set_readers(
        actor=dana, case_id=case.pk, version=version_of(case.pk), people=named_people, words="Few.", at=AT
    )
    assert read.may_read(cast.acting(cast.dev(), at=AT), row.pk)
    hand_on(row)
    assert not read.may_read(cast.acting(cast.dev(), at=AT), row.pk)
    assert "dunnock" not in str(opened(case, cast.dev))


def test_a_closed_case_stays_closed_and_what_is_asked_for_leo_waits_in_the_queue(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    row, case = in_a_case()
    monkeypatch.setattr("tutela.web.concerns.operations.cases.is_closed", lambda _case: True)
    hand_on(row)
    monkeypatch.undo()
    waiting = [one.id for one in read.list_waiting(cast.acting(cast.dana(), at=AT))]
    assert len(waiting) == 1
    assert [moment.kind for moment in opened(case).chronology].count("concern-moved") == 1


def test_the_case_is_followed_closed_and_searched_as_if_it_had_never_been_in_it(sign_in: SignIn) -> None:
    row, _case = in_a_case(somebody(cast.mia(), "bystander"), named("the tall man"))
    hand_on(row)
    follow_roles(AT)
    page = words_of(sign_in(cast.dana()).post("/concerns/search/", {"words": "dunnock"}))
    assert "keeps Leo behind" not in page
    assert "the tall man" not in page
    # Mia was in it alone: no new concern about her leads to the case
    later = a_concern(somebody(cast.mia()), at=AT)
    found = read.list_earlier(cast.acting(cast.dana(), at=AT), later.pk)
    assert not [one for one in found if "Mia Marsh" in one.names]


def test_whoever_told_it_sees_that_it_is_looked_at_and_no_more(sign_in: SignIn) -> None:
    row, _case = in_a_case()
    hand_on(row)
    sue = cast.acting(cast.sue(), at=AT)
    assert [(one.status, one.in_confidence) for one in read.list_own_reports(sue)] == [("looked-at", False)]
    client: Client = sign_in(cast.sue())
    assert client.get(f"/report-a-concern/{row.pk}/sent/").status_code == 200


def test_what_left_a_case_is_not_destroyed_with_it() -> None:
    cast.dana(), cast.dev()
    confirm()
    case = a_case(told(named("the tall man")))
    row = Concern._base_manager.get(raised_by=cast.sue())
    hand_on(row)
    ready_to_close(case.pk)
    concerns.close_case(
        actor=cast.acting(cast.dana()), case_id=case.pk, version=version_of(case.pk), outcome="supported",
        words="It has ended.", is_lesson=False, lesson="Nothing.", support={}, at=case.opened_at,
    )  # fmt: skip
    destroy(put_forward(case))
    row.refresh_from_db()
    case.refresh_from_db()
    assert case.case_key.destroyed_at is not None
    assert row.case_key.destroyed_at is None
