"""A form whose proof is no longer good, where nobody is signed in: refused in plain words, and not lost."""

import re
from html import unescape

import pytest
from django.test import Client

from tests import cast
from tests.web.accounts.test_unsent import OURS, with_proof
from tests.web.worries.scenes import HOME, readers

STORY = "They took my bag & the curlew laughed.\r\nThen she said <b>nothing</b>."


def a_browser() -> tuple[Client, str]:
    """One that has answered the first question of a worry, and the page of the second."""
    readers()
    client = Client(enforce_csrf_checks=True)
    first = f"{HOME}for/7-11/"
    given = {"danger": "no", "csrfmiddlewaretoken": with_proof(client.get(first))}
    return client, client.post(first, given, **OURS)["Location"]


def hidden_in(page: str) -> dict[str, str]:
    boxes = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page, re.DOTALL)
    return {name: unescape(value) for name, value in boxes}


@pytest.mark.parametrize("lost", ["the cookie", "the proof", "both"])
def test_what_a_child_wrote_is_on_the_page_and_one_press_sends_it(lost: str) -> None:
    client, page = a_browser()
    given = (
        {"what": STORY}
        if lost != "the cookie"
        else {"what": STORY, "csrfmiddlewaretoken": with_proof(client.get(page))}
    )
    if lost != "the proof":
        del client.cookies[next(name for name in client.cookies if name.endswith("csrf"))]
    refused = client.post(page, given, **OURS)
    words = refused.content.decode()
    assert refused.status_code == 403
    assert "This was not sent yet" in words
    assert "Exit this page" in words
    assert refused["Cache-Control"] == "no-store"
    kept = hidden_in(words)
    assert kept["what"] == STORY
    on = client.post(page, kept | {"csrfmiddlewaretoken": with_proof(refused)}, **OURS)
    assert on.status_code == 302
    assert "the curlew laughed" in client.get(f"{HOME}for/7-11/").content.decode() + client.get(page).content.decode()


@pytest.mark.parametrize("headers", [{"HTTP_ORIGIN": "https://evil.example"}, {"HTTP_ORIGIN": "null"}, {}])
def test_what_another_website_sends_is_refused_and_neither_shown_nor_offered_to_be_sent(
    headers: dict[str, str],
) -> None:
    client, page = a_browser()
    refused = client.post(page, {"what": STORY}, **headers)
    words = refused.content.decode()
    assert refused.status_code == 403
    assert "no other website can act in your name" in words
    assert "curlew" not in words
    assert "Send it again" not in words


def test_no_password_stands_on_the_page_of_a_refused_sign_in() -> None:
    client = Client(enforce_csrf_checks=True)
    given = {"login": cast.tom().login, "password": "correct horse battery staple"}
    words = client.post("/sign-in/", given, **OURS).content.decode()
    assert "Nothing was done" in words
    assert "had been open for a long time" in words
    assert "horse" not in words
    assert cast.tom().login not in words


def test_whoever_is_signed_in_reads_it_with_their_menu() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.tom().user)
    words = client.post("/report-a-concern/", {"danger": "no", "what": STORY}).content.decode()
    assert "Nothing was done" in words
    assert "Sign out" in words
    assert "curlew" not in words
