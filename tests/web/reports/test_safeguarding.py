"""Pace, caseload, subject and place: exact for Dana; for Gwen what no child stands behind."""

from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.test import Client

from tests import cast
from tests.web.concerns.scenes import a_case
from tests.web.pages import words_of
from tests.web.reports import scenes
from tests.web.reports.test_pages import rows
from tutela.web.concerns.words import THEMES

SignIn = Callable[..., Client]
PAGE = "/reports/safeguarding/"
TABLES = ("concerns-by-four-c", "concerns-by-theme", "concerns-by-place")


@pytest.fixture(autouse=True)
def now() -> Iterator[None]:
    """It is the Sunday of the scenes."""
    with time_machine.travel(scenes.NOW, tick=True):
        yield


def figures(client: Client, table: str) -> dict[str, list[str]]:
    return {row[0]: row[1:] for row in rows(client, table, report="safeguarding")[1:]}


def test_dana_sees_how_long_it_takes_and_gwen_when_five_stand_behind_it(sign_in: SignIn) -> None:
    scenes.learners(100)
    for concern in scenes.concerns(scenes.THIS, ["contact"] * 3):
        a_case(concern, at=concern.raised_at)
    page = words_of(sign_in(cast.dana()).get(PAGE))
    assert "3 cases are open now" in page
    looked = "From the report until somebody looked (hours)"
    assert figures(sign_in(cast.dana()), "pace")[looked][0] == "1.0"
    gwen = sign_in(cast.gwen())
    assert figures(gwen, "pace")[looked][0] == "not told yet"
    assert "3 cases" not in words_of(gwen.get(PAGE))


def test_gwen_sees_finished_half_terms_added_up_and_no_small_count(sign_in: SignIn) -> None:
    scenes.learners(100)
    scenes.concerns(scenes.BEFORE, ["contact"] * 3)
    scenes.concerns(scenes.THIS, ["conduct"] * 9)
    told = figures(sign_in(cast.gwen()), "concerns-by-four-c")
    assert not {"3", "9", "12"} & {cell for cells in told.values() for cell in cells}
    exact = figures(sign_in(cast.dana()), "concerns-by-four-c")
    assert sorted(cells[0] for cells in exact.values())[-2:] == ["3", "9"]
    assert "{" not in words_of(sign_in(cast.dana()).get(PAGE))
    for table in ("concerns-by-theme", "concerns-by-place"):
        assert not {"3", "12"} & {cell for cells in figures(sign_in(cast.gwen()), table).values() for cell in cells}
    for who in (cast.tom, cast.ivy):
        assert sign_in(who()).get(PAGE).status_code == 404


def test_six_concerns_about_six_things_are_told_on_no_page(sign_in: SignIn) -> None:
    """Whoever read that there are six would know that there is one of each."""
    scenes.learners(100)
    for theme in tuple(THEMES)[:6]:
        scenes.concerns(scenes.BEFORE, ["contact"], theme=theme)
    gwen = sign_in(cast.gwen())
    assert len(figures(gwen, "concerns-by-theme")) == 6
    told = [row[1] for row in rows(gwen, "concerns-by-four-cs")[1:]]
    assert sorted(set(told)) == ["0", "not shown"]
    assert "6 concerns" not in words_of(gwen.get("/reports/half-term/"))
    for table in TABLES:
        assert not {"6", "6 or more"} & {cell for cells in figures(gwen, table).values() for cell in cells}, table
    assert rows(sign_in(cast.dana()), "concerns-by-four-cs", "?from=2026-09-01")[2][1] == "6"


def test_places_do_not_give_away_a_sum_that_is_hidden(sign_in: SignIn) -> None:
    """Eight in two kinds, of which each is hidden and so at most four, would be four and four."""
    scenes.learners(100)
    scenes.concerns(scenes.BEFORE, ["contact"] * 4 + ["content"] * 4)
    gwen = sign_in(cast.gwen())
    for table in TABLES:
        assert "8" not in {cell for cells in figures(gwen, table).values() for cell in cells}, table
    assert "8" in {cell for cells in figures(sign_in(cast.dana()), "concerns-by-theme").values() for cell in cells}
