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
    missing: tuple[str, ...] = ()
    """The challenges that nobody has judged yet, in the order of the library."""

    @property
    def is_whole(self) -> bool:
        """Every risk of its kind was judged or set aside with a reason, and no review is late."""
        return self.judged == self.risks and not self.is_late


def assess(wanted: Collection[str], judged: Collection[str], review_on: date | None, today: date) -> Assessment:
    """wanted: the challenges that come with its kind; judged: those of the register that somebody judged."""
    missing = tuple(one for one in wanted if one not in judged)
    is_late = review_on is not None and review_on < today
    return Assessment(len(wanted) - len(missing), len(wanted), is_late=is_late, missing=missing)


def must_be_assessed(*, communicates: bool, state: str) -> bool:
    """Whether it may stand so only with a whole assessment: in use, and people from outside can be met through it."""
    return communicates and state == IN_USE


def assessed_pct(assessments: Iterable[Assessment]) -> float | None:
    """Of what is in use, which share (0-100) is assessed; None where nothing is."""
    found = [one.is_whole for one in assessments]
    return round(100 * sum(found) / len(found), 1) if found else None
