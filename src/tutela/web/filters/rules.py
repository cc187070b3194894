"""Pure rules of the filter's app: when a list is due."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

NEVER, DAY, WEEK = "never", "day", "week"
AGAIN_AFTER = timedelta(hours=1)
"""A source that could not be fetched is tried again after an hour, not only on its next day."""
LONGEST_FETCH = timedelta(minutes=20)
"""A fetch that began longer ago was lost with its worker."""


def last_turn(every: str, weekday: int, at_time: time, zone: str, at: datetime) -> datetime | None:
    """The last moment, not after `at`, at which a source was to be fetched; None for one without turns.

    `weekday` is Monday 0. A local time that a change of the clocks leaves out counts as the moment after the gap.
    """
    if every == NEVER:
        return None
    local = at.astimezone(ZoneInfo(zone))
    for days in range(8):
        day = local.date() - timedelta(days=days)
        turn = datetime.combine(day, at_time, tzinfo=ZoneInfo(zone)).astimezone(at.tzinfo)
        if turn <= at and (every == DAY or day.weekday() == weekday):
            return turn
    return None


def is_due(turn: datetime | None, tried_at: datetime | None, *, failed: bool, at: datetime) -> bool:
    """Whether a source is to be fetched now: its turn has come since it was tried, or it failed an hour ago."""
    if turn is None:
        return False
    if tried_at is None or tried_at < turn:
        return True
    return failed and at - tried_at >= AGAIN_AFTER
