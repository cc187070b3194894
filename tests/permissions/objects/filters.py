"""Reports about the filter and the rules that come of them: they are about sites, not about people."""

from datetime import UTC, datetime, timedelta
from typing import Any

from tests import cast
from tests.permissions.objects import Relation
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


OBJECTS = {"filters:change": _change, "filters:decide": _change, "filters:end-rule": _rule}
