"""What keeping shows of itself: how many kinds a named person confirmed, and what has been due for too long."""

from datetime import UTC, datetime, timedelta

from tests import cast
from tests.web.concerns.scenes import a_concern, somebody
from tests.web.retention.scenes import LATER, a_closed_case, confirm, destroy, put_forward
from tutela.web.retention import operations, proofs
from tutela.web.retention.models.subjects import Subject


def figures(days: int = 0) -> dict[str, float]:
    at = LATER + timedelta(days=days)
    return {figure.kind: figure.value for figure in proofs.list_figures(cast.oakfield(), at)}


def test_before_anybody_confirmed_nothing_is_due() -> None:
    a_closed_case()
    assert figures() == {"retention.confirmed": 0}


def test_a_case_that_two_people_left_lying_for_a_term_is_counted_until_they_decide() -> None:
    confirm()
    case = a_closed_case()
    assert figures() == {"retention.confirmed": 100, "retention.overdue": 0}
    assert figures(100)["retention.overdue"] == 1
    destroy(put_forward(case))
    assert figures(100)["retention.overdue"] == 0


def test_what_is_held_or_goes_to_the_head_is_not_counted() -> None:
    confirm()
    held = a_closed_case()
    operations.place_hold(
        actor=cast.acting(cast.dana()), subject=Subject("case", held.pk), reason="A letter of a solicitor",
        at=datetime.now(UTC), review_on=(LATER + timedelta(days=300)).date(),
    )  # fmt: skip
    a_concern(somebody(cast.dana(), "alleged"))
    assert figures(200)["retention.overdue"] == 0
