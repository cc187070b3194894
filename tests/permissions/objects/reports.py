"""A table of a report, and a school year."""

from datetime import UTC, datetime
from typing import Any

from tests.permissions.objects import Relation


def _table(name: str) -> Any:
    return lambda relation: {"table": name} if relation.name == "own" else None


def _year(relation: Relation) -> dict[str, Any] | None:
    today = datetime.now(UTC).date()
    # the usual school year begins in September
    return {"year": today.year - (today.month < 9)} if relation.name == "own" else None


OBJECTS = {
    "reports:half-term-table": _table("alerts-by-severity"),
    "reports:filter-table": _table("lists"),
    "reports:freedom-table": _table("who-can-see-what"),
    "reports:term-dates": _year,
}
