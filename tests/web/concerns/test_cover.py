"""At night, at a weekend and while the lead is away a concern goes at once to whoever covers, and somebody hears."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from tests import cast
from tests.web.concerns.scenes import a_concern, named, somebody
from tutela.web.concerns import operations, queries
from tutela.web.concerns.models import Concern
from tutela.web.concerns.rules.cover import told_at_once
from tutela.web.core.actor import SystemActor, acting_as
from tutela.web.core.models import OutboxMessage
from tutela.web.establishments import operations as establishments
from tutela.web.establishments.models import Person

FRIDAY_NIGHT = datetime(2026, 11, 20, 21, 40, tzinfo=UTC)
MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
TICK = SystemActor("escalate concerns")
SignIn = Callable[..., Client]


@pytest.fixture(autouse=True)
def _hours() -> None:
    cast.dana(), cast.dev(), cast.hana(), cast.chris()
    hours = [(day, time(8), time(17)) for day in range(5)]
    establishments.publish_cover_hours(
        actor=cast.SETTING_UP, establishment=cast.oakfield(), hours=hours, at=cast.MADE_AT
    )


def told() -> list[str]:
    """Who was written to, in order."""
    return [mail.recipient.partition("@")[0] for mail in OutboxMessage.objects.order_by("made_at", "recipient")]


def told_after(at: datetime) -> list[str]:
    operations.escalate_unread(actor=TICK, at=at)
    return told()


def away(person: object, at: datetime = FRIDAY_NIGHT) -> None:
    day = at.date()
    establishments.note_absence(
        actor=cast.acting(person), person=person, from_on=day, until_on=day + timedelta(days=7), at=cast.MADE_AT
    )


def may_read(person: object, concern: Concern, at: datetime) -> bool:
    return concern in Concern.visible_to(cast.acting(person, at=at))


def test_in_cover_hours_the_lead_is_told_and_outside_whoever_covers_as_well() -> None:
    ladder = [["dana"], ["dev", "dot"], ["hana"]]
    team = ["dana", "dev", "dot"]
    assert told_at_once(ladder, team, urgent=False, covered=True) == ["dana"]
    assert told_at_once(ladder, team, urgent=True, covered=True) == ["dana", "dev", "dot"]
    assert told_at_once(ladder, team, urgent=False, covered=False) == ["dana", "dev", "dot"]
    assert told_at_once(ladder, team, urgent=True, covered=False) == ["dana", "dev", "dot", "hana"]
    assert told_at_once([], team, urgent=True, covered=False) == []


@pytest.mark.requirement("S4.17")
def test_what_tom_reports_on_friday_night_goes_at_once_to_dana_and_to_the_deputy_who_covers() -> None:
    concern = a_concern(at=FRIDAY_NIGHT)
    assert told() == ["dana", "dev"]
    assert not may_read(cast.hana(), concern, FRIDAY_NIGHT)


def test_where_no_deputy_is_there_the_head_covers_and_may_read_that_one() -> None:
    away(cast.dev())
    concern = a_concern(at=FRIDAY_NIGHT)
    assert told() == ["dana", "hana"]
    assert may_read(cast.hana(), concern, FRIDAY_NIGHT)


def test_danger_on_friday_night_is_told_to_everybody_who_may_act() -> None:
    a_concern(at=FRIDAY_NIGHT, immediate_danger=True)
    assert told() == ["dana", "dev", "hana"]


def test_whoever_is_in_it_or_has_a_conflict_covers_nothing() -> None:
    about_the_deputy = a_concern(somebody(cast.dev(), "alleged"), at=FRIDAY_NIGHT, immediate_danger=True)
    assert told() == ["dana", "hana"]
    assert not may_read(cast.dev(), about_the_deputy, FRIDAY_NIGHT)
    OutboxMessage.objects.all().delete()
    establishments.exclude(
        actor=cast.SETTING_UP, person=cast.hana(), about_person=cast.leo(), reason="His aunt", at=cast.MADE_AT
    )
    away(cast.dev())
    a_concern(at=FRIDAY_NIGHT)
    assert told() == ["dana"]


def test_a_danger_that_nobody_reads_goes_to_the_head_after_a_quarter_of_an_hour_at_work() -> None:
    concern = a_concern(at=MONDAY, immediate_danger=True)
    assert told_after(MONDAY + timedelta(minutes=14)) == ["dana", "dev"]
    assert told_after(MONDAY + timedelta(minutes=15)) == ["dana", "dev", "hana"]
    assert may_read(cast.hana(), concern, MONDAY + timedelta(minutes=16))
    assert told_after(MONDAY + timedelta(days=1)) == ["dana", "dev", "hana"]


def test_what_was_read_or_acknowledged_or_can_wait_goes_no_further() -> None:
    read, known = (a_concern(at=MONDAY, immediate_danger=True) for _ in range(2))
    a_concern(at=MONDAY)
    queries.read_concern(actor=cast.acting(cast.dev(), at=MONDAY), concern_id=read.pk, at=MONDAY)
    operations.acknowledge(actor=cast.acting(cast.dana(), at=MONDAY), concern_id=known.pk, at=MONDAY)
    a_concern(by=cast.dana(), at=MONDAY, immediate_danger=True)
    assert "hana" not in told_after(MONDAY + timedelta(days=1))


def test_the_head_who_is_in_it_by_a_typed_name_or_kept_from_that_record_is_not_told_either() -> None:
    typed = a_concern(somebody(cast.leo()), named(cast.hana().full_name), at=MONDAY, immediate_danger=True)
    kept = a_concern(at=MONDAY, immediate_danger=True)
    establishments.exclude(
        actor=cast.SETTING_UP, person=cast.hana(), about_record=kept.pk, reason="His aunt", at=cast.MADE_AT
    )
    assert "hana" not in told_after(MONDAY + timedelta(days=1))
    assert not any(may_read(cast.hana(), one, MONDAY + timedelta(days=1)) for one in (typed, kept))


@pytest.mark.requirement("S4.17")
def test_tom_reads_who_looks_at_his_report_and_when_and_what_to_do_until_then(sign_in: SignIn) -> None:
    client = sign_in(cast.tom())
    with time_machine.travel(FRIDAY_NIGHT, tick=False):
        concern = a_concern(at=FRIDAY_NIGHT)
        page = client.get(f"/report-a-concern/{concern.pk}/sent/").content.decode()
        start = client.get("/report-a-concern/").content.decode()
    for said in (cast.dana().full_name, cast.dev().full_name, "23 November 2026 at 8am", "call 999", "local authority"):
        assert said in page
    assert cast.hana().full_name not in page
    assert "23 November 2026 at 8am" in start
    with time_machine.travel(MONDAY, tick=False):
        operations.acknowledge(actor=cast.acting(cast.dana(), at=MONDAY), concern_id=concern.pk, at=MONDAY)
        client = sign_in(cast.tom())
        page = client.get(f"/report-a-concern/{concern.pk}/sent/").content.decode()
        start = client.get("/report-a-concern/").content.decode()
    assert "was looked at" in page
    assert "Who looks at it" not in page
    assert "at 8am" not in start


def kept_from(person: Person, other: Person) -> None:
    establishments.exclude(
        actor=cast.SETTING_UP, person=person, about_person=other, reason="They are married", at=cast.MADE_AT
    )


def test_who_has_a_conflict_with_whoever_reports_is_not_told_and_somebody_else_is() -> None:
    kept_from(cast.dana(), cast.tom())
    concern = a_concern(at=MONDAY)
    assert told() == ["dev"]
    assert not may_read(cast.dana(), concern, MONDAY)
    with acting_as(tom := cast.acting(cast.tom(), at=MONDAY)):
        outlook = queries.get_outlook(tom, concern.pk, MONDAY)
    assert outlook is not None
    assert [name for name, _role in outlook.told] == [cast.dev().full_name]


def test_where_a_conflict_leaves_nobody_of_the_team_and_no_head_the_chair_reads_it() -> None:
    for one in (cast.dana(), cast.dev(), cast.hana()):
        kept_from(one, cast.sue())
    concern = a_concern(somebody(cast.leo()), somebody(cast.sue(), "reporter"), at=MONDAY)
    assert told() == ["chris"]
    assert may_read(cast.chris(), concern, MONDAY)


def test_who_was_kept_from_a_record_before_it_was_made_is_not_told_of_it() -> None:
    key = uuid4()
    establishments.exclude(
        actor=cast.SETTING_UP, person=cast.dana(), about_record=key, reason="She is in it", at=cast.MADE_AT
    )
    a_concern(at=MONDAY, concern_id=key)
    assert told() == ["dev"]


@pytest.mark.requirement("S4.17")
def test_whoever_tells_us_without_an_account_reads_by_when_somebody_looks(client: Client) -> None:
    page = f"/tell-us/{cast.oakfield().slug}/for/learner/sent/"
    with time_machine.travel(FRIDAY_NIGHT, tick=False):
        at_night = client.get(page).content.decode()
    with time_machine.travel(MONDAY, tick=False):
        at_work = client.get(page).content.decode()
    assert "23 November 2026 at 8am" in at_night
    assert "call 999" in at_night
    assert "at the latest" not in at_work
