"""Months as a chart counts them. No clock."""

from collections.abc import Iterable
from datetime import date


def list_months(today: date, count: int) -> list[date]:
    """The first days of the last `count` months, this one last."""
    month = today.year * 12 + today.month - 1
    return [date(one // 12, one % 12 + 1, 1) for one in range(month - count + 1, month + 1)]


def standing_at(day: date, spans: Iterable[tuple[date, date | None]]) -> int:
    """How many spans hold on a day; the end of each is exclusive."""
    return sum(since <= day and (until is None or day < until) for since, until in spans)


def end_of(month: date, today: date) -> date:
    """The last day of a month, or today where the month is not over."""
    following = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return min(today, date.fromordinal(following.toordinal() - 1))
