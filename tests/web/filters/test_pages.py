"""How the filter is, and what it would do, for whoever looks after it."""

import json

import pytest

from tests import cast
from tutela.settings import Settings
from tutela.web.filters import queries

STATUS = {
    "serving": True,
    "words": "Filtering on port 3128.",
    "version": 1,
    "canaries": [{"name": "must block", "ok": True, "at": "2026-11-23T07:44:00Z"}],
}


def test_it_sees_the_gateways_own_words_and_the_lists(sign_in, tutela: Settings) -> None:
    (tutela.run / "gateway-status.json").write_text(json.dumps(STATUS))
    page = sign_in(cast.ivy()).get("/filter/").content.decode()
    assert "Filtering on port 3128." in page
    assert "must block" in page
    assert "starter" in page


def test_without_a_report_of_the_gateway_nothing_is_claimed(sign_in) -> None:
    assert not queries.health(cast.oakfield()).is_well
    assert "not proved" in sign_in(cast.ivy()).get("/filter/").content.decode()


@pytest.mark.parametrize("broken", ["", "[]", "{"])
def test_a_status_that_cannot_be_read_counts_as_none(tutela: Settings, broken: str) -> None:
    (tutela.run / "gateway-status.json").write_text(broken)
    assert not queries.health(cast.oakfield()).serving


def test_anybody_who_looks_after_the_filter_may_ask_what_it_would_do(sign_in) -> None:
    cast.learners_11_16()
    page = sign_in(cast.ivy()).get(
        "/filter/what-would-happen/",
        {"address": "bet365.com", "group": "", "at": "12:30", "on_0": "23", "on_1": "11", "on_2": "2026"},
    )
    text = page.content.decode()
    assert "Gambling" in text
    assert "Blocked" in text
    assert "23 November 2026 at 12:30pm" in text


def test_nonsense_is_answered_in_words(sign_in) -> None:
    cast.learners_11_16()
    page = sign_in(cast.ivy()).get("/filter/what-would-happen/", {"address": "http://"})
    assert page.status_code == 200
    assert "There is a problem" in page.content.decode()


def test_teachers_learners_and_governors_do_not_look_after_the_filter(sign_in) -> None:
    for person in (cast.tom(), cast.leo(), cast.gwen(), cast.pat()):
        for address in ("/filter/", "/filter/changes/", "/filter/rules/", "/filter/what-would-happen/"):
            assert sign_in(person).get(address).status_code == 404
