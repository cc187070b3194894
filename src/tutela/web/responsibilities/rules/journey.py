"""When a proof of a step holds, when the step is complete, and what comes next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

ANSWER_HOLDS = timedelta(days=365)


class Stand(StrEnum):
    """How one proof stands."""

    HOLDS = "holds"
    SHORT = "short"
    OLD = "old"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Progress:
    """How a step stands: its proofs in order, and its question."""

    proofs: tuple[Stand, ...]
    answer: Stand

    @property
    def is_complete(self) -> bool:
        return self.answer == Stand.HOLDS and all(stand == Stand.HOLDS for stand in self.proofs)

    @property
    def is_begun(self) -> bool:
        return any(stand != Stand.MISSING for stand in (*self.proofs, self.answer))


def stand_of_record(on: date | None, holds_days: int, today: date) -> Stand:
    """A record holds for so many days from its own day; one of a day to come does not count yet."""
    if on is None or on > today:
        return Stand.MISSING
    return Stand.HOLDS if today < on + timedelta(days=holds_days) else Stand.OLD


def stand_of_answer(on: date | None, today: date) -> Stand:
    """An answer is given anew each year."""
    return stand_of_record(on, ANSWER_HOLDS.days, today)


def find_next(steps: Sequence[Progress]) -> tuple[int, int] | None:
    """What comes next: the step, and which of its proofs (one past the last is its question); None at the end."""
    for number, step in enumerate(steps):
        for place, stand in enumerate((*step.proofs, step.answer)):
            if stand != Stand.HOLDS:
                return number, place
    return None
