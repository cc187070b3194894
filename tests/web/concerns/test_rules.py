"""What may follow what, and whom a typed name may mean."""

from datetime import date
from uuid import UUID

import pytest

from tutela.web.concerns import rules, words


@pytest.mark.parametrize("typed", ["Dana Shah", "Mrs Shah", "dana", "MS. SHAH", "Miss Dana", "the Shah"])
def test_a_name_that_may_mean_dana_is_taken_to_mean_her(typed: str) -> None:
    assert rules.may_mean(typed, "Dana Shah")


@pytest.mark.parametrize("typed", ["", "Mr", "Jack Shah", "Dana Shahi", "Leo Marsh", "Shahdana"])
def test_another_name_does_not_mean_dana(typed: str) -> None:
    assert not rules.may_mean(typed, "Dana Shah")


def test_a_case_is_open_until_its_outcome_and_again_when_it_is_reopened() -> None:
    assert not rules.case_is_closed(["opened", "note"])
    assert rules.case_is_closed(["opened", "outcome", "correction"])
    assert not rules.case_is_closed(["opened", "outcome", "reopened", "concern-added"])


def test_a_closed_case_takes_what_puts_right_looks_again_or_comes_from_others_and_no_new_work() -> None:
    assert not {"note", "contact", "decision", "step-done", "sanction-set", "action-set"} & set(rules.AFTER_CLOSING)
    for kind in rules.CASE_ENTRIES:
        if kind in rules.AFTER_CLOSING:
            rules.follow_case(True, kind)
        else:
            with pytest.raises(rules.NotAllowed):
                rules.follow_case(True, kind)


@pytest.mark.parametrize(
    ("kinds", "closed", "told"),
    [
        (set(), False, "received"),
        ({"addition"}, False, "received"),
        ({"acknowledged"}, False, "looked-at"),
        ({"in-case"}, False, "looked-at"),
        ({"in-case"}, True, "finished"),
        ({"acknowledged", "closed"}, False, "finished"),
    ],
)
def test_a_reporter_is_told_three_things_and_no_more(kinds: set[str], closed: bool, told: str) -> None:
    assert rules.own_status(kinds, closed) == told
    assert told in words.OWN_STATUSES


def test_a_concern_in_a_case_is_not_taken_twice() -> None:
    with pytest.raises(rules.NotAllowed):
        rules.follow_concern("in-case", "in-case")
    with pytest.raises(rules.NotAllowed):
        rules.follow_concern("closed", "closed")
    rules.follow_concern("closed", "in-case")


def test_an_action_is_late_the_day_after_it_was_due() -> None:
    due = date(2026, 11, 20)
    assert not rules.is_overdue(due, False, due)
    assert rules.is_overdue(due, False, date(2026, 11, 21))
    assert not rules.is_overdue(due, True, date(2026, 11, 21))


def test_a_matter_goes_round_those_it_is_about_whether_or_not_the_next_role_is_held_yet() -> None:
    dana, dev, hana, leo = (UUID(int=number) for number in (1, 2, 3, 4))
    holders = {"dsl": [dana], "deputy-dsl": [dev], "head": [hana]}
    assert rules.route_of({leo}, holders) == "dsl"
    assert rules.route_of({dev}, holders) == "dsl"
    assert rules.route_of({dana}, holders) == "head"
    assert rules.route_of({hana}, holders) == rules.route_of({dana, hana}, holders) == "chair"
    assert rules.route_of({leo}, {}) == "dsl"
    assert rules.route_of({hana}, {**holders, "chair": [hana]}) == "authority"


@pytest.mark.requirement("S1.24")
def test_every_kind_of_worry_belongs_to_one_of_the_four_cs_or_says_that_it_is_not_known() -> None:
    assert {theme.four_c for theme in words.THEMES.values()} == {*rules.FOUR_CS, rules.UNSURE}
    assert words.theme("circumvention") == "Getting round the filter"
    assert words.theme("a-rule-of-their-own") == "A rule of their own"


def test_every_key_of_the_rules_has_words() -> None:
    assert set(words.CASE_ENTRIES) == set(rules.CASE_ENTRIES)
    assert set(words.OUTCOMES) == set(rules.OUTCOMES)
    assert set(words.SUPPORT) == set(rules.SUPPORT)
    assert set(words.CLOSE_REASONS) == set(rules.CLOSE_REASONS)
    assert set(words.ROLES) == set(rules.ROLES)
    assert set(words.ROUTES) == set(rules.ROUTES)
