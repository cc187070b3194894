"""The audit is proved each week, and whoever runs the place hears of a fault."""

from datetime import timedelta

import pytest

from tests import cast
from tests.web.concerns.scenes import AT
from tutela.web.core.models import OutboxMessage
from tutela.web.core.verification import Verdict
from tutela.web.project import proofs, proving


def proved(days: int = 0, *faults: str) -> None:
    proving.note_proof(Verdict(size=12, faults=list(faults)), AT + timedelta(days=days))


def figure(days: int) -> float | None:
    found = proofs._audit(cast.oakfield(), AT + timedelta(days=days))
    return next((one.value for one in found), None)


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What was begun, with nothing running and nothing tried before."""
    begun: list[object] = []
    monkeypatch.setattr(proving, "start", begun.append)
    monkeypatch.setattr(proving, "_running", [])
    monkeypatch.setattr(proving, "_tried", [])
    return begun


def test_a_sound_record_says_how_long_ago_it_was_proved() -> None:
    assert figure(0) is None
    proved()
    assert [figure(0), figure(9)] == [0, 9]
    assert not OutboxMessage.objects.exists()


def test_a_fault_is_mailed_to_hana_dana_and_ivy_and_is_no_evidence() -> None:
    cast.hana(), cast.ivy(), cast.dana(), cast.gwen()
    proved()
    proved(7, "Entry 4 was changed.")
    told = OutboxMessage.objects.values_list("recipient", flat=True)
    assert sorted(told) == sorted([cast.hana().email, cast.dana().email, cast.ivy().email])
    assert figure(7) is None


def test_it_is_proved_when_the_last_time_is_a_week_ago(begun: list[object]) -> None:
    proved()
    proving.prove_weekly(AT + timedelta(days=6))
    assert begun == []
    proving.prove_weekly(AT + timedelta(days=7))
    assert len(begun) == 1


def test_one_that_came_to_no_end_is_tried_again_after_hours_and_not_at_once(begun: list[object]) -> None:
    for hours in (0, 1, 5, 6, 7):
        proving._running.clear()
        proving.prove_weekly(AT + timedelta(hours=hours))
    assert len(begun) == 2
