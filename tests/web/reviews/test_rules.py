"""What answers come to, and where live evidence speaks against a claimed level."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from tutela.web.evidence.kinds import Kind
from tutela.web.evidence.rules import Bearing, Figure
from tutela.web.reviews import rules
from tutela.web.reviews.frameworks.model import Applies, Bar, Framework, Level, Part
from tutela.web.reviews.rules import Given
from tutela.web.reviews.rules.certifying import LONGEST, end_of, list_bars, list_lapsed

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
AGREED = Kind(title="Staff who agreed", unit="pct", better="more", fresh_days=30, says="{value} % of staff have agreed")
LADDER = (
    Level(level=1, name="Not yet", text="No", next=("Write it.",)),
    Level(level=2, name="Begun", text="Some", next=("Ask them.",)),
    Level(level=3, name="In place", text="Most", next=("Show it.",), holds=(Bar(evidence="agreed", at_least=80),)),
    Level(level=4, name="Proved", text="All", holds=(Bar(evidence="agreed", at_least=95),)),
)
A, B = Part(id="a", title="Agreed", assessed=True, levels=LADDER), Part(id="b", assessed=True, levels=LADDER, weight=3)
FRAMEWORK = Framework(id="f", version="1", title="F", licence="x", source="x", parts=(A, B), scoring="lowest")


def scoring(by: str, **given: Given) -> rules.Score:
    return rules.score(msgspec.structs.replace(FRAMEWORK, scoring=by), (A, B), given)


def test_a_section_is_as_good_as_its_weakest_statement_its_average_or_its_weighted_average() -> None:
    answers = {"a": Given(4), "b": Given(2)}
    assert (scoring("lowest", **answers).level, scoring("lowest", **answers).pct) == (2, 33.3)
    assert (scoring("average", **answers).level, scoring("average", **answers).pct) == (3, 66.7)
    assert (scoring("weighted", **answers).level, scoring("weighted", **answers).pct) == (2.5, 50.0)


def test_what_does_not_apply_counts_for_nothing_and_what_is_open_is_said() -> None:
    assert scoring("lowest", a=Given(None, applies=False), b=Given(3)) == rules.Score(3, 66.7, 1, 1)
    assert scoring("lowest", b=Given(3)) == rules.Score(3, 66.7, 1, 2)
    assert scoring("lowest") == rules.Score(None, None, 0, 2)


def test_an_answer_that_says_nothing_of_how_well_things_stand_is_answered_but_does_not_count() -> None:
    neutral = msgspec.structs.replace(A, levels=(Level(level=0, text="Fibre", counts=False), *LADDER))
    assert rules.score(FRAMEWORK, (neutral,), {"a": Given(0)}) == rules.Score(None, None, 1, 1)


def challenged(level: float, value: float | None, *, days_old: int = 0) -> list[Bearing]:
    figure = None if value is None else Figure("agreed", value, AT - timedelta(days=days_old))
    found = rules.find_challenges(FRAMEWORK, A, level, {"agreed": (AGREED, figure)}, AT)
    return [challenge.bearing for challenge in found]


@pytest.mark.parametrize(
    ("level", "value", "days_old", "bearings"),
    [
        (2, 60, 0, []),
        (3, 85, 0, []),
        (3, 60, 0, [Bearing.CONTRADICTS]),
        (4, 85, 0, [Bearing.CONTRADICTS]),
        (4, 60, 0, [Bearing.CONTRADICTS]),
        (4, 99, 0, []),
        (4, 99, 31, [Bearing.STALE]),
        (3, None, 0, [Bearing.SILENT]),
    ],
)
def test_a_level_that_the_records_contradict_is_challenged_with_both_facts(
    level: float, value: float | None, days_old: int, bearings: list[Bearing]
) -> None:
    assert challenged(level, value, days_old=days_old) == bearings


def test_of_one_figure_the_strictest_bar_counts_on_the_page_as_in_a_certificate() -> None:
    odd = msgspec.structs.replace(
        A,
        levels=(
            *LADDER[:2],
            msgspec.structs.replace(LADDER[2], holds=(Bar(evidence="agreed", at_least=99),)),
            LADDER[3],
        ),
    )
    known = {"agreed": (AGREED, Figure("agreed", 97, AT))}
    (found,) = rules.find_challenges(FRAMEWORK, odd, 4, known, AT)
    assert found.asks.endswith("at least 99 %")
    lapsed = list_lapsed(list_bars(FRAMEWORK, [(odd, 4)]), known, AT)
    assert [(bar.at_least, bearing) for bar, bearing in lapsed] == [(99, Bearing.CONTRADICTS)]


def test_a_kind_of_evidence_that_is_kept_no_more_bears_nothing_out() -> None:
    (found,) = rules.find_challenges(FRAMEWORK, A, 3, {}, AT)
    assert (found.bearing, found.asks) == (Bearing.SILENT, "agreed")
    bars = list_bars(FRAMEWORK, [(A, 3)])
    assert [bearing for _, bearing in list_lapsed(bars, {}, AT)] == [Bearing.SILENT]
    assert end_of(bars, {}, AT) == AT + LONGEST


def test_the_challenge_says_what_was_claimed_what_that_asks_and_what_is_so() -> None:
    (found,) = rules.find_challenges(FRAMEWORK, A, 3, {"agreed": (AGREED, Figure("agreed", 60, AT))}, AT)
    assert (found.claimed, found.asks, found.fact) == (
        "In place",
        "Staff who agreed: at least 80 %",
        "60 % of staff have agreed",
    )


def test_the_chosen_level_names_the_exact_steps_to_the_next() -> None:
    assert rules.next_steps(FRAMEWORK, A, 2) == ("Ask them.",)
    assert rules.next_steps(FRAMEWORK, A, 4) == ()
    assert rules.next_steps(FRAMEWORK, A, None) == ()


def test_an_answer_needs_a_look_when_what_it_answered_reads_differently() -> None:
    was, plain = (FRAMEWORK, A), msgspec.structs.replace(A, levels=())
    assert rules.why_confirm(was, was) == ""
    assert "reads differently" in rules.why_confirm(was, (FRAMEWORK, msgspec.structs.replace(A, text="Else")))
    assert "levels read differently" in rules.why_confirm(
        was, (FRAMEWORK, msgspec.structs.replace(A, levels=LADDER[:3]))
    )
    short, long = (msgspec.structs.replace(FRAMEWORK, scale=LADDER[:end]) for end in (3, 4))
    assert rules.why_confirm((short, plain), (short, plain)) == ""
    assert "levels read differently" in rules.why_confirm((short, plain), (long, plain))
    assert "new" in rules.why_confirm(None, was)


def test_a_statement_is_asked_of_those_it_is_meant_for() -> None:
    in_wales = msgspec.structs.replace(A, applies=Applies(nations=("wales",), phases=("primary",)))
    framework = msgspec.structs.replace(FRAMEWORK, parts=(in_wales, B))
    assert [part.id for part in rules.list_applying(framework, "england", "school", "secondary")] == ["b"]
    assert [part.id for part in rules.list_applying(framework, "wales", "school", "all-through")] == ["a", "b"]
    for_colleges = msgspec.structs.replace(framework, applies=Applies(sectors=("college",)))
    assert rules.list_applying(for_colleges, "wales", "school", "primary") == []
