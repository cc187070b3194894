"""When a link counts as dead, and when it is asked for again. No rows, no clock."""

from datetime import datetime, timedelta

ALIVE, MOVED, DEAD, UNCLEAR, UNKNOWN = "alive", "moved", "dead", "unclear", ""
TO_MEND = (DEAD, MOVED)
"""States in which somebody has to see to a link."""
EVERY = timedelta(days=7)
AGAIN = timedelta(days=1)
"""After how long a link that failed is asked for again."""
FAILURES = 3
"""After so many failures in a row a link is dead: one bad day of a website kills nothing."""


def is_due(checked_at: datetime | None, failures: int, at: datetime) -> bool:
    """Whether it is asked for now."""
    return checked_at is None or at >= checked_at + (AGAIN if 0 < failures < FAILURES else EVERY)


def judge(kind: str, failures: int) -> tuple[str, int]:
    """The state of a link and its failures in a row, after an answer of `links.asking`."""
    if kind in ("alive", "moved"):
        return kind, 0
    if kind == "unclear":
        return UNCLEAR, 0
    if kind == "refused":
        return DEAD, FAILURES
    failures += 1
    return (DEAD if failures >= FAILURES else UNCLEAR), failures
