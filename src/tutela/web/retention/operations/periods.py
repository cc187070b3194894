"""Confirming how long each kind of record is kept."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from tutela.web.core import audit
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import Refused, operation
from tutela.web.retention import rules
from tutela.web.retention.models import PeriodChosen


@operation
def choose_periods(*, actor: AnyActor, establishment: Any, years: Mapping[str, int], at: datetime) -> None:
    """Keep the years that somebody confirmed, by kind; each kind is a row of its own, with what stood before them.

    Raises `Refused` for a number out of range.
    """
    for kind in rules.list_kinds():
        chosen = years.get(kind.key)
        if chosen is None:
            continue
        if not rules.SHORTEST_YEARS <= chosen <= rules.LONGEST_YEARS:
            raise Refused(f"Enter from {rules.SHORTEST_YEARS} to {rules.LONGEST_YEARS} years")
        row = PeriodChosen(
            establishment=establishment,
            kind=kind.key,
            years=chosen,
            basis=kind.basis,
            chosen_at=at,
            chosen_by_id=actor.person_id,
        )
        row.save()
        audit.record(actor, "retention.choose", row, at=at, kind=kind.key, years=chosen)
