"""When guidance has to be looked at again. No rows, no clock."""

from collections.abc import Iterable
from datetime import date, timedelta

SPEAKS_FOR = timedelta(days=365)
"""For how long a check counts, however often the place itself wants to look."""


def is_due(checked_on: date | None, check_days: int, today: date) -> bool:
    """Whether it was never looked at, or not for as many days as it may go."""
    return checked_on is None or today >= checked_on + timedelta(days=check_days)


def current_pct(checked: Iterable[date | None], today: date) -> float | None:
    """Which share (0-100) was looked at within the year; None where nothing is watched."""
    days = list(checked)
    fresh = [day for day in days if day is not None and today - day < SPEAKS_FOR]
    return round(100 * len(fresh) / len(days), 1) if days else None
