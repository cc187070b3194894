"""The slot is the one on the clock on the wall, also on the days when the clocks change."""

from datetime import UTC, datetime, time

import pytest

from tutela.filtering.ruleset import Period
from tutela.filtering.timetable import Timetable

SCHOOL_DAYS = (0, 1, 2, 3, 4)
LUNCH = Period("lunch", SCHOOL_DAYS, time(12, 15), time(13, 5))


def london(*periods: Period) -> Timetable:
    return Timetable(periods, "Europe/London")


@pytest.mark.parametrize(
    ("moment", "slot"),
    [
        ("2026-11-23T12:14:59+00:00", ""),
        ("2026-11-23T12:15:00+00:00", "lunch"),
        ("2026-11-23T13:04:59+00:00", "lunch"),
        ("2026-11-23T13:05:00+00:00", ""),
        ("2026-11-22T12:30:00+00:00", ""),
        ("2026-06-01T11:15:00+00:00", "lunch"),
        ("2026-06-01T12:10:00+00:00", ""),
        ("2026-11-23T13:15:00+01:00", "lunch"),
    ],
)
def test_lunch_is_from_a_quarter_past_twelve_to_five_past_one_by_the_schools_clock(moment: str, slot: str) -> None:
    assert london(LUNCH).slot_at(datetime.fromisoformat(moment)) == slot


def test_a_boarding_evening_runs_past_midnight_and_belongs_to_the_day_it_began() -> None:
    table = london(Period("evening", (4,), time(20), time(1)))
    assert table.slot_at(datetime(2026, 11, 27, 23, 59, tzinfo=UTC)) == "evening"
    assert table.slot_at(datetime(2026, 11, 28, 0, 59, tzinfo=UTC)) == "evening"
    assert table.slot_at(datetime(2026, 11, 28, 1, 0, tzinfo=UTC)) == ""
    assert table.slot_at(datetime(2026, 11, 28, 20, 30, tzinfo=UTC)) == ""


def test_the_hour_that_comes_twice_in_october_holds_twice() -> None:
    table = london(Period("night", (6,), time(1), time(2)))
    assert [table.slot_at(datetime(2026, 10, 25, hour, 30, tzinfo=UTC)) for hour in (0, 1, 2)] == ["night", "night", ""]


def test_the_hour_that_is_left_out_in_march_does_not_happen_and_lunch_stays_where_it_is() -> None:
    table = london(Period("night", (6,), time(1), time(2)), Period("sunday lunch", (6,), time(12), time(13)))
    assert [table.slot_at(datetime(2026, 3, 29, hour, 30, tzinfo=UTC)) for hour in (0, 1)] == ["", ""]
    assert table.slot_at(datetime(2026, 3, 29, 11, 30, tzinfo=UTC)) == "sunday lunch"


def test_of_two_periods_at_once_the_first_counts() -> None:
    table = london(Period("exam", (0,), time(12), time(13)), LUNCH)
    assert table.slot_at(datetime(2026, 11, 23, 12, 30, tzinfo=UTC)) == "exam"


def test_without_a_timetable_it_is_always_the_same() -> None:
    assert london().slot_at(datetime(2026, 11, 23, 12, 30, tzinfo=UTC)) == ""


def test_the_same_minute_is_answered_from_memory_and_the_next_is_not() -> None:
    table = london(LUNCH)
    before = datetime(2026, 11, 23, 12, 14, 59, tzinfo=UTC)
    assert [table.slot_at(before), table.slot_at(before), table.slot_at(before.replace(minute=15))] == ["", "", "lunch"]
