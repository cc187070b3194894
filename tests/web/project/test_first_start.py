"""Whoever starts an empty school again, before anybody has set it up, is given a way in each time, and only then."""

from django.test import Client

from tests import cast
from tests.web.setup.test_set_up import CHECK, SignIn, answer
from tests.web.setup.typed import an_empty_school, village
from tutela.settings import Settings
from tutela.web.project.first_start import open_school

TITLE = "Set up the school"


def come_in(link: str) -> Client:
    """Press the button of a one-time link."""
    browser = Client()
    browser.post(link.removeprefix("http://localhost:8000").partition("?")[0])
    return browser


def is_in(browser: Client) -> bool:
    return browser.get("/account/").status_code == 200


def test_each_start_gives_a_link_that_works_and_ends_the_one_before(tutela: Settings) -> None:
    first = dict(open_school(tutela, demo=False).links)
    again = dict(open_school(tutela, demo=False).links)
    assert set(first) == set(again) == {TITLE}
    assert not is_in(come_in(first[TITLE]))
    assert is_in(come_in(again[TITLE]))


def test_whoever_stopped_half_way_comes_in_by_the_link_of_the_next_start(tutela: Settings) -> None:
    browser = come_in(dict(open_school(tutela, demo=False).links)[TITLE])
    answer(browser, {"school": village()["school"]})
    again = come_in(dict(open_school(tutela, demo=False).links)[TITLE])
    again.post("/setting-up/begin/", {"take-over": "1"})
    assert "Ysgol y Bryn" in again.get("/setting-up/question/school/").content.decode()


def test_once_somebody_answers_for_safeguarding_no_start_prints_a_link(tutela: Settings, sign_in: SignIn) -> None:
    browser = sign_in(an_empty_school())
    answer(browser, village())
    browser.post(CHECK)
    assert open_school(tutela, demo=False).links == []


def test_a_school_that_others_have_begun_prints_no_link(tutela: Settings) -> None:
    cast.tom()
    assert open_school(tutela, demo=False).links == []
