"""The named times of the week: added, filled and taken away by whoever decides about the filter."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client

from tests import cast
from tests.web.filters.test_changes import decide_in_force
from tutela.settings import Settings
from tutela.web.filters import operations, tasks
from tutela.web.filters.models import GroupSettings, TimetablePeriod
from tutela.web.filters.policies import build_policy

SignIn = Callable[..., Client]
PAGE = "/filter/times/"
AFTER_SCHOOL = {"name": "After school", "days": ["0", "1"], "starts": "15:30", "ends": "17:00"}
MONDAY_AT_FOUR = datetime(2026, 11, 16, 16, 0, tzinfo=UTC)


def timetable() -> list[str]:
    return sorted(one["slot"] for one in build_policy(cast.oakfield(), datetime.now(UTC))["timetable"])


def test_dana_opens_games_after_school_and_the_filter_does_so(sign_in: SignIn, tutela: Settings) -> None:
    group = cast.learners_11_16()
    browser = sign_in(cast.dana())
    assert "Lunch" in browser.get(PAGE).content.decode()
    assert browser.post("/filter/times/add/", AFTER_SCHOOL)["Location"] == "/filter/times/otherwise/after-school/"
    assert timetable() == ["after-school", "lunch"], "what came with the library stays"
    given = {"group": str(group.pk), "category": "games", "action": "allow"}
    assert browser.post("/filter/times/otherwise/after-school/", given).status_code == 302
    page = browser.get(PAGE).content.decode()
    assert "Monday, Tuesday, 15:30–17:00" in page
    tasks.publish_due(datetime.now(UTC))
    assert decide_in_force(tutela, "poki.com", "learners-11-16", MONDAY_AT_FOUR).outcome == "allow"
    evening = MONDAY_AT_FOUR.replace(hour=18)
    assert decide_in_force(tutela, "poki.com", "learners-11-16", evening).outcome == "block"
    lunch = MONDAY_AT_FOUR.replace(hour=12, minute=30)
    assert decide_in_force(tutela, "poki.com", "learners-11-16", lunch).outcome == "allow", "lunch is as it was"


def test_the_same_as_at_other_times_takes_the_difference_away() -> None:
    group = cast.learners_11_16()
    given = {"actor": cast.SETTING_UP, "at": MONDAY_AT_FOUR, "group": group, "slot": "lunch"}
    operations.set_in_slot(**given, category="social-media", action="allow")
    assert GroupSettings._base_manager.get(group=group).slots == {"lunch": {"games": "allow", "social-media": "allow"}}
    operations.set_in_slot(**given, category="social-media", action="")
    assert GroupSettings._base_manager.get(group=group).slots == {"lunch": {"games": "allow"}}


def test_what_a_group_was_set_to_stays() -> None:
    group = cast.learners_11_16()
    operations.set_group(
        actor=cast.SETTING_UP, at=MONDAY_AT_FOUR, group=group, strictness=5, categories={"streaming": "allow"}
    )
    operations.set_in_slot(
        actor=cast.SETTING_UP, at=MONDAY_AT_FOUR, group=group, slot="lunch", category="games", action="allow"
    )
    row = GroupSettings._base_manager.get(group=group)
    assert (row.strictness, row.categories) == (5, {"streaming": "allow"})


def test_a_time_is_taken_away_and_the_last_one_brings_back_the_librarys(sign_in: SignIn) -> None:
    browser = sign_in(cast.dana())
    browser.post("/filter/times/add/", AFTER_SCHOOL)
    browser.post("/filter/times/end/", {"slot": "lunch", "days": "0,1,2,3,4", "starts": "12:15"})
    assert timetable() == ["after-school"]
    browser.post("/filter/times/end/", {"slot": "after-school", "days": "0,1", "starts": "15:30"})
    assert TimetablePeriod._base_manager.count() == 0
    assert timetable() == ["lunch"]


@pytest.mark.parametrize(
    ("name", "slot"),
    [
        ("Pause déjeuner", "pause-déjeuner"),
        ("دوپہر کا کھانا", "دوپہر-کا-کھانا"),
        ("दोपहर का भोजन", "दोपहर-का-भोजन"),
        ("Year 7’s / 8’s lunch!", "year-7s-8s-lunch"),
    ],
)
def test_a_time_keeps_its_name_in_whatever_script(sign_in: SignIn, name: str, slot: str) -> None:
    browser = sign_in(cast.dana())
    answer = browser.post("/filter/times/add/", AFTER_SCHOOL | {"name": name})
    assert timetable() == ["lunch", slot]
    page = browser.get(answer.headers["Location"]).content.decode()
    assert slot.replace("-", " ").capitalize() in page


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ({"name": "…"}, "Enter a name with letters or digits"),
        ({"days": []}, "Select at least one day"),
        ({"starts": "late"}, "Enter a time"),
        ({"ends": "15:30"}, "must be another than the time it begins"),
    ],
)
def test_what_is_wrong_is_said(sign_in: SignIn, other: dict[str, object], words: str) -> None:
    page = sign_in(cast.dana()).post("/filter/times/add/", AFTER_SCHOOL | other).content.decode()
    assert words in page
    assert timetable() == ["lunch"]


@pytest.mark.requirement("S0.14")
def test_what_the_law_has_locked_is_not_offered_and_not_taken(sign_in: SignIn) -> None:
    group = cast.learners_11_16()
    browser = sign_in(cast.dana())
    assert 'value="illegal"' not in browser.get("/filter/times/otherwise/lunch/").content.decode()
    given = {"group": str(group.pk), "category": "illegal", "action": "allow"}
    assert "Select one of the answers shown" in browser.post("/filter/times/otherwise/lunch/", given).content.decode()
    with pytest.raises(operations.NoSuchCategory):
        operations.set_in_slot(
            actor=cast.SETTING_UP, at=MONDAY_AT_FOUR, group=group, slot="lunch", category="illegal", action="allow"
        )


def test_ivy_reads_the_times_and_changes_nothing(sign_in: SignIn) -> None:
    browser = sign_in(cast.ivy())
    assert "Remove" not in browser.get(PAGE).content.decode()
    for address in ("add/", "otherwise/lunch/", "end/"):
        assert browser.post(f"{PAGE}{address}", AFTER_SCHOOL).status_code == 404
    assert sign_in(cast.dana()).get("/filter/times/otherwise/nonsense/").status_code == 404
