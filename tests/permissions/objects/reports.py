"""A table of a report, and a school year."""

from datetime import UTC, datetime
from typing import Any

from tests import cast
from tests.permissions.objects import Relation
from tutela.web.reports import operations


def _table(name: str) -> Any:
    return lambda relation: {"table": name} if relation.name == "own" else None


def _groups(relation: Relation) -> dict[str, Any] | None:
    if relation.name != "own":
        return None
    operations.note_totals(
        actor=cast.acting(cast.dana()), at=datetime.now(UTC), year=2026, counted="sanctions",
        content=b"characteristic,group,learners,count\nSex,Girls,200,10\nSex,Boys,300,45\n",
    )  # fmt: skip
    return {"table": "2026-sanctions-sex"}


def _year(relation: Relation) -> dict[str, Any] | None:
    today = datetime.now(UTC).date()
    # the usual school year begins in September
    return {"year": today.year - (today.month < 9)} if relation.name == "own" else None


OBJECTS = {
    "reports:half-term-table": _table("alerts-by-severity"),
    "reports:filter-table": _table("lists"),
    "reports:freedom-table": _table("who-can-see-what"),
    "reports:safeguarding-table": _table("pace"),
    "reports:groups-table": _groups,
    "reports:term-dates": _year,
}
