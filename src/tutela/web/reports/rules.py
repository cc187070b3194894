"""When a count may be shown, and which stretch of time a report covers. Pure functions."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

SMALLEST_SHOWN = 5
"""Below this a count could point at a child; the same threshold as official school statistics use."""

HIDDEN = "not shown"


def suppress(counts: Mapping[str, int]) -> dict[str, int | None]:
    """Counts from 1 to 4 become None; a zero points at nobody and stays.

    Where exactly one count is hidden and the total is known it could be worked out, so the next smallest is hidden too.
    """
    hidden = {name for name, count in counts.items() if 0 < count < SMALLEST_SHOWN}
    if len(hidden) == 1:
        rest = [name for name, count in counts.items() if name not in hidden and count]
        hidden |= {min(rest, key=lambda name: counts[name])} if rest else set()
    return {name: None if name in hidden else count for name, count in counts.items()}


def in_words(count: int | None) -> str:
    """A count as a table shows it."""
    return HIDDEN if count is None else f"{count:,}"


def half_term_of(day: date, zone: str) -> tuple[datetime, datetime]:
    """The last six school weeks up to and including `day`, in whole local weeks: (since, until), until exclusive."""
    monday = day - timedelta(days=day.weekday())
    start, end = monday - timedelta(weeks=5), monday + timedelta(weeks=1)
    local = ZoneInfo(zone)
    return (
        datetime(start.year, start.month, start.day, tzinfo=local),
        datetime(end.year, end.month, end.day, tzinfo=local),
    )
