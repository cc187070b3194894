"""Mail as it really leaves: over a socket, encrypted, and without keeping anything else waiting."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from django.db import transaction

from tests.smtp import mail_server
from tutela.settings import Settings
from tutela.web.core import delivery, outbox
from tutela.web.core.delivery import Postman, deliver_due
from tutela.web.core.models import OutboxMessage

AT = datetime(2026, 11, 22, 9, 7, tzinfo=UTC)
WAITING = outbox.Notice("alert-waiting", "An alert is waiting", "An alert is waiting at {establishment}.")
LETTER = outbox.Notice("letter", "A letter waits for you", "A letter from {establishment}.", bulk=True)


def post(to: str = "dana@oakfield.example", notice: outbox.Notice = WAITING, at: datetime = AT) -> OutboxMessage:
    with transaction.atomic():
        message = outbox.post(notice, to=to, at=at, establishment="Oakfield Academy")
    assert message is not None
    return message


def sending_to(tutela: Settings, port: int, who: str = "") -> Settings:
    return msgspec.structs.replace(tutela, mail=f"smtp://{who}127.0.0.1:{port}", mail_from="tutela@oakfield.example")


def test_a_password_and_every_word_go_encrypted(
    tutela: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    post()
    with mail_server(tmp_path) as server:
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "mail.pem"))
        assert deliver_due(sending_to(tutela, server.port, "tutela:four%20words@"), AT) == 1
    [(recipient, text, encrypted)] = server.taken
    assert (recipient, encrypted) == ("dana@oakfield.example", True)
    assert "An alert is waiting at Oakfield Academy." in text
    assert server.passwords == ["four words"]
    assert [line.split()[0].upper() for line in server.said] == ["EHLO", "STARTTLS"]


def test_a_password_is_never_sent_to_a_server_that_does_not_encrypt(tutela: Settings, tmp_path: Path) -> None:
    post()
    with mail_server(tmp_path, encrypts=False) as server:
        assert deliver_due(sending_to(tutela, server.port, "tutela:secret@"), AT) == 0
    assert server.passwords == []
    assert not any("AUTH" in line for line in server.said)
    assert OutboxMessage.objects.get().last_fault == "NotPrivate"


def test_nothing_is_sent_to_a_server_whose_certificate_does_not_hold(tutela: Settings, tmp_path: Path) -> None:
    post()
    with mail_server(tmp_path) as server:
        assert deliver_due(sending_to(tutela, server.port), AT) == 0
    assert server.taken == []
    assert OutboxMessage.objects.get().last_fault == "SSLCertVerificationError"


def test_a_relay_of_the_school_that_asks_for_no_password_is_used_as_it_is(tutela: Settings, tmp_path: Path) -> None:
    post()
    with mail_server(tmp_path, encrypts=False) as server:
        assert deliver_due(sending_to(tutela, server.port), AT) == 1
    assert server.taken[0][0] == "dana@oakfield.example"


def test_an_alert_goes_out_before_the_letters_that_were_waiting(tutela: Settings, tmp_path: Path) -> None:
    for number in range(30):
        post(f"parent{number}@home.example", LETTER, AT - timedelta(hours=1))
    post()
    with mail_server(tmp_path, encrypts=False) as server:
        deliver_due(sending_to(tutela, server.port), AT)
    assert server.taken[0][0] == "dana@oakfield.example"
    assert len(server.taken) == delivery.AT_ONCE


def test_an_address_that_is_refused_stops_none_of_the_others(tutela: Settings, tmp_path: Path) -> None:
    post("gone@oakfield.example")
    post()
    with mail_server(tmp_path, encrypts=False, refuses="gone@oakfield.example") as server:
        assert deliver_due(sending_to(tutela, server.port), AT) == 1
    assert [recipient for recipient, _text, _encrypted in server.taken] == ["dana@oakfield.example"]
    assert OutboxMessage.objects.get(recipient="gone@oakfield.example").last_fault == "SMTPRecipientsRefused"


def test_a_server_that_says_nothing_is_asked_once_in_a_round(
    tutela: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "TIMEOUT_SECONDS", 0.2)
    for number in range(5):
        post(f"dana{number}@oakfield.example")
    with mail_server(tmp_path, is_mute=True) as server:
        assert deliver_due(sending_to(tutela, server.port), AT) == 0
    assert server.connections == 1
    assert OutboxMessage.objects.filter(attempts=1).count() == 1
    assert OutboxMessage.objects.filter(attempts=0).count() == 4


def test_a_server_that_says_nothing_keeps_the_worker_from_nothing(
    tutela: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, until: Callable[[Callable[[], object]], None]
) -> None:
    message = post()

    def deliver(settings: Settings, _now: datetime) -> None:
        """As `deliver_due` does, but for the rows: a thread of its own does not see those of the test."""
        delivery.transport_for(settings)(delivery.to_email(settings, message), message.recipient)

    monkeypatch.setattr(delivery, "deliver_due", deliver)
    postman = Postman()
    with mail_server(tmp_path, is_mute=True) as server:
        settings = sending_to(tutela, server.port)
        postman.turn(settings, AT)
        until(lambda: server.connections)
        postman.turn(settings, AT)  # comes back at once, and begins no second round beside the first
        postman.turn(settings, AT)
        assert server.connections == 1
    postman.wait(20)
    with mail_server(tmp_path, encrypts=False) as server:
        postman.turn(sending_to(tutela, server.port), AT + timedelta(minutes=1))
        postman.wait(20)
    assert [recipient for recipient, _text, _encrypted in server.taken] == ["dana@oakfield.example"]


@pytest.fixture
def until() -> Callable[[Callable[[], object]], None]:
    def waiting(holds: Callable[[], object]) -> None:
        deadline = time.monotonic() + 20
        while not holds():
            assert time.monotonic() < deadline
            time.sleep(0.01)

    return waiting
