"""For how long somebody from outside may look at a review. No rows, no clock."""

from datetime import date, timedelta

LONGEST = timedelta(days=92)
"""About three months."""


def may_last(until_on: date, today: date) -> bool:
    """Whether an invitation may be given that lasts until that day (exclusive): for a day or more, and no longer."""
    return today < until_on <= today + LONGEST
