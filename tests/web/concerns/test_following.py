"""Concerns and cases follow the roles of today, and nobody who takes one reads what is, or may be, about themselves."""

from datetime import date, timedelta

import pytest

from tests import cast
from tests.web.concerns.scenes import AT, a_case, a_concern, named, somebody
from tutela.web.concerns import operations, queries
from tutela.web.concerns.models import Concern, Grant, Move, NameCompared, SafeguardingCase
from tutela.web.concerns.models.visibility import route_now
from tutela.web.core.actor import SystemActor
from tutela.web.core.models import AuditEntry, OutboxMessage
from tutela.web.establishments import operations as establishments
from tutela.web.establishments.models import Person

SETTING_UP, FOLLOWING = SystemActor("test"), SystemActor("follow roles")
LATER = AT + timedelta(hours=2)


def takes(person: Person, role: str) -> None:
    establishments.grant_role(actor=SETTING_UP, person=person, role=role, from_on=date(2026, 11, 1), at=AT)


def leaves(person: Person) -> None:
    for holding in person.role_holdings(manager="_base_manager").all():
        establishments.end_role(actor=SETTING_UP, holding=holding, until_on=date(2026, 11, 1), at=AT)


def follow() -> int:
    return operations.follow_roles(actor=FOLLOWING, at=LATER)


def sees(person: Person, row: Concern | SafeguardingCase) -> bool:
    return type(row).visible_to(cast.acting(person, at=LATER)).filter(pk=row.pk).exists()


def who_sees(row: Concern | SafeguardingCase) -> set[str]:
    people = [cast.dana(), cast.dev(), cast.hana(), cast.chris(), cast.tom()]
    return {person.given_name for person in people if sees(person, row)}


@pytest.mark.requirement("S3.19")
def test_when_tom_becomes_dsl_the_concern_about_him_leaves_the_team_and_goes_to_the_head() -> None:
    about_tom, about_leo = a_concern(somebody(cast.tom(), "alleged"), by=cast.sue()), a_concern()
    assert follow() == 0
    assert who_sees(about_tom) == {"Dana", "Dev"}
    takes(cast.tom(), "dsl")
    assert not sees(cast.tom(), about_tom)  # from the first moment, before anything was followed
    assert follow() == 1
    assert who_sees(about_tom) == {"Hana"}
    assert {"Dana", "Dev", "Tom"} <= who_sees(about_leo)
    mail = OutboxMessage.objects.order_by("-made_at")[0]
    assert (mail.recipient, mail.kind) == (cast.hana().email, "concern.moved")
    assert "Tom" not in mail.body
    assert AuditEntry.objects.filter(action="concern.reroute").count() == 1
    assert follow() == 0


def test_a_case_goes_with_all_its_concerns_and_does_not_come_back() -> None:
    case = a_case(concern := a_concern(somebody(cast.leo()), somebody(cast.tom(), "alleged"), by=cast.sue()))
    takes(cast.tom(), "dsl")
    assert follow() == 2
    assert who_sees(case) == who_sees(concern) == {"Hana"}
    leaves(cast.tom())
    assert follow() == 0
    assert who_sees(case) == {"Hana"}
    assert Move._base_manager.count() == 2


def test_what_nobody_inside_could_read_comes_to_the_new_chair() -> None:
    takes(cast.hana(), "dsl")
    takes(cast.hana(), "chair")
    cast.dana(), cast.dev()
    leaves(cast.chris())
    concern = a_concern(somebody(cast.hana(), "alleged"))
    assert route_now(concern) == "authority"
    assert who_sees(concern) == set()
    (role,) = cast.hana().role_holdings(manager="_base_manager").filter(role="chair")
    establishments.end_role(actor=SETTING_UP, holding=role, until_on=date(2026, 11, 2), at=AT)
    takes(cast.chris(), "chair")
    assert follow() == 1
    assert who_sees(concern) == {"Chris"}
    assert concern.route == "authority"  # as it was raised; that it moved is a row of its own


def test_what_was_opened_singly_on_the_old_way_is_closed_on_the_new() -> None:
    for person in (cast.dana(), cast.dev()):
        establishments.note_absence(
            actor=SETTING_UP, person=person, from_on=date(2026, 11, 1), until_on=date(2026, 12, 1), at=AT
        )
    concern = a_concern(somebody(cast.tom(), "alleged"), by=cast.sue())
    assert sees(cast.hana(), concern)
    takes(cast.tom(), "head")
    assert not sees(cast.tom(), concern)
    assert follow() == 1
    assert who_sees(concern) == {"Chris"}
    assert Grant._base_manager.filter(ended_at=None).count() == 0


def test_a_name_that_was_typed_may_be_who_reads_it_today() -> None:
    """Somebody wrote "Mr Reed" when Tom taught. He becomes deputy, and reads all of it but that."""
    typed, other = a_concern(named("Mr Reed"), by=cast.sue()), a_concern(named("A stranger"), by=cast.sue())
    assert who_sees(typed) == who_sees(other) == {"Dana", "Dev"}
    takes(cast.tom(), "deputy-dsl")
    assert not sees(cast.tom(), typed)
    assert not sees(cast.tom(), other)  # nobody has held the names against his yet
    follow()
    assert not sees(cast.tom(), typed)
    assert sees(cast.tom(), other)
    assert who_sees(typed) == {"Dana", "Dev"}
    takes(cast.tom(), "dsl")
    assert follow() == 1
    assert who_sees(typed) == {"Hana"}


def test_a_name_is_held_against_each_reader_once_and_a_reporters_never() -> None:
    a_concern(named("A stranger"), named("Sue Field", "reporter"), by=cast.sue())
    before = NameCompared._base_manager.count()
    assert before == 4  # Dana, Dev, Hana and Chris
    follow(), follow()
    assert NameCompared._base_manager.count() == before


def test_a_case_with_a_typed_name_is_hidden_from_whom_it_may_mean() -> None:
    case = a_case(a_concern(somebody(cast.leo()), named("Tom", "alleged"), by=cast.sue()))
    takes(cast.tom(), "deputy-dsl")
    assert not sees(cast.tom(), case)
    follow()
    assert not sees(cast.tom(), case)
    assert sees(cast.dev(), case)


def test_work_goes_on_where_the_matter_went() -> None:
    concern = a_concern(somebody(cast.tom(), "alleged"), by=cast.sue())
    takes(cast.tom(), "dsl")
    follow()
    hana = cast.acting(cast.hana(), at=LATER)
    case = operations.open_case(actor=hana, concern_id=concern.pk, version=0, at=LATER)
    assert who_sees(case) == {"Hana"}
    assert queries.get_case(hana, case.pk).route == "head"
    operations.add_to_own_report(
        actor=cast.acting(cast.sue(), at=LATER), concern_id=concern.pk, words="It was on Monday.", at=LATER
    )
    assert OutboxMessage.objects.get(kind="concern.added-to").recipient == cast.hana().email


def test_who_has_a_conflict_with_somebody_in_it_is_not_told_that_it_comes_to_them() -> None:
    concern = a_concern(somebody(cast.leo()), somebody(cast.tom(), "alleged"), by=cast.sue())
    case = a_case(concern)
    establishments.exclude(
        actor=SETTING_UP, person=cast.hana(), about_person=cast.sue(), reason="They are married", at=AT
    )
    OutboxMessage.objects.all().delete()
    takes(cast.tom(), "dsl")
    assert follow() == 2
    assert {mail.recipient for mail in OutboxMessage.objects.all()} == {cast.chris().email}
    assert who_sees(concern) == who_sees(case) == {"Chris"}


def added_to(concern: Concern) -> list[str]:
    """Who is told that Sue added to what she reported."""
    operations.add_to_own_report(
        actor=cast.acting(cast.sue(), at=LATER), concern_id=concern.pk, words="It was on Monday.", at=LATER
    )
    return sorted(OutboxMessage.objects.filter(kind="concern.added-to").values_list("recipient", flat=True))


def test_what_is_added_is_told_where_the_concern_climbed_to_though_no_role_leads_there_today() -> None:
    concern = a_concern(somebody(cast.tom(), "alleged"), by=cast.sue())
    takes(cast.tom(), "dsl")
    follow()
    leaves(cast.tom())
    assert added_to(concern) == [cast.hana().email]


def test_what_is_added_is_told_where_a_typed_name_took_the_concern() -> None:
    concern = a_concern(named("Mr Reed"), by=cast.sue())
    takes(cast.tom(), "dsl")
    follow()
    assert added_to(concern) == [cast.hana().email]


def test_what_is_added_while_the_whole_team_is_away_is_opened_to_who_stands_in() -> None:
    concern = a_concern(by=cast.sue())
    for person in (cast.dana(), cast.dev()):
        establishments.note_absence(
            actor=SETTING_UP, person=person, from_on=date(2026, 11, 1), until_on=date(2026, 12, 1), at=AT
        )
    assert added_to(concern) == [cast.hana().email]
    assert sees(cast.hana(), concern)


def test_what_is_added_is_not_told_to_who_has_a_conflict_with_whoever_adds_it() -> None:
    concern = a_concern(by=cast.sue())
    establishments.exclude(
        actor=SETTING_UP, person=cast.dana(), about_person=cast.sue(), reason="They are married", at=AT
    )
    assert added_to(concern) == [cast.dev().email]
