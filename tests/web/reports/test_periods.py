"""Which half-term a day belongs to."""

from datetime import UTC, date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutela.web.reports.queries.calendar import usual_halves
from tutela.web.reports.rules.periods import (
    Calendar,
    NotAStretch,
    check_starts,
    may_move,
    parse_range,
)

ENGLAND = Calendar(usual_halves("england"), {})
SCOTLAND = Calendar(usual_halves("scotland"), {})
OWN = (
    date(2026, 9, 3),
    date(2026, 11, 2),
    date(2027, 1, 5),
    date(2027, 2, 22),
    date(2027, 4, 13),
    date(2027, 6, 7),
)


def test_the_usual_half_terms_of_england_and_scotland() -> None:
    assert [day.isoformat() for day in ENGLAND.starts(2025)] == [
        "2025-09-01",
        "2025-11-03",
        "2026-01-05",
        "2026-02-23",
        "2026-04-13",
        "2026-06-01",
    ]
    assert SCOTLAND.starts(2026)[0] == date(2026, 8, 17)
    assert usual_halves("wales") == usual_halves("england")


@given(
    st.dates(date(2001, 1, 1), date(2099, 1, 1)),
    st.sampled_from([ENGLAND, SCOTLAND, Calendar(ENGLAND.halves, {2026: OWN})]),
)
def test_every_day_belongs_to_exactly_one_half_term(day: date, calendar: Calendar) -> None:
    period = calendar.half_term_at(day)
    assert period.since_on <= day < period.until_on
    assert calendar.before(period).until_on == period.since_on
    assert calendar.half_term_at(period.until_on).since_on == period.until_on
    ago = calendar.year_before(period)
    assert ago
    assert timedelta(days=340) < period.since_on - ago.since_on < timedelta(days=390)


def test_a_half_term_begins_at_midnight_where_the_school_is() -> None:
    since, until = ENGLAND.half_term_at(date(2026, 10, 5)).bounds("Europe/London")
    assert since.astimezone(UTC).hour == 23  # British summer time still ran
    assert until.astimezone(UTC).hour == 0


def test_the_dates_a_school_entered_count() -> None:
    own = Calendar(ENGLAND.halves, {2026: OWN})
    assert own.half_term_at(date(2026, 9, 2)).name == "Summer term, second half, 2025 to 2026"
    assert own.year(2026).since_on == date(2026, 9, 3)
    assert own.year_of(date(2026, 9, 2)) == 2025


def test_dates_of_another_year_or_out_of_order_are_said_one_by_one() -> None:
    wrong = check_starts([date(2025, 9, 1), *OWN[1:5], OWN[3]], 2026)
    assert [bool(words) for words in wrong] == [True, False, False, False, False, True]
    assert check_starts(OWN, 2026) == [""] * 6


def test_a_day_that_has_passed_stays() -> None:
    today = date(2026, 11, 22)
    assert may_move(date(2026, 11, 2), date(2026, 11, 2), today)
    assert not may_move(date(2026, 11, 2), date(2026, 11, 9), today)
    assert not may_move(date(2027, 1, 5), date(2026, 11, 20), today)
    assert may_move(date(2027, 1, 5), date(2027, 1, 6), today)


@pytest.mark.parametrize(
    ("since", "until", "words"),
    [
        ("yesterday", "2026-09-01", "“yesterday” is not a date for “from”"),
        ("2026-09-01", "", "“” is not a date for “until”"),
        ("2026-09-01", "2026-09-01", "ends before it begins"),
        ("2026-09-01", "2028-09-01", "at most one year"),
        ("0001-01-01", "0001-02-01", "between the years 2000 and 2100"),
        ("9999-12-31", "9999-12-31", "between the years 2000 and 2100"),
    ],
)
def test_an_address_with_dates_that_cannot_be_meant_says_why(since: str, until: str, words: str) -> None:
    with pytest.raises(NotAStretch, match=words):
        parse_range(since, until)
