"""Notes of supervision go when their time is over: two were there, so nobody else may look through them first."""

from datetime import datetime
from typing import Any

from django.apps import apps

from tutela.web.core import audit, sealing
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.establishments import queries as establishments
from tutela.web.retention import rules
from tutela.web.retention.models import Hold
from tutela.web.retention.queries.standing import chosen_years


@operation
def forget_supervision(*, actor: AnyActor, establishment: Any, at: datetime) -> int:
    """Destroy the keys of sessions that took place as long ago as somebody confirmed; of how many.

    That they were held, by whom and when stays. While any legal hold is open nothing goes: nobody can tell which cases
    the notes speak of.
    """
    years = chosen_years(actor, establishment).get(rules.SUPERVISION)
    if not years or Hold.in_scope(actor).filter(establishment=establishment, end=None).exists():
        return 0
    today = establishments.local_day(establishment, at)
    model: Any = apps.get_model("concerns", "Supervision")
    rows = model.in_scope(actor).filter(establishment=establishment, own_key__destroyed_at=None, held_on__lt=today)
    over = [row for row in rows.select_related("own_key") if rules.add_years(row.held_on, years) <= today]
    for row in over:
        sealing.destroy_case_key(row.own_key, at=at)
    if over:
        audit.record(actor, "supervision.forget", establishment, at=at, count=len(over), years=years)
    return len(over)
