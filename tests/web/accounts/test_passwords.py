"""Passwords: long, pasted if one likes, never to be changed for its own sake; not the school's name and the year."""

import pytest
from django.test import Client

from tests import cast
from tests.web.accounts.test_signing_in import link_for
from tutela.web.accounts.passwords import is_easily_guessed

NEAR = ("Tom Reed", "Oakfield Academy", "tom")


@pytest.mark.parametrize(
    "password",
    [
        "Oakfield2026!",
        "oakfieldacademy1",
        "P4ssw0rd2026!",
        "password!!!!!!",
        "Safeguarding1",
        "TomReed-2026!",
        "aaaaaaaaaaaaa",
        "abababababab",
        "qwertyuiopas",
        "football12345",
    ],
)
def test_what_a_pupil_would_try_first_is_refused(password: str) -> None:
    assert is_easily_guessed(password, NEAR), password


@pytest.mark.parametrize(
    "password",
    ["copper violin meadow", "tom likes oakfield pond", "kX9#vv2pQ!mm", "drei wilde katzen", "пароль дом лес"],
)
def test_three_words_and_what_a_password_keeper_makes_pass(password: str) -> None:
    assert not is_easily_guessed(password, NEAR), password


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("short", "at least 12 characters"),
        ("passwordpassword", "easily guessed"),
        ("Oakfield2026!", "too similar to the email"),
        ("Safeguarding2026", "easily guessed"),
        ("copper violin meadow", ""),
        (" two spaces around it ", ""),
    ],
)
def test_choosing_a_password_says_what_is_wrong_with_it(password: str, said: str) -> None:
    client = Client()
    client.post(link_for(cast.tom()))
    answer = client.post("/account/password/first/", {"password1": password, "password2": password})
    if said:
        assert said in answer.content.decode()
    else:
        assert answer.status_code == 302
        assert Client().post("/sign-in/", {"login": "tom", "password": password})["Location"] == "/"


def test_a_password_may_be_pasted() -> None:
    page = Client().get("/sign-in/").content.decode()
    assert 'autocomplete="current-password"' in page
    assert "onpaste" not in page
