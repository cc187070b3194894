"""When a closed case is looked at again. No database, no clock."""

from collections.abc import Sequence
from datetime import date, timedelta


def due_dates(closed_on: date, days: Sequence[tuple[str, int]]) -> list[tuple[str, date]]:
    """The day of each check, given as its id and days after closing; one on a weekend waits for Monday."""
    return [(name, _on_a_school_day(closed_on + timedelta(days=after))) for name, after in days]


def _on_a_school_day(day: date) -> date:
    return day + timedelta(days=7 - day.weekday()) if day.weekday() > 4 else day
