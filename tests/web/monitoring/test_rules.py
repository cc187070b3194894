"""Where alerts go and when, without a database or a clock."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from tutela.web.concerns.rules import cover
from tutela.web.monitoring import rules

AT = datetime(2026, 11, 16, 8, 0, tzinfo=UTC)
DANA, DEV, HANA, CHRIS, LEO = (uuid4() for _ in range(5))
TEAM = {"dsl": [DANA], "deputy-dsl": [DEV], "head": [HANA], "chair": [CHRIS]}


def always(moment: datetime) -> datetime:
    return moment


@pytest.mark.parametrize(
    ("about", "route"),
    [([], "dsl"), ([LEO], "dsl"), ([DEV], "dsl"), ([CHRIS], "dsl"), ([DANA], "head"), ([HANA], "chair")],
)
def test_the_route_follows_whom_it_is_about(about: list[UUID], route: str) -> None:
    assert rules.route_of(about, TEAM) == route


def test_where_the_head_is_the_dsl_it_goes_to_the_chair_and_where_she_is_that_too_outside() -> None:
    assert rules.route_of([HANA], TEAM | {"dsl": [HANA]}) == "chair"
    assert rules.route_of([HANA], TEAM | {"dsl": [HANA], "chair": [HANA]}) == "authority"


def test_vacant_roles_change_nothing() -> None:
    assert rules.route_of([LEO], {}) == "dsl"
    assert rules.route_of([DANA], {"dsl": [DANA]}) == "head"


def test_people_are_told_in_the_order_of_the_ladder_and_each_once() -> None:
    both = TEAM | {"head": [HANA, DANA]}
    assert cover.tiers([DANA, DEV, HANA], both) == [[DANA], [DEV], [HANA]]
    assert cover.tiers([], TEAM) == []


def test_steps_come_due_one_quarter_of_an_hour_after_the_other() -> None:
    minutes = [0, 14, 15, 29, 30, 600]
    assert [cover.due_steps(AT, AT + timedelta(minutes=m), 2, always) for m in minutes] == [0, 0, 1, 1, 2, 2]
    assert cover.due_steps(AT, AT + timedelta(days=1), 0, always) == 0


def test_a_quarter_of_an_hour_that_cover_ends_in_is_over_when_cover_begins_again() -> None:
    tomorrow = AT + timedelta(days=1)

    def until_ten_past(moment: datetime) -> datetime:
        return moment if moment < AT + timedelta(minutes=10) or moment >= tomorrow else tomorrow

    assert cover.due_steps(AT, tomorrow - timedelta(minutes=1), 2, until_ten_past) == 0
    assert cover.due_steps(AT, tomorrow, 2, until_ten_past) == 1


def test_half_an_hour_either_side_folds_and_more_does_not() -> None:
    for minutes, folded in ((-31, False), (-30, True), (0, True), (35, True), (36, False)):
        assert rules.folds(AT, AT + timedelta(minutes=5), AT + timedelta(minutes=minutes)) is folded
