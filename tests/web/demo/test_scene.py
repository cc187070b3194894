"""People, requests and story follow from a seed and a day, and the real rules find in the story what it says."""

from datetime import date, timedelta

import pytest

from tutela.detection.ruleset import load_library
from tutela.events.event import Event
from tutela.web.demo.loading import list_asked
from tutela.web.demo.moments import Fortnight
from tutela.web.demo.people import Roster, as_files, plan_roster
from tutela.web.demo.school import School, get_names, get_school, get_trust
from tutela.web.demo.story import Incident, get_story
from tutela.web.demo.traffic import get_traffic

UNTIL = date(2026, 11, 22)
FORTNIGHT = Fortnight(UNTIL)
SCHOOLS = pytest.mark.parametrize("school", get_trust().places, ids=lambda school: school.slug)


def roster_of(school: School, seed: int = 1) -> Roster:
    return plan_roster(school, get_names(), seed=seed, school_year=2026)


def test_the_trust_has_about_three_hundred_people() -> None:
    count = 0
    for school in get_trust().places:
        roster = roster_of(school)
        count += len(roster.learners) + len(roster.staff) + len(roster.parents)
        count += sum(one.kind != "learner" for one in school.people)
    assert 280 <= count <= 380


@SCHOOLS
def test_the_same_seed_gives_the_same_people_and_another_gives_others(school: School) -> None:
    assert roster_of(school) == roster_of(school)
    assert list(as_files(school, roster_of(school))) == list(as_files(school, roster_of(school)))
    assert roster_of(school) != roster_of(school, seed=2)


@SCHOOLS
def test_the_same_seed_and_day_give_the_same_requests(school: School) -> None:
    day = FORTNIGHT.school_day(0)
    asked = [list_asked(school, roster_of(school), get_story(), FORTNIGHT, day, seed=seed) for seed in (1, 1, 2)]
    assert asked[0] == asked[1] != asked[2]
    assert asked[0]


@SCHOOLS
def test_logins_are_nobodys_twice_and_learners_are_as_old_as_their_year(school: School) -> None:
    roster = roster_of(school)
    logins = [one.login for one in (*roster.learners, *roster.staff)]
    assert len(set(logins)) == len(logins)
    own = {one.login for one in school.people}
    for learner in roster.learners:
        if learner.year and learner.login not in own:
            assert date(2026 - learner.year - 5, 9, 1) <= learner.born_on < date(2026 - learner.year - 4, 9, 1)


def test_nothing_is_asked_for_after_the_end_and_no_lesson_is_on_a_sunday() -> None:
    school = get_school()
    last = list_asked(school, roster_of(school), get_story(), FORTNIGHT, UNTIL, seed=1)
    assert last
    assert all(one.time < FORTNIGHT.ends_at for one in last)
    sunday = list_asked(school, roster_of(school), get_story(), FORTNIGHT, UNTIL - timedelta(days=7), seed=1)
    monday = list_asked(school, roster_of(school), get_story(), FORTNIGHT, UNTIL - timedelta(days=6), seed=1)
    assert len(sunday) * 5 < len(monday)


@pytest.mark.parametrize("incident", get_story().incidents, ids=lambda one: f"{one.place}-{one.who}")
def test_the_rules_find_in_the_story_what_it_says(incident: Incident) -> None:
    matcher = load_library()
    found = set()
    for number, words in enumerate(incident.searches, 1):
        event = Event(
            time=incident.moment(FORTNIGHT) + timedelta(seconds=30 * number),
            source_id="demo",
            seq=number,
            user="p",
            host="www.google.com",
            path="/search",
            url=f"https://www.google.com/search?q={words}",
            search_terms=words,
        )
        found |= {match.rule_id for match in matcher.match([event])}
    assert set(incident.expect) <= found


def test_ordinary_searches_alert_nobody() -> None:
    matcher = load_library()
    traffic = get_traffic()
    searches = [words for what in (*traffic.lessons, *traffic.free_time, traffic.staff) for words in what.searches]
    for number, words in enumerate(searches, 1):
        event = Event(
            time=FORTNIGHT.ends_at, source_id="demo", seq=number, user=f"p{number}", host="www.google.com",
            path="/search", url=f"https://www.google.com/search?q={words}", search_terms=words,
        )  # fmt: skip
        assert matcher.match([event]) == [], words


@pytest.mark.parametrize("until", [date(2026, 9, 3), date(2026, 11, 22), date(2027, 1, 4), date(2028, 2, 29)])
def test_a_fortnight_has_ten_days_of_school_whenever_it_ends(until: date) -> None:
    fortnight = Fortnight(until)
    assert len(fortnight.school_days) == 10
    assert fortnight.begins_at <= fortnight.ends_at - timedelta(days=14)
