"""A figure speaks for a while, and then it must be renewed; what it says is held against what is claimed."""

from datetime import UTC, datetime, timedelta

import pytest

from tutela.web.evidence import rules
from tutela.web.evidence.kinds import Kind, list_kinds
from tutela.web.evidence.rules import Bearing, Figure

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
PERCENT = Kind(title="Agreed", unit="pct", better="more", fresh_days=30, says="{value} % agreed")
DAYS = Kind(title="Drill", unit="days", better="less", fresh_days=120, says="last drilled {value} days ago")
YES = Kind(title="Named", unit="yes-no", better="more", fresh_days=30, says="somebody is named: {value}")
WAITING = Kind(title="Waiting", unit="count", better="less", fresh_days=2, few="hidden", says="{value} wait")


def figure(value: float, *, days_ago: float = 0) -> Figure:
    return Figure(kind="any", value=value, as_at=AT - timedelta(days=days_ago))


@pytest.mark.parametrize(
    ("given", "at_least", "at_most", "bearing"),
    [
        (figure(95), 95, None, Bearing.BEARS_OUT),
        (figure(94.9), 95, None, Bearing.CONTRADICTS),
        (figure(3), None, 3, Bearing.BEARS_OUT),
        (figure(3.1), None, 3, Bearing.CONTRADICTS),
        (figure(99, days_ago=29.9), 95, None, Bearing.BEARS_OUT),
        (figure(99, days_ago=30), 95, None, Bearing.STALE),
        (figure(10, days_ago=31), 95, None, Bearing.STALE),
        (None, 95, None, Bearing.SILENT),
    ],
)
def test_a_figure_bears_out_contradicts_or_no_longer_speaks(
    given: Figure | None, at_least: float | None, at_most: float | None, bearing: Bearing
) -> None:
    assert rules.bear(given, PERCENT, at_least=at_least, at_most=at_most, at=AT) is bearing


def test_the_days_since_a_drill_go_on_counting_until_somebody_holds_another() -> None:
    ninety_days_ago = figure(1, days_ago=90)
    assert rules.value_at(ninety_days_ago, DAYS, AT) == 91
    assert rules.bear(ninety_days_ago, DAYS, at_least=None, at_most=120, at=AT) is Bearing.BEARS_OUT
    assert rules.bear(ninety_days_ago, DAYS, at_least=None, at_most=90, at=AT) is Bearing.CONTRADICTS


def test_figures_are_said_in_words() -> None:
    assert rules.in_words(PERCENT, 96.0) == "96 % agreed"
    assert rules.in_words(PERCENT, 96.25) == "96.2 % agreed"
    assert rules.in_words(YES, 0) == "somebody is named: no"
    assert rules.bar_in_words(PERCENT, 95, None) == "at least 95 %"
    assert rules.bar_in_words(DAYS, None, 120) == "at most 120 days"
    assert rules.bar_in_words(YES, 1, None) == "yes"


def test_gwen_who_reads_numbers_only_does_not_learn_that_it_was_one_child() -> None:
    assert rules.in_words(WAITING, 1, numbers_only=True) == "fewer than 5 wait"
    assert rules.in_words(WAITING, 0, numbers_only=True) == "0 wait"
    assert rules.in_words(WAITING, 5, numbers_only=True) == "5 wait"
    assert rules.in_words(WAITING, 1) == "1 wait"


@pytest.mark.parametrize(
    ("last", "new", "worth_it"),
    [
        (None, figure(95), True),
        (figure(95, days_ago=1), figure(95), False),
        (figure(95, days_ago=1), figure(94), True),
        (figure(95, days_ago=15), figure(95), True),
        (figure(95), figure(94), False),
    ],
)
def test_a_figure_is_written_when_it_says_something_new_or_the_last_one_grows_old(
    last: Figure | None, new: Figure, worth_it: bool
) -> None:
    assert rules.needs_writing(last, new, PERCENT) is worth_it


def test_days_that_merely_passed_are_nothing_new() -> None:
    assert rules.needs_writing(figure(5, days_ago=3), figure(8), DAYS) is False
    assert rules.needs_writing(figure(5, days_ago=3), figure(0), DAYS) is True


def test_every_kind_can_be_told() -> None:
    for name, kind in list_kinds().items():
        assert "{value}" in kind.says, name
        assert rules.in_words(kind, 1)
