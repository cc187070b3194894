"""What concerns show of themselves: how soon they are looked at, and that what ended is looked at again."""

from datetime import timedelta

from tests import cast
from tests.web.concerns.scenes import AT, a_case, a_concern, somebody
from tests.web.concerns.test_aftercare import answer, ended
from tutela.web.concerns import operations, proofs


def figures(days: float = 1) -> dict[str, float]:
    """Of concerns and cases; how many recovery sheets are held has its own test."""
    found = proofs.list_figures(cast.oakfield(), AT + timedelta(days=days))
    return {one.kind: one.value for one in found if one.kind.startswith("concerns.")}


def test_before_anything_was_looked_at_nothing_is_said() -> None:
    a_concern()
    assert figures() == {}


def test_half_of_the_concerns_were_looked_at_within_so_many_hours() -> None:
    for hours in (1, 3, 50):
        concern = a_concern()
        operations.acknowledge(actor=cast.acting(cast.dana()), concern_id=concern.pk, at=AT + timedelta(hours=hours))
    a_concern()
    assert figures(3) == {"concerns.triage-hours": 3.0}
    assert "concerns.triage-hours" not in figures(31)


def test_what_goes_to_the_head_is_in_no_figure() -> None:
    cast.dana(), cast.dev(), cast.hana(), cast.chris()
    about_dana = a_concern(somebody(cast.dana(), "alleged"))
    operations.acknowledge(actor=cast.acting(cast.hana()), concern_id=about_dana.pk, at=AT + timedelta(hours=1))
    assert figures() == {}


def test_a_closed_case_counts_while_it_is_looked_at_again_in_time() -> None:
    a_case()
    case = ended()
    assert figures(7)["concerns.outcomes"] == 100
    assert figures(20)["concerns.outcomes"] == 0
    answer(case, is_fine=True)
    assert figures(20)["concerns.outcomes"] == 100
