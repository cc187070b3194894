"""Decisions the filter counted against lines that arrived: finds what is lost before the spool.

Lines come late (a tunnel's when it ends) and decisions early, so a shortfall counts only when it
lasts.
"""

import datetime as dt
from collections import deque
from typing import Final

LASTING: Final = dt.timedelta(minutes=10)
SLACK_LINES: Final = 20
SLACK_SHARE: Final = 0.02


class HelperCount:
    """One establishment's account since the recorder started."""

    def __init__(self) -> None:
        self.expected = 0
        self.arrived = 0
        self._last: dict[str, int] = {}
        self._shortfalls: deque[tuple[dt.datetime, int]] = deque()

    def lines(self, number: int) -> None:
        """Count lines that carry a decision."""
        if self._last:
            self.arrived += number

    def counted(self, helper: str, recorded: int, at: dt.datetime) -> int:
        """Take in what a helper says it has decided since it started; return how many lines are lost, usually 0."""
        self.expected += max(0, recorded - self._last.get(helper, recorded))
        self._last[helper] = recorded
        self._shortfalls.append((at, self.expected - self.arrived))
        while len(self._shortfalls) > 1 and self._shortfalls[1][0] <= at - LASTING:
            self._shortfalls.popleft()
        if self._shortfalls[0][0] > at - LASTING:
            return 0
        lost = min(short for _, short in self._shortfalls)
        if lost <= max(SLACK_LINES, self.expected * SLACK_SHARE):
            return 0
        # Reported once; the account begins anew from here.
        self.expected = self.arrived = 0
        self._shortfalls.clear()
        return lost
