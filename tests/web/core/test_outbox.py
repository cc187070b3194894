"""Notices are written with what they are about, tell nothing of it, and are sent in the end."""

import smtplib
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage

import pytest
from django.db import transaction

from tutela.settings import Settings
from tutela.web.core import outbox
from tutela.web.core.delivery import deliver_due, transport_for
from tutela.web.core.models import OutboxMessage

AT = datetime(2026, 11, 22, 9, 7, tzinfo=UTC)
WAITING = outbox.Notice(
    "alert-waiting", "An alert is waiting", "An alert about {category} is waiting at {establishment}."
)


def post(**more: object) -> OutboxMessage:
    words = {"category": "self-harm", "establishment": "Oakfield Academy"}
    return outbox.post(WAITING, to="dana@oakfield.example", at=AT, link="/alerts/1/", **words, **more)


def test_a_notice_says_where_to_look_and_nothing_else(tutela: Settings) -> None:
    message = post()
    assert message.subject == "An alert is waiting"
    assert message.body == (
        "An alert about self-harm is waiting at Oakfield Academy.\n\nhttp://localhost:8000/alerts/1/\n"
    )


@pytest.mark.parametrize("words", ["{name} is waiting", "Read {text}", "{person.given_name}"])
def test_a_notice_with_room_for_a_name_cannot_be_declared(words: str) -> None:
    with pytest.raises(outbox.BadNotice):
        outbox.Notice("bad", "Subject", words)
    with pytest.raises(outbox.BadNotice):
        outbox.Notice("bad", words, "Body")


def test_a_word_that_a_notice_may_not_say_is_refused() -> None:
    with pytest.raises(outbox.BadNotice):
        outbox.post(WAITING, to="dana@oakfield.example", at=AT, category="x", establishment="y", name="Leo")


def test_what_is_undone_sends_nothing(tutela: Settings) -> None:
    with transaction.atomic():
        post()
        transaction.set_rollback(True)
    assert deliver_due(tutela, AT) == 0


def test_whoever_has_no_address_gets_nothing() -> None:
    assert outbox.post(WAITING, to="", at=AT, category="x", establishment="y") is None


def test_without_a_mail_server_a_notice_becomes_a_file(tutela: Settings) -> None:
    message = post()
    assert deliver_due(tutela, AT) == 1
    (file,) = (tutela.data / "mail").glob("*.eml")
    mail = message_from_bytes(file.read_bytes())
    assert mail["To"] == "dana@oakfield.example"
    assert mail["From"] == "tutela@localhost"
    assert mail["Message-ID"] == f"<{message.pk}@localhost>"
    assert deliver_due(tutela, AT + timedelta(days=1)) == 0


def test_a_notice_waits_for_its_hour(tutela: Settings) -> None:
    post(after=timedelta(hours=1))
    assert deliver_due(tutela, AT + timedelta(minutes=59)) == 0
    assert deliver_due(tutela, AT + timedelta(hours=1)) == 1


class Moody:
    """A mail server that refuses so many times before it takes a message."""

    def __init__(self, refusals: int) -> None:
        self.refusals = refusals
        self.taken: list[EmailMessage] = []

    def __call__(self, email: EmailMessage, recipient: str) -> None:
        if self.refusals:
            self.refusals -= 1
            raise smtplib.SMTPServerDisconnected("Leo is mentioned in this answer")
        self.taken.append(email)


def test_what_fails_is_tried_again_later_and_later_and_keeps_its_id(tutela: Settings) -> None:
    post()
    server, at, waits = Moody(refusals=4), AT, []
    for _ in range(5):
        deliver_due(tutela, at, server)
        row = OutboxMessage.objects.get()
        waits.append(int((row.due_at - at).total_seconds()))
        assert deliver_due(tutela, at + timedelta(seconds=1), server) == 0
        at = row.due_at
    assert waits == [30, 60, 120, 240, 480]
    assert len(server.taken) == 1
    assert row.delivered_at is not None


def test_a_fault_is_kept_by_its_kind_alone(tutela: Settings) -> None:
    post()
    deliver_due(tutela, AT, Moody(refusals=1))
    assert OutboxMessage.objects.get().last_fault == "SMTPServerDisconnected"


def test_after_three_days_a_notice_is_given_up(tutela: Settings) -> None:
    post()
    at = AT
    for _ in range(200):
        deliver_due(tutela, at, Moody(refusals=1))
        at += timedelta(hours=1)
    row = OutboxMessage.objects.get()
    assert row.given_up_at is not None
    assert row.delivered_at is None


def test_two_workers_never_send_the_same_notice(tutela: Settings) -> None:
    post()
    server = Moody(refusals=0)

    def second_worker_comes_between(email: EmailMessage, recipient: str) -> None:
        assert deliver_due(tutela, AT, server) == 0
        server(email, recipient)

    assert deliver_due(tutela, AT, second_worker_comes_between) == 1
    assert len(server.taken) == 1


def test_a_mail_address_that_is_not_one_is_refused(tutela: Settings) -> None:
    import msgspec

    with pytest.raises(ValueError, match="smtp"):
        transport_for(msgspec.structs.replace(tutela, mail="http://mail.example"))


def test_of_a_notice_made_by_the_hour_no_finer_time_of_sending_is_kept(tutela: Settings) -> None:
    hour = AT.replace(minute=0)
    with transaction.atomic():
        outbox.post(WAITING, to="dana@oakfield.example", at=hour, category="x", establishment="y")
    deliver_due(tutela, AT, Moody(refusals=0))
    row = OutboxMessage.objects.get()
    assert (row.made_at, row.due_at, row.delivered_at) == (hour, hour, hour)
