"""Once a day, at an hour of their own: how many alerts nobody has read, and no more than that."""

from datetime import UTC, datetime, time, timedelta

import pytest

from tests import cast
from tests.web.monitoring.matches import AT, READING, an_alert
from tutela.web.core.actor import SystemActor
from tutela.web.core.models import OutboxMessage
from tutela.web.establishments import operations as establishments
from tutela.web.monitoring import operations

TUESDAY = datetime(2026, 11, 17, tzinfo=UTC)


@pytest.fixture(autouse=True)
def team() -> None:
    cast.dana(), cast.dev(), cast.hana()


def told(at: datetime) -> list[str]:
    operations.send_digests(actor=READING, at=at)
    mails = OutboxMessage.objects.filter(kind="alerts-unread").order_by("made_at", "recipient")
    return [mail.recipient.partition("@")[0] for mail in mails]


def test_at_eight_the_team_is_told_how_many_are_unread_and_the_head_only_of_her_own() -> None:
    an_alert(severity=2), an_alert(cast.mia(), severity=3, rule="suicide-topic")
    assert told(TUESDAY.replace(hour=7, minute=59)) == []
    assert told(TUESDAY.replace(hour=8)) == ["dana", "dev"]
    assert told(TUESDAY.replace(hour=12)) == ["dana", "dev"]
    mail = OutboxMessage.objects.filter(kind="alerts-unread").first()
    assert "nobody has read: 2" in mail.body
    assert "severity 2" in mail.body
    assert not {"Leo", "Mia", "Marsh", "die"} & set(mail.body.split())
    assert told(TUESDAY.replace(hour=8) + timedelta(days=1)) == ["dana", "dev"] * 2


def test_where_nothing_is_unread_nobody_is_written_to() -> None:
    alert = an_alert()
    operations.read_alert(actor=cast.acting(cast.dana()), at=AT, pk=alert.pk)
    assert told(TUESDAY.replace(hour=9)) == []


def test_dana_chooses_another_hour_and_dev_none(sign_in) -> None:
    an_alert(severity=2)
    assert sign_in(cast.dana()).post("/alerts/daily-mail/", {"hour": "15"}).status_code == 302
    assert sign_in(cast.dev()).post("/alerts/daily-mail/", {"hour": "never"}).status_code == 302
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    assert told(tomorrow.replace(hour=14, minute=59)) == []
    assert told(tomorrow.replace(hour=15, minute=0)) == ["dana"]
    assert "There is a problem" in sign_in(cast.dana()).post("/alerts/daily-mail/", {"hour": "25"}).content.decode()


def test_on_a_day_without_cover_and_to_who_is_away_nothing_is_sent() -> None:
    establishments.publish_cover_hours(
        actor=SystemActor("test"),
        establishment=cast.oakfield(),
        hours=[(day, time(8), time(16)) for day in range(5)],
        at=cast.MADE_AT,
    )
    establishments.note_absence(
        actor=SystemActor("test"),
        person=cast.dev(),
        from_on=TUESDAY.date(),
        until_on=TUESDAY.date() + timedelta(days=1),
        at=cast.MADE_AT,
    )
    an_alert(severity=2)
    saturday = TUESDAY.replace(hour=9) + timedelta(days=4)
    assert told(saturday) == []
    assert told(TUESDAY.replace(hour=9)) == ["dana"]


def test_of_an_alert_about_dana_only_the_head_is_told() -> None:
    an_alert(cast.dana(), severity=2)
    assert told(TUESDAY.replace(hour=9)) == ["hana"]
