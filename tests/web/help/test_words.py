"""The words are those of the reader's age, and each fact stands in one place."""

import pytest

from tests.web.help.readability import grade, longest_sentence, syllables
from tutela.filtering import defaults
from tutela.filtering.help import PLACES, places, told_briefly
from tutela.filtering.ruleset import policy_from
from tutela.library.read import ROOT
from tutela.web.establishments.models import Establishment
from tutela.web.help.queries import get_audience, get_blocking, get_told, list_audiences, list_places

HARDEST = {"5-7": (1.5, 11), "7-11": (3.5, 18), "11-16": (6.0, 28), "adult": (8.5, 32), "parents": (8.5, 36)}
"""The grade and the words in a sentence that each audience's pages stay below."""
NATIONS = [nation for nation in Establishment.Nation.values if nation != "other"]


def everything_read_by(key: str) -> list[str]:
    """What stands on the three pages of an audience."""
    audience, blocking, told = get_audience(key), get_blocking(), get_told(get_audience(key))
    shown = [audience.lead, *audience.steps, *audience.voice, told.why, *told.points]
    shown += filter(None, (told.opens, told.opens_none))
    if audience.is_young:
        shown += [blocking.first_young, *(step for kind in blocking.kinds for step in kind.young)]
        return shown + [place.young for place in list_places(audience, "england", "help")]
    shown += [blocking.first, *(words for kind in blocking.kinds for words in (kind.keep, kind.block, kind.report))]
    return shown + [place.words for use in ("help", "report") for place in list_places(audience, "england", use)]


@pytest.mark.requirement("S4.26")
@pytest.mark.parametrize("key", HARDEST)
def test_the_pages_are_no_harder_than_their_readers_can_read(key: str) -> None:
    hardest, longest = HARDEST[key]
    words = everything_read_by(key)
    assert round(grade(words), 1) <= hardest
    assert longest_sentence(words) <= longest


def test_syllables_are_counted_well_enough() -> None:
    counted = {"page": 1, "computer": 3, "school": 1, "trouble": 2, "delete": 2, "monitor": 3, "asked": 1, "games": 1}
    assert {word: syllables(word) for word in counted} == counted


@pytest.mark.requirement("S4.26")
def test_a_child_of_eight_says_in_her_own_words_that_she_tells_blocks_and_deletes() -> None:
    said = " ".join(get_audience("7-11").voice)
    assert all(word in said for word in ("Tell.", "Block.", "Delete.", "my mum or dad"))


@pytest.mark.requirement("S4.26")
def test_every_kind_of_app_says_how_to_block_and_how_to_report_for_the_young_too() -> None:
    for kind in get_blocking().kinds:
        assert all((kind.keep, kind.block, kind.report, kind.examples)), kind.key
        assert 2 <= len(kind.young) <= 3, kind.key


@pytest.mark.parametrize("nation", NATIONS)
@pytest.mark.requirement("S0.26")
def test_each_nation_has_its_own_way_to_report_that_a_child_may_be_harmed(nation: str) -> None:
    parents = get_audience("parents")
    here = [place.name for place in list_places(parents, nation, "report") if place.nations]
    elsewhere = {place.name for other in NATIONS if other != nation for place in list_places(parents, other, "report")}
    assert len(here) == 1
    assert not elsewhere & set(here)


@pytest.mark.parametrize(
    ("nation", "line"),
    [("wales", "Meic"), ("scotland", "Breathing Space"), ("northern-ireland", "Lifeline")],
)
def test_a_blocked_page_names_the_help_line_of_its_nation(nation: str, line: str) -> None:
    about = {"id": 1, "slug": "ysgol", "name": "Ysgol y Bryn", "nation": nation}
    shown = [one.name for one in policy_from(defaults.default_policy(about)).pages.help]
    assert shown[0] == "Childline"  # the youngest are shown the first alone
    assert line in shown
    assert line not in [one.name for one in policy_from(defaults.default_policy()).pages.help]


def test_every_audience_is_told_why_and_what_and_every_blocked_page_has_its_paragraph() -> None:
    for audience in list_audiences():
        assert get_told(audience).why
        assert len(get_told(audience).points) >= 3
    assert set(told_briefly()) == {"5-7", "7-11", "11-16", "16-plus", "adult"}


def test_help_that_may_be_sought_in_secret_is_never_recorded() -> None:
    sites = {site.host: site for site in defaults.always_open()}
    for nation in NATIONS:
        for place in places(sites, nation=nation):
            assert not place.host or not sites[place.host].record, place.host


def test_a_number_of_a_help_line_stands_in_one_file_of_the_library() -> None:
    numbers = {site.phone for site in defaults.always_open() if site.phone.replace(" ", "").isdigit()} - {"111"}
    told = [path for path in (ROOT / "help").glob("*.yaml") if any(one in path.read_text("utf-8") for one in numbers)]
    assert told == []
    assert "999" in PLACES.read_text("utf-8")  # which belongs to no address
