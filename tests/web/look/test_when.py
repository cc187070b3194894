"""Dates and times read as people say them."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from tutela.web.core.templatetags import when

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)  # a Friday


def at(month: int, day: int, hour: int = 9, minute: int = 12, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (at(11, 20), "today at 9:12am"),
        (at(11, 19, 14, 0), "yesterday at 2pm"),
        (at(11, 21), "tomorrow at 9:12am"),
        (at(11, 16), "Monday at 9:12am"),
        (at(11, 3, 12, 0), "3 November at midday"),
        (at(11, 3, 0, 0), "3 November at midnight"),
        (at(11, 3, year=2025), "3 November 2025 at 9:12am"),
        (date(2026, 11, 20), "today"),
        (None, ""),
    ],
)
def test_a_moment_is_said_by_how_near_it_is(moment: datetime | date | None, said: str) -> None:
    with time_machine.travel(NOW, tick=False):
        assert when.when(moment) == said


def test_a_moment_in_full_names_its_day_and_time() -> None:
    assert when.moment(at(11, 22, 1, 5)) == "22 November 2026 at 1:05am"
    assert when.day(at(11, 22)) == "22 November 2026"


def test_times_are_those_of_the_school_clock_in_summer_too() -> None:
    assert when.moment(at(7, 1, 23, 30)) == "2 July 2026 at 12:30am"


def test_a_machine_can_read_a_stamp() -> None:
    with time_machine.travel(NOW, tick=False):
        assert when.stamp(at(11, 20)) == (
            '<time datetime="2026-11-20T09:12:00+00:00" title="20 November 2026 at 9:12am">Today at 9:12am</time>'
        )


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        (date(2026, 11, 20), date(2026, 11, 20), 0),
        (date(2026, 11, 20), date(2026, 11, 22), 0),  # over a weekend
        (date(2026, 11, 20), date(2026, 11, 23), 1),
        (date(2026, 11, 18), date(2026, 11, 20), 2),
        (date(2026, 11, 9), date(2026, 11, 20), 9),
        (date(2026, 11, 25), date(2026, 11, 20), 0),
    ],
)
def test_weekends_are_not_school_days(start: date, end: date, days: int) -> None:
    assert when.school_days_between(start, end) == days


def test_how_long_an_alert_waits_is_said_in_school_days() -> None:
    with time_machine.travel(NOW, tick=False):
        assert when.school_days(at(11, 20)) == "today"
        assert when.school_days(at(11, 19)) == "1 school day"
        assert when.school_days(at(11, 16)) == "4 school days"
