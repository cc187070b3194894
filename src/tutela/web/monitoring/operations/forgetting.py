"""Alerts that were dismissed go when the hits that they were made of go: their words, and whom they were about."""

from datetime import datetime, timedelta
from typing import Any

from tutela.web.core import audit, sealing
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.filters.queries import ask_records
from tutela.web.monitoring.models import Alert
from tutela.web.retention.queries import list_held_people

MOST = 500
"""So many at a turn, so that the first turn after a period was confirmed holds nobody up."""
HITS = "matches"


@operation
def forget_dismissed(*, actor: AnyActor, at: datetime) -> int:
    """Destroy the keys of dismissed alerts whose time is over, by what a named person chose for the hits; how many.

    That there was an alert, of which rule, when and what was decided stays, and so do the figures. What is kept: alerts
    about somebody in a case or a concern that a legal hold keeps, or whose records are held in the event store. Raises
    `StoreError`.
    """
    days: Any = next((row["days"] for row in ask_records("retention_choices") if row["kind"] == HITS), None)
    if days is None:
        return 0
    before = at - timedelta(days=days + 1)  # a day is kept for so long from its end
    rows = Alert.in_scope(actor).filter(
        state=Alert.State.DISMISSED, case_key__destroyed_at=None, last_at__lt=before, decision__at__lt=before
    )
    held = list_held_people(actor)
    for hold in ask_records("holds_in_force"):
        rows = rows.exclude(establishment_id=hold["site_id"], asker=hold["user"])
    due = rows.exclude(subject__in=held) if held else rows
    gone = list(due.select_for_update(of=("self",)).select_related("case_key").order_by("last_at")[:MOST])
    for alert in gone:
        sealing.destroy_case_key(alert.case_key, at=at)
    Alert.in_scope(actor).filter(pk__in=[alert.pk for alert in gone]).update(
        subject=None, asker="", device="", user_basis=""
    )
    if gone:
        audit.record(actor, "alert.forget", "monitoring.alert", at=at, count=len(gone), days=days)
    return len(gone)
