"""When a count may be shown."""

from datetime import UTC, date

from hypothesis import given
from hypothesis import strategies as st

from tutela.web.reports.rules import half_term_of, in_words, suppress

COUNTS = st.dictionaries(st.text(min_size=1, max_size=3), st.integers(0, 40), max_size=8)


def test_a_small_count_is_hidden_and_nought_is_not() -> None:
    assert suppress({"content": 12, "contact": 3, "conduct": 0, "commerce": 4}) == {
        "content": 12,
        "contact": None,
        "conduct": 0,
        "commerce": None,
    }


def test_one_hidden_count_cannot_be_worked_out_from_the_total() -> None:
    assert suppress({"content": 12, "contact": 3, "conduct": 7}) == {"content": 12, "contact": None, "conduct": None}


@given(COUNTS)
def test_no_count_from_one_to_four_is_ever_shown(counts: dict[str, int]) -> None:
    shown = suppress(counts)
    assert shown.keys() == counts.keys()
    assert all(count is None or count == 0 or count >= 5 for count in shown.values())


@given(COUNTS)
def test_never_is_exactly_one_count_hidden_beside_others(counts: dict[str, int]) -> None:
    shown = suppress(counts)
    hidden = [name for name, count in shown.items() if count is None]
    assert len(hidden) != 1 or sum(1 for count in counts.values() if count) == 1


def test_a_hidden_count_is_said_in_words() -> None:
    assert in_words(None) == "not shown"
    assert in_words(1204) == "1,204"


def test_half_a_term_is_six_whole_weeks_of_local_time() -> None:
    since, until = half_term_of(date(2026, 11, 22), "Europe/London")
    assert (since.date(), until.date()) == (date(2026, 10, 12), date(2026, 11, 23))
    assert since.astimezone(UTC).hour == 23  # British summer time still ran
    assert until.astimezone(UTC).hour == 0
