"""A child of nine, a parent and a visitor tell a worry without an account: six questions, nothing lost, one concern."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from tests import cast
from tests.web.concerns.scenes import AT
from tests.web.worries.scenes import ACCOUNT, HOME, fill, last_concern, press, readers, tell, text_of, words_on
from tutela.web.concerns import queries as concerns
from tutela.web.concerns.models import Concern, Involved
from tutela.web.core.models import OutboxMessage
from tutela.web.worries.models import Conversation, Unfinished
from tutela.web.worries.pages import QUESTIONS, list_versions


@pytest.fixture(autouse=True)
def _oakfield() -> None:
    readers()


@pytest.mark.requirement("S1.31")
def test_a_child_reaches_the_page_in_two_presses_from_the_sign_in_page_and_from_help() -> None:
    client = Client()
    for first in ("/sign-in/", "/help/?for=7-11"):
        page = client.get(first, follow=True).content.decode()
        assert re.search(r'href="/tell-us/', page), first
    page = text_of(client, HOME)
    assert page.index("Call 999") < page.index("I am 7 to 11")
    assert 'href="/tell-us/oakfield/for/7-11/"' in page
    assert page.count("Childline") >= 1
    assert "Exit this page" in page


def test_where_there_is_one_establishment_the_page_is_its_own_and_else_one_chooses() -> None:
    client = Client()
    assert client.get("/tell-us/")["Location"] == HOME
    cast.elm_park()
    assert "Elm Park School" in text_of(client, "/tell-us/")
    assert client.get("/tell-us/nowhere/").status_code == 404


@pytest.mark.parametrize("version", [one.key for one in list_versions()])
def test_everybody_is_asked_six_questions_and_their_worry_is_a_concern(version: str) -> None:
    assert len(QUESTIONS) <= 7
    words = tell(version=version)
    assert len(words) == 6
    concern = last_concern()
    assert concern.raised_by is None
    origin = next(one.origin for one in list_versions() if one.key == version)
    read = concerns.read_concern(actor=cast.acting(cast.dana()), concern_id=concern.pk, at=AT)
    assert (read.origin, read.text, read.place, read.raised_by) == (origin, ACCOUNT, "offline", "")
    assert [(one.name, one.role) for one in read.people] == [("Whoever wrote this", "harmed")]


def test_the_lead_is_told_at_once_and_the_whole_team_where_there_may_be_danger() -> None:
    tell()
    assert [row.recipient for row in OutboxMessage.objects.all()] == [cast.dana().email]
    OutboxMessage.objects.all().delete()
    tell(danger="unsure")
    assert {row.recipient for row in OutboxMessage.objects.all()} == {cast.dana().email, cast.dev().email}
    assert all("danger" in row.subject for row in OutboxMessage.objects.all())


@pytest.mark.parametrize(
    ("by", "route"),
    [
        ("Mrs Shah from science and Ben", "vault"),
        ("dana", "head"),
        ("the head teacher", "vault"),
        ("Ben from 9B", "dsl"),
    ],
)
def test_whoever_is_named_by_a_child_never_reads_it(by: str, route: str) -> None:
    tell(by=by)
    concern = last_concern()
    assert concern.route == route
    at_dana = concerns.may_read(cast.acting(cast.dana()), concern.pk)
    at_hana = concerns.may_read(cast.acting(cast.hana()), concern.pk)
    assert (at_dana, at_hana) == {"head": (False, True), "vault": (False, False), "dsl": (True, False)}[route]


def test_a_name_is_given_only_where_somebody_chooses_to() -> None:
    tell(named="no", own_name="Leo Marsh")
    assert [row.role for row in Involved._base_manager.all()] == ["harmed"]
    tell(
        version="parents",
        who="other",
        names="Mia Marsh, Year 3",
        named="yes",
        own_name="Pat Marsh 07700 900123",
    )
    read = concerns.read_concern(actor=cast.acting(cast.dana()), concern_id=last_of_parents().pk, at=AT)
    assert [(one.name, one.role) for one in read.people] == [
        ("Mia Marsh", "harmed"),
        ("Year 3", "harmed"),
        ("Pat Marsh 07700 900123", "reporter"),
    ]
    assert "Who it is about: Mia Marsh, Year 3" in read.note
    client = Client()
    at = fill(client).replace("check/", "name/")
    assert "Write your name" in client.post(at, {"named": "yes", "own_name": ""}).content.decode()


def last_of_parents() -> Concern:
    return Concern._base_manager.get(origin="parent")


def test_sending_twice_makes_one_concern_and_shows_the_same_words() -> None:
    client = Client()
    check = fill(client)
    assert press(client, check) == press(client, check) == f"{HOME}six-words/"
    assert words_on(client, f"{HOME}six-words/") == words_on(client, f"{HOME}six-words/")
    assert Concern._base_manager.count() == Conversation._base_manager.count() == 1


def test_nothing_can_be_sent_before_every_question_was_asked() -> None:
    client = Client()
    what = press(client, f"{HOME}for/7-11/", danger="no")
    assert client.post(what.replace("/what/", "/check/"))["Location"] == what
    assert Client().post(f"{HOME}for/7-11/check/")["Location"] == HOME
    assert not Concern._base_manager.exists()


def test_what_was_half_typed_is_there_again_in_the_same_browser_and_in_no_other() -> None:
    client = Client()
    what = press(client, f"{HOME}for/7-11/", danger="no")
    assert client.post(what, {"what": "Half a sent", "keep": "1"}).status_code == 204
    assert "Half a sent" in text_of(client, what)
    assert "Go on with what you began" in text_of(client, HOME)
    assert "Half a sent" not in text_of(Client(), what)
    assert "Go on with what you began" not in text_of(Client(), HOME)


def test_the_next_child_at_the_same_tablet_begins_with_empty_pages() -> None:
    client = Client()
    press(client, press(client, f"{HOME}for/7-11/", danger="yes"), what=ACCOUNT)
    assert " checked" not in text_of(client, f"{HOME}for/7-11/")
    what = press(client, f"{HOME}for/7-11/", danger="no")
    assert ACCOUNT not in text_of(client, what)


def test_what_is_sent_after_the_time_ran_out_is_not_lost() -> None:
    client = Client()
    with time_machine.travel(AT, tick=False):
        what = press(client, f"{HOME}for/7-11/", danger="no")
    with time_machine.travel(AT + timedelta(hours=3), tick=False):
        # only the first question has to be answered again
        assert press(client, what, what=ACCOUNT) == f"{HOME}for/7-11/?change=1"
        assert press(client, f"{HOME}for/7-11/?change=1", danger="no").endswith("/who/")


def test_leaving_quickly_makes_the_browser_forget() -> None:
    client = Client()
    press(client, f"{HOME}for/7-11/", danger="no")
    left = client.get(f"{HOME}leave/")
    assert left["Location"].startswith("https://www.bbc.co.uk/")
    assert left.cookies["worry"].value == ""
    assert "Go on with" not in text_of(client, HOME)


def test_the_words_are_tried_and_then_nothing_of_them_is_left() -> None:
    client = Client()
    words = tell(client)
    page = text_of(client, f"{HOME}six-words/try/")
    number = int(re.findall(r"word number (\d)", page)[0])
    assert "That is not the word" in client.post(f"{HOME}six-words/try/", {"word": "wrong"}).content.decode()
    assert press(client, f"{HOME}six-words/try/", word=words[number - 1].upper()) == f"{HOME}for/7-11/sent/"
    assert not Unfinished._base_manager.exists()
    assert client.get(f"{HOME}six-words/").status_code == 302
    assert "told just now" in text_of(client, f"{HOME}for/7-11/sent/")


def test_no_page_takes_a_file_and_the_first_says_where_pictures_go() -> None:
    client = Client()
    what = press(client, f"{HOME}for/11-16/", danger="no")
    page = text_of(client, what)
    assert "cannot send a picture" in page
    assert "Report Remove" in page
    assert "ceop.police.uk" in page
    for address in (HOME, what, f"{HOME}for/11-16/name/", f"{HOME}come-back/"):
        shown = text_of(client, address)
        assert 'type="file"' not in shown
        assert "multipart" not in shown


def test_danger_is_answered_with_whom_to_call_before_anything_else() -> None:
    client = Client()
    page = text_of(client, press(client, f"{HOME}for/7-11/", danger="yes"))
    assert page.index("Get help now") < page.index("999") < page.index('name="what"')


def test_a_question_that_is_left_empty_says_what_to_do() -> None:
    client = Client()
    assert "Choose one of the answers" in text_after(client, f"{HOME}for/7-11/")
    what = press(client, f"{HOME}for/7-11/", danger="no")
    assert "A few words are enough" in text_after(client, what)
    assert client.get(f"{HOME}for/nobody/").status_code == 404
    assert client.get(f"{HOME}for/7-11/nonsense/").status_code == 404


def text_after(client: Client, address: str) -> str:
    return client.post(address, {}).content.decode()


def test_when_too_many_write_at_once_what_was_written_is_still_there(monkeypatch: pytest.MonkeyPatch) -> None:
    from tutela.web.worries import views

    client = Client()
    what = press(client, f"{HOME}for/7-11/", danger="no")
    monkeypatch.setattr(views.OF_THIS_PROCESS, "take", lambda *_: False)
    busy = client.post(what, {"what": ACCOUNT})
    assert busy.status_code == 429
    assert ACCOUNT in busy.content.decode()
    assert "What you wrote is still here" in busy.content.decode()


def test_an_account_that_speaks_of_whoever_would_read_it_asks_whether_it_is_about_them() -> None:
    client = Client()
    check = fill(client, what="Mrs Shah shouts at me when nobody is there.")
    page = client.post(check).content.decode()
    assert "You wrote “Mrs Shah”. Did they do something wrong?" in page
    assert not Concern._base_manager.exists()
    press(client, check, meant="yes")
    assert last_concern().route == "vault"
    helper = Client()
    press(helper, fill(helper, version="11-16", what="I told Mrs Shah and she helped."), meant="no")
    assert Concern._base_manager.filter(route="dsl").count() == 1
    named = Client()
    assert "Did they do something wrong" not in text_of(named, fill(named, what="Mrs Shah did it.", by="Mrs Shah"))
