"""What a governor may read, and that nothing hidden can be worked out from it."""

from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutela.web.reports.rules.suppression import (
    edition_of,
    fold_bands,
    step_down,
    suppress,
    suppress_rows,
    suppress_together,
)

COUNTS = st.dictionaries(st.text(min_size=1, max_size=3), st.integers(0, 40), max_size=8)


def test_a_small_count_is_hidden_and_nought_is_not() -> None:
    shown, total = suppress({"content": 12, "contact": 3, "conduct": 0, "commerce": 4})
    assert shown == {"content": 12, "contact": None, "conduct": 0, "commerce": None}
    assert total == 19


def test_one_hidden_count_takes_the_next_smallest_with_it() -> None:
    assert suppress({"content": 12, "contact": 3, "conduct": 7}) == (
        {"content": 12, "contact": None, "conduct": None},
        22,
    )


def test_two_ones_would_be_known_from_their_sum_so_a_third_is_hidden() -> None:
    shown, total = suppress({"content": 12, "contact": 1, "conduct": 1})
    assert (shown, total) == ({"content": None, "contact": None, "conduct": None}, 14)


def test_where_there_are_fewer_than_five_in_all_nothing_is_told() -> None:
    assert suppress({"content": 3, "contact": 1, "conduct": 0}) == (
        {"content": None, "contact": None, "conduct": 0},
        None,
    )


def test_a_total_that_one_table_cannot_bear_is_hidden_in_all() -> None:
    shown, total = suppress_together({"kind": {"a": 4, "b": 4}, "outcome": {"open": 8}})
    assert total is None
    assert shown == {"kind": {"a": None, "b": None}, "outcome": {"open": None}}


@pytest.mark.parametrize("cells", [1, 2, 3, 4])
def test_nobody_who_knows_the_rule_and_the_total_can_work_out_a_hidden_count(cells: int) -> None:
    """Every table of so many counts up to nine: whoever sees it as shown cannot tell which of several it was."""
    seen = defaultdict(list)
    for values in product(range(10), repeat=cells):
        shown, total = suppress({str(place): value for place, value in enumerate(values)})
        seen[(*shown.values(), total)].append(values)
    for (*shown, _total), possible in seen.items():
        for place, value in enumerate(shown):
            if value is None:
                assert len({values[place] for values in possible}) > 1, (shown, possible)


@given(st.lists(st.lists(st.integers(0, 12), min_size=2, max_size=3), min_size=2, max_size=3))
def test_in_a_table_with_totals_a_row_never_gives_away_its_hidden_count(rows: list[list[int]]) -> None:
    cells = {f"r{r}": {f"c{c}": value for c, value in enumerate(row)} for r, row in enumerate(rows)}
    totals = {name: sum(row.values()) for name, row in cells.items()}
    shown_totals, shown = suppress_rows(totals, cells)
    for name, row in shown.items():
        hidden = [key for key, value in row.items() if value is None]
        if shown_totals[name] is None:
            assert all(value in (None, 0) for value in row.values())
        else:
            rest = shown_totals[name] - sum(value or 0 for value in row.values())
            assert len(hidden) != 1
            assert not hidden or rest > len(hidden)


@given(COUNTS)
def test_no_count_from_one_to_four_is_ever_shown(counts: dict[str, int]) -> None:
    shown, total = suppress(counts)
    assert shown.keys() == counts.keys()
    assert all(count is None or count == 0 or count >= 5 for count in (*shown.values(), total))
    assert all(shown[name] in (None, count) for name, count in counts.items())


def test_while_a_half_term_runs_counts_go_up_in_steps() -> None:
    assert [step_down(count) for count in (0, 5, 9, 14, None)] == [0, 5, 5, 10, None]


def test_whoever_works_the_queue_reads_all_and_a_small_school_tells_others_once_a_year() -> None:
    assert edition_of(works_queue=True, learners=30).exact
    assert not edition_of(works_queue=True, learners=30).annual
    assert edition_of(works_queue=False, learners=99).annual
    assert not edition_of(works_queue=False, learners=100).annual


@pytest.mark.parametrize(
    ("members", "folded"),
    [
        ([("5-7", 30), ("7-11", 40)], [("5-7",), ("7-11",)]),
        ([("5-7", 4), ("7-11", 40), ("11-16", 200)], [("5-7", "7-11"), ("11-16",)]),
        ([("5-7", 30), ("7-11", 3)], [("5-7", "7-11")]),
        ([("5-7", 3), ("7-11", 0), ("11-16", 2)], [("5-7", "11-16")]),
        ([("5-7", 0)], []),
    ],
)
def test_an_age_band_of_a_few_children_is_told_together_with_the_next(
    members: list[tuple[str, int]], folded: list[tuple[str, ...]]
) -> None:
    assert fold_bands(members) == folded
