"""How an offer stands: from what was answered, and from what our own records show. No rows, no clock."""

from collections.abc import Iterable
from dataclasses import dataclass

SHOWN, SAID, NO, UNASKED = "shown", "said", "no", ""
POINTS = {SHOWN: 2, SAID: 1, NO: 0, UNASKED: 0}
"""Two for what was shown, one for what was only said: a promise is worth something, and not as much."""
MUST_COUNTS = 3
"""How many times what must be counts against what is welcome."""


@dataclass(frozen=True, slots=True)
class Found:
    """One question of one offer: what was answered, and what our records show: True bears it out, False does not."""

    key: str
    must: bool
    answered: str
    recorded: bool | None = None

    @property
    def stands(self) -> str:
        """What counts: our own records before what anybody says."""
        if self.recorded is None:
            return self.answered
        return SHOWN if self.recorded else NO

    @property
    def is_contradicted(self) -> bool:
        """Whether our records say otherwise than the answer."""
        return self.recorded is False and self.answered in (SHOWN, SAID)


@dataclass(frozen=True, slots=True)
class Score:
    """pct: 0-100, weighed · missing: questions that must be shown and are not, in their order · unasked: how many."""

    pct: int
    missing: tuple[str, ...]
    unasked: int


def score(found: Iterable[Found]) -> Score:
    """How an offer stands. What nobody asked counts as nothing, so that silence is never an advantage."""
    rows = list(found)
    weights = [MUST_COUNTS if row.must else 1 for row in rows]
    points = sum(weight * POINTS[row.stands] for weight, row in zip(weights, rows, strict=True))
    whole = sum(weight * POINTS[SHOWN] for weight in weights)
    return Score(
        pct=100 * points // whole if whole else 0,
        missing=tuple(row.key for row in rows if row.must and row.stands != SHOWN),
        unasked=sum(row.stands == UNASKED for row in rows),
    )
