"""Whether mail goes out: said to whoever relies on it and to whoever mends it, and tried with a message to oneself."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from tests import cast
from tests.smtp import mail_server
from tutela.cli import doctor
from tutela.settings import Settings
from tutela.web.core import outbox
from tutela.web.core.delivery import deliver_due
from tutela.web.core.mail_health import get_mail_health
from tutela.web.core.models import OutboxMessage
from tutela.web.project import proofs

SignIn = Callable[..., Client]
PAGE = "/setting-up/mail/"
WAITING = outbox.Notice("alert-waiting", "An alert is waiting", "An alert is waiting at {establishment}.")


def _mail_through(settings: object, tutela: Settings, port: int) -> Settings:
    settings.TUTELA = msgspec.structs.replace(tutela, mail=f"smtp://127.0.0.1:{port}", mail_from="t@oakfield.example")
    return settings.TUTELA


def _post(to: str = "dana@oakfield.example", minutes_ago: int = 10) -> None:
    with transaction.atomic():
        outbox.post(
            WAITING,
            to=to,
            at=timezone.now() - timedelta(minutes=minutes_ago),
            establishment="Oakfield Academy",
            establishment_id=cast.oakfield().pk,
        )


def _share() -> float | None:
    return {one.kind: one.value for one in proofs.list_figures(cast.oakfield(), timezone.now())}.get("mail.sent")


def test_where_no_server_is_set_those_who_rely_on_mail_are_told(sign_in: SignIn, tutela: Settings) -> None:
    for person in (cast.dana(), cast.dev(), cast.ivy()):
        assert "no server is set, so nobody is told of an alert or a concern by mail" in (
            sign_in(person).get("/").content.decode()
        )
    for person in (cast.tom(), cast.gwen(), cast.leo(), cast.pat()):
        assert "by mail" not in sign_in(person).get("/").content.decode()
    assert "kept as files" in sign_in(cast.ivy()).get(PAGE).content.decode()
    assert doctor._mail(tutela).words.startswith("No mail goes out")


def test_ivy_sends_herself_a_message_and_reads_that_it_was_taken(
    sign_in: SignIn, tutela: Settings, settings: object, tmp_path: Path
) -> None:
    with mail_server(tmp_path, encrypts=False) as server:
        chosen = _mail_through(settings, tutela, server.port)
        ivy = sign_in(cast.ivy())
        assert "A message to ivy@oakfield.example is on its way" in ivy.post(PAGE, follow=True).content.decode()
        assert deliver_due(chosen, timezone.now()) == 1
    assert server.taken[0][0] == "ivy@oakfield.example"
    page = ivy.get(PAGE).content.decode()
    assert f"127.0.0.1:{server.port} takes what we send" in page
    assert "Last taken" in page
    assert "Mail" not in ivy.get("/").content.decode()


@pytest.mark.requirement("S3.25")
def test_a_server_that_is_gone_is_said_to_dana_and_ivy_until_it_is_mended(
    sign_in: SignIn, tutela: Settings, settings: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with mail_server(tmp_path, encrypts=False) as server:
        chosen = _mail_through(settings, tutela, server.port)
    dana, ivy = sign_in(cast.dana()), sign_in(cast.ivy())
    _post()
    assert "Mail does not go out" not in dana.get("/").content.decode(), "nobody has tried yet"
    deliver_due(chosen, timezone.now())
    for browser in (dana, ivy):
        assert "nobody is told of an alert or a concern by mail" in browser.get("/").content.decode()
    page = ivy.get(PAGE).content.decode()
    assert "Nothing listens there" in page
    assert "1 message, written" in page
    assert "dana@" not in page, "who was written to is nobody's business"
    assert "alert" not in page.partition("<main")[2].partition("waits: an alert")[2]
    monkeypatch.setattr(
        doctor, "get_mail_state", lambda one: get_mail_health(one, timezone.now())
    )  # Django runs already
    finding = doctor._mail(chosen)
    assert not finding.well
    assert f"127.0.0.1:{server.port} did not take them (ConnectionRefusedError)" in finding.words
    assert _share() == 0.0
    with mail_server(tmp_path, encrypts=False) as server:
        chosen = _mail_through(settings, tutela, server.port)
        deliver_due(chosen, timezone.now() + timedelta(hours=1))
    assert "Mail does not go out" not in dana.get("/").content.decode()
    assert _share() == 100.0


def test_an_address_that_is_refused_is_shown_with_its_person_and_is_no_fault_of_the_server(
    sign_in: SignIn, tutela: Settings, settings: object, tmp_path: Path
) -> None:
    tom = cast.tom()
    _post(tom.email)
    with mail_server(tmp_path, encrypts=False, refuses=tom.email) as server:
        deliver_due(_mail_through(settings, tutela, server.port), timezone.now())
    ivy = sign_in(cast.ivy())
    page = ivy.get(PAGE).content.decode()
    assert "Addresses that were refused" in page
    assert "Tom Reed" in page
    assert "takes what we send" in page
    assert "Mail does not go out" not in ivy.get("/").content.decode()


def test_what_was_given_up_is_counted(sign_in: SignIn, tutela: Settings, settings: object, tmp_path: Path) -> None:
    with mail_server(tmp_path, encrypts=False) as server:
        _mail_through(settings, tutela, server.port)
    _post()
    OutboxMessage.objects.update(last_fault="TimeoutError", given_up_at=timezone.now())
    assert "1 message of the last week, after three days of trying" in sign_in(cast.ivy()).get(PAGE).content.decode()


def test_a_school_that_sent_nothing_shows_no_figure(tutela: Settings) -> None:
    assert _share() is None
