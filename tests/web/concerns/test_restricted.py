"""A case that only named people read: for everybody else it is not there."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import cast
from tests.web.concerns.scenes import AT, WORDS, a_case, a_concern, version_of
from tests.web.pages import words_of
from tutela.web.concerns import operations, queries
from tutela.web.concerns.models import Concern, SafeguardingCase
from tutela.web.concerns.rules import NotAllowed
from tutela.web.core.actor import SystemActor
from tutela.web.core.models import AuditEntry, OutboxMessage
from tutela.web.establishments import operations as establishments
from tutela.web.establishments.models import Person, RoleHolding

pytestmark = pytest.mark.usefixtures("as_system")
LATER = AT + timedelta(days=1)


def restrict(
    case: SafeguardingCase, *people: Person, by: Person | None = None, words: str = "It is of that kind."
) -> None:
    operations.set_readers(
        actor=cast.acting(by or cast.dana(), at=LATER), case_id=case.pk, version=version_of(case.pk),
        people=[one.pk for one in people], words=words, at=LATER,
    )  # fmt: skip


def readers(case: SafeguardingCase) -> set[str]:
    """Who of everybody finds the case; whoever does not finds nothing that is in it either."""
    concern = Concern.objects.get(entries__case=case)
    found = set()
    for one in (person() for person in cast.EVERYBODY):
        actor = cast.acting(one, at=LATER)
        sees = SafeguardingCase.visible_to(actor).filter(pk=case.pk).exists()
        assert Concern.visible_to(actor).filter(pk=concern.pk).exists() == sees
        found |= {one.given_name} if sees else set()
    return found


@pytest.mark.requirement("S3.19")
def test_dana_names_herself_and_nobody_else_finds_the_case() -> None:
    case = a_case()
    assert readers(case) == {"Dana", "Dev"}
    restrict(case, cast.dana())
    assert readers(case) == {"Dana"}
    restrict(case, cast.dana(), cast.hana())
    assert readers(case) == {"Dana", "Hana"}
    restrict(case, cast.hana())
    assert readers(case) == {"Hana"}


def test_it_is_open_to_its_team_again_and_no_longer_to_whom_it_named() -> None:
    case = a_case()
    restrict(case, cast.dana(), cast.hana())
    restrict(case, words="It is over.")
    assert readers(case) == {"Dana", "Dev"}
    with pytest.raises(NotAllowed, match="already"):
        restrict(case, words="Again.")


def test_each_change_is_in_the_chronology_and_the_audit_and_told_to_whom_it_concerns() -> None:
    case = a_case()
    OutboxMessage.objects.all().delete()
    restrict(case, cast.dana(), cast.hana())
    assert [one.recipient for one in OutboxMessage.objects.all()] == ["hana@oakfield.example"]
    assert AuditEntry.objects.filter(action="case.set-readers").count() == 1
    read = queries.read_case(actor=cast.acting(cast.dana(), at=LATER), case_id=case.pk, today=LATER.date(), at=LATER)
    assert any("Restricted to Dana Shah, Hana Novak. It is of that kind." in one.text for one in read.chronology)


def test_dev_neither_restricts_nor_finds_lists_counts_links_or_pages(sign_in: object) -> None:
    case = a_case()
    with pytest.raises(NotAllowed):
        restrict(case, cast.dev(), by=cast.dev())
    other = a_case(a_concern())
    restrict(case, cast.dana())
    dev = cast.acting(cast.dev(), at=LATER)
    assert queries.count_open_cases(dev) == 1
    assert UUID(str(case.pk)) not in set(queries.visible_case_ids(dev).values_list("pk", flat=True))
    assert not queries.list_earlier(dev, Concern.objects.get(entries__case=other).pk)
    browser = sign_in(cast.dev())
    assert browser.get(f"/concerns/cases/{case.pk}/").status_code == 404
    assert browser.get(f"/concerns/cases/{case.pk}/readers/").status_code == 404
    listed = words_of(browser.get("/concerns/cases/"))
    assert str(case.number) not in listed
    assert str(other.number) in listed


def test_nobody_who_is_kept_from_it_is_named_and_somebody_always_holds_it() -> None:
    case = a_case()
    establishments.exclude(
        actor=cast.SETTING_UP, person=cast.hana(), about_person=cast.leo(), reason="Her nephew", at=AT
    )
    with pytest.raises(NotAllowed, match="may not read"):
        restrict(case, cast.dana(), cast.hana())
    restrict(case, cast.dana())
    holding = RoleHolding._base_manager.get(person=cast.dana(), role="dsl")
    establishments.end_role(actor=cast.SETTING_UP, holding=holding, until_on=LATER.date(), at=LATER)
    assert readers(case) == set()
    operations.follow_roles(actor=SystemActor("follow roles"), at=LATER)
    assert readers(case) == {"Dev"}


def test_an_emergency_opens_no_restricted_case() -> None:
    case = a_case()
    restrict(case, cast.dana())
    with pytest.raises(operations.NothingToOpen):
        operations.break_glass(
            actor=cast.acting(cast.hana(), at=LATER), person_id=cast.leo().pk, reason="He is missing.", at=LATER
        )


def test_what_its_reporter_adds_is_told_to_whom_it_names_alone() -> None:
    concern = a_concern()
    case = a_case(concern)
    restrict(case, cast.hana(), cast.dana())
    restrict(case, cast.hana())
    OutboxMessage.objects.all().delete()
    operations.add_to_own_report(
        actor=cast.acting(cast.tom(), at=LATER), concern_id=concern.pk, words="One more thing.", at=LATER
    )
    assert [one.recipient for one in OutboxMessage.objects.all()] == ["hana@oakfield.example"]


def test_no_figure_moves_by_a_restricted_case() -> None:
    case = a_case()
    span = (AT - timedelta(days=5), AT + timedelta(days=5))
    gwen = cast.acting(cast.gwen(), at=LATER)
    assert queries.count_by_four_c(gwen, *span)["content"] == 1
    assert queries.usual_cases(gwen).count() == 1
    restrict(case, cast.dana())
    assert queries.count_by_four_c(gwen, *span)["content"] == 0
    assert not queries.usual_cases(gwen).exists()


def test_dana_restricts_it_on_a_page_that_asks_why(sign_in: object) -> None:
    case = a_case()
    browser = sign_in(cast.dana())
    page = f"/concerns/cases/{case.pk}/readers/"
    assert "Only people I name" in words_of(browser.get(page))
    sent = {"scope": "named", "words": "So few as can be.", "version": version_of(case.pk)}
    assert "Select at least one person" in words_of(browser.post(page, sent))
    assert browser.post(page, {**sent, "people": [str(cast.dana().pk)]}).status_code == 302
    assert WORDS in words_of(browser.get(f"/concerns/{Concern.objects.get(entries__case=case).pk}/"))
    assert readers(case) == {"Dana"}


def gives_up(person: Person) -> None:
    for holding in RoleHolding._base_manager.filter(person=person):
        establishments.end_role(actor=cast.SETTING_UP, holding=holding, until_on=LATER.date(), at=LATER)


def follow_twice() -> list[str]:
    """Who is written to when roles are followed and followed again."""
    OutboxMessage.objects.all().delete()
    for minutes in (1, 2):
        operations.follow_roles(actor=SystemActor("follow roles"), at=LATER + timedelta(minutes=minutes))
    return [one.recipient.partition("@")[0] for one in OutboxMessage.objects.all()]


def test_what_nobody_named_can_read_any_more_goes_on_once_and_never_to_who_is_kept_from_it() -> None:
    case = a_case()
    restrict(case, cast.dana())
    establishments.exclude(actor=cast.SETTING_UP, person=cast.dev(), about_record=case.pk, reason="He was there", at=AT)
    gives_up(cast.dana())
    assert follow_twice() == ["hana"]
    assert readers(case) == {"Hana"}
    assert AuditEntry.objects.filter(action="case.keep-held").count() == 1


def test_where_nobody_may_be_named_nothing_is_written_until_somebody_may() -> None:
    case = a_case()
    restrict(case, cast.dana())
    for one in (cast.dev(), cast.hana(), cast.chris()):
        establishments.exclude(actor=cast.SETTING_UP, person=one, about_record=case.pk, reason="Was there", at=AT)
    gives_up(cast.dana())
    assert follow_twice() == []
    assert AuditEntry.objects.filter(action="case.keep-held").count() == 0
    establishments.grant_role(actor=cast.SETTING_UP, person=cast.tom(), role="deputy-dsl", from_on=AT.date(), at=AT)
    assert follow_twice() == ["tom"]


def test_who_is_named_and_left_or_is_kept_from_it_since_is_told_nothing_more() -> None:
    concern = a_concern()
    case = a_case(concern)
    restrict(case, cast.dana(), cast.hana(), cast.dev())
    gives_up(cast.dana())
    establishments.exclude(actor=cast.SETTING_UP, person=cast.dev(), about_person=cast.leo(), reason="His uncle", at=AT)
    OutboxMessage.objects.all().delete()
    operations.add_to_own_report(
        actor=cast.acting(cast.tom(), at=LATER), concern_id=concern.pk, words="One more thing.", at=LATER
    )
    assert [one.recipient for one in OutboxMessage.objects.all()] == ["hana@oakfield.example"]


def test_where_it_goes_is_looked_up_only_when_nobody_named_can_read_it() -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries_made:
            operations.follow_roles(actor=SystemActor("follow roles"), at=LATER)
        return len(queries_made)

    case = a_case()
    before = asked()
    restrict(case, cast.dana())
    assert asked() - before <= 5  # who is named, and each of them asked as themselves
