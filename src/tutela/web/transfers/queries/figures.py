"""How files that go on stand at an establishment, in numbers."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tutela.web.core.actor import SystemActor, acting_as
from tutela.web.transfers import rules
from tutela.web.transfers.models import Transfer
from tutela.web.transfers.queries.sending import list_to_send

WITHIN = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Figures:
    """`late` files await their sending or their receipt after their day; `in_time_pct` is None where none was due."""

    late: int
    in_time_pct: float | None


def count_transfers(establishment: Any, today: date) -> Figures:
    """Files that are late today, leavers whose file nobody began among them; and, of those due within a year, the share
    that was sent by its day. Files that somebody decided not to send do not count."""
    actor = SystemActor("count transfers", establishment.pk)
    with acting_as(actor):
        late = sum(row.is_late for row in list_to_send(actor, establishment, today))
        rows = Transfer.visible_to(actor).filter(due_on__gt=today - WITHIN, due_on__lt=today)
        due = [
            (row.due_on, [(step.kind, step.on) for step in row.steps(manager="_base_manager").order_by("number")])
            for row in rows.filter(establishment=establishment)
        ]
    told = [rules.is_in_time(due_on, steps) for due_on, steps in due if _counts(steps)]
    return Figures(late, round(100 * sum(told) / len(told), 1) if told else None)


def _counts(steps: list[tuple[str, date]]) -> bool:
    return rules.status_of([kind for kind, _on in steps]) != rules.KEPT
