"""Reports about the filter and the rules that come of them: they are about sites, not about people."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from tests import cast
from tests.permissions.objects import Relation
from tutela.web.core.actor import SystemActor
from tutela.web.filters import operations
from tutela.web.filters.models import FilterChange

ABOUT_SITES = {"own": (cast.tom, cast.dana), "foreign": (cast.eli, cast.eli)}


def _report(relation: Relation) -> FilterChange:
    reporter, _ = ABOUT_SITES[relation.name]
    return operations.report_site(
        actor=cast.acting(reporter()),
        at=datetime.now(UTC) - timedelta(hours=1),
        address="https://www.bet365.com/history",
        wanted="allow",
    )


def _change(relation: Relation) -> dict[str, Any] | None:
    return {"pk": _report(relation).pk} if relation.name in ABOUT_SITES else None


def _rule(relation: Relation) -> dict[str, Any] | None:
    if relation.name not in ABOUT_SITES:
        return None
    _, decider = ABOUT_SITES[relation.name]
    change = operations.decide_change(
        actor=cast.acting(decider()), at=datetime.now(UTC), pk=_report(relation).pk, approve=True, reason="For a lesson"
    )
    return {"pk": change.local_rule.pk}


def _source(relation: Relation) -> dict[str, Any] | None:
    """A list that the establishment's people look after."""
    if relation.name not in ABOUT_SITES:
        return None
    keeper, _ = ABOUT_SITES[relation.name]
    source = operations.add_source(
        actor=cast.acting(keeper()),
        at=datetime.now(UTC),
        establishment=relation.establishment,
        name=f"list-{relation.name}-{uuid4().hex[:8]}",
        place="/srv/list",
        licence="CC0-1.0",
    )
    return {"pk": source.pk}


def _update(relation: Relation) -> dict[str, Any] | None:
    """Something newer that was found there."""
    source = _source(relation)
    if source is None:
        return None
    counts = {"entries": 1, "lines": 1, "bad": 0, "exceptions": 0, "forms": {}, "bad_lines": []}
    said = {"changed": True, "hash": "0" * 64, "new": {"games": 1}, "gone": {}, "moved": {}, "needs_person": ""}
    system = SystemActor("test", relation.establishment.pk)
    update = operations.note_fetched(actor=system, at=datetime.now(UTC), pk=source["pk"], said=said | counts)
    assert update
    return {"pk": update.pk}


OBJECTS = {
    "filters:change": _change,
    "filters:decide": _change,
    "filters:end-rule": _rule,
    "filters:change-time": lambda relation: {"slot": "lunch"} if relation.name == "own" else None,
    "filters:list": _source,
    "filters:change-list": _source,
    "filters:fetch-list": _source,
    "filters:stop-list": _source,
    "filters:update": _update,
    "filters:decide-update": _update,
}
