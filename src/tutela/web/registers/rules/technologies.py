"""The states of a technology, which may follow which, and whether one is assessed. No rows, no clock."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

PROPOSED, IN_USE, ENDED = "proposed", "in-use", "ended"

MAY_BECOME = {PROPOSED: (IN_USE, ENDED), IN_USE: (ENDED,), ENDED: (IN_USE,)}
"""What was proposed and is not wanted ends, with the reason; what ended may come back."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """How far the risks that come with a technology have been judged."""

    judged: int
    risks: int
    is_late: bool
    """Whether the day has passed on which it was to be looked at again."""

    @property
    def is_whole(self) -> bool:
        """Every risk of its kind was judged or set aside with a reason, and no review is late."""
        return self.judged == self.risks and not self.is_late


def assess(wanted: Collection[str], judged: Collection[str], review_on: date | None, today: date) -> Assessment:
    """wanted: the challenges that come with its kind; judged: those of the register that somebody judged."""
    done = sum(one in judged for one in wanted)
    return Assessment(done, len(wanted), is_late=review_on is not None and review_on < today)


def assessed_pct(assessments: Iterable[Assessment]) -> float | None:
    """Of what is in use, which share (0-100) is assessed; None where nothing is."""
    found = [one.is_whole for one in assessments]
    return round(100 * sum(found) / len(found), 1) if found else None
