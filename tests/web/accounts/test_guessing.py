"""Whoever guesses at a password waits longer each time; whoever owns it is never locked out."""

from datetime import UTC, datetime

import time_machine
from django.test import Client

from tests import cast
from tests.web.accounts.test_signing_in import PASSWORD, sign_in_with_password, with_password
from tutela.web.core.models import AuditEntry

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
WAIT = "Too many attempts. Wait a while, then try again"


def guess(client: Client, login: str) -> str:
    return client.post("/sign-in/", {"login": login, "password": "not the password"}).content.decode()


def test_a_pupil_who_guesses_waits_longer_each_time() -> None:
    tom = with_password(cast.tom())
    with time_machine.travel(NOON, tick=False) as clock:
        pupil = Client()
        for _ in range(5):
            assert WAIT not in guess(pupil, tom.login)
        assert WAIT in guess(pupil, tom.login)
        clock.shift(31)
        assert WAIT not in guess(pupil, tom.login)
        clock.shift(31)
        assert WAIT in guess(pupil, tom.login)


def test_in_an_hour_nobody_gets_more_than_a_dozen_guesses() -> None:
    tom = with_password(cast.tom())
    tried = 0
    with time_machine.travel(NOON, tick=False) as clock:
        pupil = Client()
        for _ in range(120):
            tried += WAIT not in guess(pupil, tom.login)
            clock.shift(30)
    assert 5 < tried <= 13


def test_the_owner_signs_in_at_the_usual_desk_while_a_pupil_guesses() -> None:
    tom = with_password(cast.tom())
    with time_machine.travel(NOON, tick=False):
        desk = Client()
        assert sign_in_with_password(desk, tom)["Location"] == "/"
        desk.post("/sign-out/")
        for _ in range(8):
            guess(Client(), tom.login)
        assert WAIT in sign_in_with_password(Client(), tom).content.decode()
        assert sign_in_with_password(desk, tom)["Location"] == "/"


def test_somewhere_new_the_owner_waits_a_quarter_of_an_hour_at_most() -> None:
    tom = with_password(cast.tom())
    with time_machine.travel(NOON, tick=False) as clock:
        for _ in range(60):
            guess(Client(), tom.login)
            clock.shift(1200)
        clock.shift(1)
        guess(Client(), tom.login)
        clock.shift(15 * 60 + 1)
        assert sign_in_with_password(Client(), tom)["Location"] == "/"


def test_guessing_is_put_down_once_for_a_run_and_never_for_a_login_that_nobody_has() -> None:
    tom = with_password(cast.tom())
    with time_machine.travel(NOON, tick=False):
        for login in (tom.login, "nobody"):
            for _ in range(9):
                guess(Client(), login)
    assert [entry.object for entry in AuditEntry.objects.filter(action="user.guessed-at")] == [
        f"accounts.user:{tom.user_id}"
    ]


def test_other_accounts_are_not_slowed_down() -> None:
    tom, sue = with_password(cast.tom()), with_password(cast.sue())
    with time_machine.travel(NOON, tick=False):
        for _ in range(9):
            guess(Client(), tom.login)
        assert sign_in_with_password(Client(), sue, PASSWORD)["Location"] == "/"
