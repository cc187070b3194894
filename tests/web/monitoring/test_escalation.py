"""The worst alert that nobody reads goes to the deputy and then the head, in the hours that the school publishes."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.test import Client

from tests import cast
from tests.web.monitoring.matches import AT, READING, a_match, an_alert, record
from tutela.web.core.actor import SystemActor
from tutela.web.core.models import OutboxMessage
from tutela.web.establishments import operations as establishments
from tutela.web.monitoring import operations
from tutela.web.monitoring.models import Alert

SETTING_UP = SystemActor("test")
FRIDAY_NIGHT = datetime(2026, 11, 13, 23, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def team() -> None:
    cast.dana(), cast.dev(), cast.hana(), cast.chris(), cast.leo()


def told(at: datetime) -> list[str]:
    """Who has been written to once the tick has run at that time, in order."""
    operations.tell_waves(actor=READING, at=at)
    operations.escalate_due(actor=READING, at=at)
    return [mail.recipient.partition("@")[0] for mail in OutboxMessage.objects.order_by("made_at", "recipient")]


def cover(*hours: tuple[int, time, time]) -> None:
    establishments.publish_cover_hours(
        actor=SETTING_UP, establishment=cast.oakfield(), hours=list(hours), at=cast.MADE_AT
    )


@pytest.mark.requirement("S4.17")
def test_unread_for_a_quarter_of_an_hour_it_goes_to_the_deputy_then_to_the_head() -> None:
    an_alert()
    assert told(AT + timedelta(minutes=14)) == ["dana"]
    assert told(AT + timedelta(minutes=15)) == ["dana", "dev"]
    assert told(AT + timedelta(minutes=29)) == ["dana", "dev"]
    assert told(AT + timedelta(minutes=30)) == ["dana", "dev", "hana"]
    assert told(AT + timedelta(days=2)) == ["dana", "dev", "hana"]


def test_a_tick_that_comes_late_takes_every_step_once() -> None:
    an_alert()
    assert told(AT + timedelta(hours=3)) == ["dana", "dev", "hana"]
    assert told(AT + timedelta(hours=3)) == ["dana", "dev", "hana"]


def test_once_somebody_has_read_it_it_goes_no_further() -> None:
    alert = an_alert()
    operations.read_alert(actor=cast.acting(cast.dana()), at=AT, pk=alert.pk)
    assert told(AT + timedelta(days=1)) == ["dana"]


def test_something_new_after_it_was_read_starts_the_clock_again() -> None:
    alert = an_alert()
    operations.read_alert(actor=cast.acting(cast.dana()), at=AT, pk=alert.pk)
    later = AT + timedelta(minutes=20)
    record(a_match(minutes=20), at=later)
    assert told(later + timedelta(minutes=14)) == ["dana", "dana"]
    assert told(later + timedelta(minutes=15)) == ["dana", "dana", "dev"]


def test_each_time_that_something_new_comes_in_the_steps_begin_anew() -> None:
    alert = an_alert()
    assert told(AT + timedelta(minutes=15)) == ["dana", "dev"]
    operations.read_alert(actor=cast.acting(cast.dana()), at=AT + timedelta(minutes=16), pk=alert.pk)
    later = AT + timedelta(minutes=20)
    record(a_match(minutes=20), a_match(minutes=21), at=later)
    assert told(later) == ["dana", "dev", "dana"]
    assert told(later + timedelta(minutes=15)) == ["dana", "dev", "dana", "dev"]


def test_an_alert_that_becomes_the_worst_is_told_at_once() -> None:
    an_alert(severity=2)
    assert told(AT) == []
    record(a_match(minutes=1, severity=1))
    assert told(AT) == ["dana"]


def bodies() -> list[str]:
    return [mail.body for mail in OutboxMessage.objects.order_by("made_at")]


def later(**parts: float) -> datetime:
    return AT + timedelta(**parts)


def test_what_was_imported_is_told_when_the_wave_is_over_and_goes_further_a_day_later() -> None:
    alert = an_alert(source_id="import-1a2b3c")
    assert alert.imported
    assert told(later(minutes=1)) == []
    assert told(later(minutes=2)) == ["dana"]
    assert told(later(hours=23)) == ["dana"]
    assert told(later(days=1)) == ["dana", "dev"]
    assert told(later(days=2)) == ["dana", "dev", "hana"]
    assert told(later(days=9)) == ["dana", "dev", "hana"]


def test_what_is_found_by_looking_back_is_never_folded_into_what_happens_now() -> None:
    alert = an_alert(origin="look-back")
    assert alert.imported
    record(a_match(minutes=1, origin="live"))
    assert not Alert._base_manager.exclude(pk=alert.pk).get().imported


@pytest.mark.requirement("S4.17")
def test_a_wave_of_finds_is_one_mail_for_each_who_is_told_and_each_alert_keeps_its_clock() -> None:
    """Twelve at once, over several readings; one of them is read, and none of the others is lost."""
    for number in range(12):
        record(a_match(user="", device=f"pc-{number}", origin="look-back"), at=later(seconds=number))
    assert told(later(minutes=1)) == []
    assert told(later(minutes=3)) == told(later(minutes=4)) == ["dana"]
    assert "12 alerts of severity 1 are waiting" in bodies()[0]
    assert "pc-" not in bodies()[0]
    assert "/alerts/?state=unread&severity=1" in bodies()[0]
    first = Alert._base_manager.order_by("received_at")[0]
    operations.read_alert(actor=cast.acting(cast.dana()), at=later(hours=1), pk=first.pk)
    assert told(later(days=1, minutes=5)) == ["dana", "dev"]
    assert "11 alerts of severity 1 have not been read" in bodies()[1]
    assert told(later(days=2, minutes=5)) == ["dana", "dev", "hana"]
    hana = cast.acting(cast.hana())
    assert Alert.visible_to(hana).count() == 11


def test_during_a_wave_what_happens_now_is_told_at_once() -> None:
    for number in range(3):
        record(a_match(user="", device=f"pc-{number}", source_id="import-1"))
    an_alert()
    assert told(AT) == ["dana"]
    assert "alert of the category" in bodies()[0]
    assert told(later(minutes=2)) == ["dana", "dana"]
    assert told(later(minutes=15)) == ["dana", "dana", "dev"]


def test_a_wave_that_goes_on_is_told_of_after_a_quarter_of_an_hour() -> None:
    for number in range(16):
        record(a_match(user="", device=f"pc-{number}", origin="look-back"), at=later(minutes=number))
        assert told(later(minutes=number)) == (["dana"] if number == 15 else [])
    assert "16 alerts" in bodies()[0]


def test_a_wave_is_told_to_each_of_what_they_may_read() -> None:
    record(a_match(cast.dana(), origin="look-back"), a_match(cast.leo(), origin="look-back"))
    assert sorted(told(later(minutes=2))) == ["dana", "hana"]
    assert not any("2 alerts" in body for body in bodies())


def test_a_find_that_was_handed_over_is_not_told_of_once_more() -> None:
    alert = an_alert(origin="look-back")
    operations.hand_over(actor=cast.acting(cast.dana()), at=AT, pk=alert.pk, to=cast.dev().pk, reason="yours")
    assert told(later(hours=1)) == ["dev"]
    assert told(later(days=1)) == ["dev", "dana"]


def test_something_new_on_what_dev_has_read_tells_dana_first_and_him_as_well() -> None:
    alert = an_alert()
    operations.take(actor=cast.acting(cast.dev()), at=AT, pk=alert.pk)
    record(a_match(minutes=10), at=later(minutes=10))
    assert told(later(minutes=10)) == ["dana", "dana", "dev"]
    assert told(later(minutes=24)) == ["dana", "dana", "dev"]
    assert told(later(minutes=40))[3:] == ["dev", "hana"]


def test_on_friday_night_the_dsl_is_told_at_once_and_the_deputy_on_monday_morning() -> None:
    cover(*((day, time(8), time(16)) for day in range(5)))
    record(a_match(), at=FRIDAY_NIGHT)
    assert told(FRIDAY_NIGHT + timedelta(hours=57)) == ["dana"]
    monday = datetime(2026, 11, 16, 8, 0, tzinfo=UTC)
    assert told(monday + timedelta(minutes=14)) == ["dana"]
    assert told(monday + timedelta(minutes=15)) == ["dana", "dev"]


@pytest.mark.requirement("S4.17")
def test_an_hour_that_dana_changes_on_her_page_moves_when_the_deputy_is_told(sign_in: Callable[..., Client]) -> None:
    """Nobody looks on a Saturday, until Dana publishes that somebody does."""
    dana = sign_in(cast.dana())
    weekdays = {f"day_{day}": "8am to 4pm" for day in range(5)}
    dana.post("/contacts/hours/", weekdays)
    friday_night = datetime(2030, 1, 4, 23, 0, tzinfo=UTC)  # hours hold from when they are published: to come
    record(a_match(minutes=(friday_night - AT) / timedelta(minutes=1)), at=friday_night)
    saturday = datetime(2030, 1, 5, 10, 0, tzinfo=UTC)
    assert told(saturday + timedelta(minutes=20)) == ["dana"]
    dana.post("/contacts/hours/", weekdays | {"day_5": "10am to 12pm"})
    assert told(saturday + timedelta(minutes=20)) == ["dana", "dev"]


def test_who_is_away_is_passed_over_and_who_stands_in_may_read_it() -> None:
    for person in (cast.dana(), cast.dev()):
        establishments.note_absence(
            actor=cast.acting(person),
            person=person,
            from_on=date(2026, 11, 1),
            until_on=date(2026, 12, 1),
            at=cast.MADE_AT,
        )
    alert = an_alert()
    assert told(AT + timedelta(hours=1)) == ["hana"]
    assert Alert.visible_to(cast.acting(cast.hana())).filter(pk=alert.pk).exists()


def test_the_head_reads_an_alert_of_a_learner_only_once_it_has_come_to_her() -> None:
    alert = an_alert()
    hana = cast.acting(cast.hana())
    assert not Alert.visible_to(hana).exists()
    told(AT + timedelta(minutes=30))
    assert Alert.visible_to(hana).get() == alert


def test_only_the_worst_alerts_go_further() -> None:
    an_alert(severity=2)
    assert told(AT + timedelta(days=1)) == []


def test_where_nobody_inside_may_read_it_the_trust_is_told_without_a_name() -> None:
    cast.theo()
    establishments.grant_role(actor=SETTING_UP, person=cast.hana(), role="dsl", from_on=cast.SINCE, at=cast.MADE_AT)
    establishments.grant_role(actor=SETTING_UP, person=cast.hana(), role="chair", from_on=cast.SINCE, at=cast.MADE_AT)
    chair = cast.chris().role_holdings(manager="_base_manager").get()
    establishments.end_role(actor=SETTING_UP, holding=chair, until_on=date(2026, 11, 1), at=cast.MADE_AT)
    alert = an_alert(cast.hana())
    assert alert.route == "authority"
    (mail,) = OutboxMessage.objects.all()
    assert mail.recipient == cast.theo().email
    assert "Hana" not in mail.body
