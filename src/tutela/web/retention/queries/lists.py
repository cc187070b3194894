"""Periods, holds, what waits for a second person, and certificates."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from tutela.web.core import audit, sealing
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.core.rows import get_visible
from tutela.web.retention import rules
from tutela.web.retention.models import Certificate, Decision, Hold, PeriodChosen, Proposal
from tutela.web.retention.models.subjects import Subject


@dataclass(frozen=True, slots=True)
class Period:
    """A kind and what was confirmed for it; years None while nobody has."""

    kind: rules.Kind
    years: int | None
    chosen_by: str
    chosen_at: datetime | None


@dataclass(frozen=True, slots=True)
class HoldRead:
    """A hold with its words open."""

    id: UUID
    reason: str
    placed_by: str
    placed_at: datetime
    review_on: date
    ended_by: str
    ended_at: datetime | None
    why_ended: str


def list_periods(actor: AnyActor, establishment: Any) -> list[Period]:
    """Every kind of the library with what holds for it."""
    rows = PeriodChosen.visible_to(actor).filter(establishment=establishment).select_related("chosen_by")
    last = {row.kind: row for row in rows.order_by("chosen_at")}
    found = []
    for kind in rules.list_kinds():
        row = last.get(kind.key)
        who = row.chosen_by.full_name if row and row.chosen_by else ""
        found.append(Period(kind, row.years if row else None, who, row.chosen_at if row else None))
    return found


@operation
def read_holds(*, actor: AnyActor, subject: Subject, at: datetime) -> list[HoldRead]:
    """The holds of one of them, the newest first; audited as read where there are any."""
    rows = list(Hold.visible_to(actor).filter(**subject.key).select_related("placed_by", "own_key", "end__ended_by"))
    if rows:
        audit.record(actor, "hold.read", subject.record, at=at, count=len(rows))
    return [_hold(row) for row in sorted(rows, key=lambda row: row.placed_at, reverse=True)]


def list_proposals(actor: AnyActor) -> QuerySet[Proposal]:
    """What waits for a second person, the oldest first; each with its number."""
    decided = Decision.in_scope(actor).values("proposal")
    rows = (
        Proposal.visible_to(actor)
        .exclude(pk__in=decided)
        .select_related("case", "concern", "supervision__supervised", "received__partner", "proposed_by")
    )
    return rows.order_by("proposed_at")


def count_to_decide(actor: AnyActor) -> int:
    """How much waits for this person as the second one; what they put forward themselves does not."""
    if not Proposal.in_scope(actor).filter(decision=None).exists():
        return 0  # as on most days, and home asks each time
    return list_proposals(actor).exclude(proposed_by=actor.person_id).count()


def list_certificates(actor: AnyActor) -> QuerySet[Certificate]:
    """What was destroyed, the newest first."""
    return (
        Certificate.visible_to(actor)
        .select_related("case", "concern", "supervision__supervised", "received__partner", "decision")
        .order_by("-at")
    )


def get_certificate(actor: AnyActor, pk: UUID) -> Certificate:
    """One certificate; hidden and missing are one 404."""
    found: Certificate = get_visible(Certificate, actor, pk)
    return found


def _hold(row: Hold) -> HoldRead:
    key, end = sealing.open_case_key(row.own_key), getattr(row, "end", None)
    return HoldRead(
        id=row.pk,
        reason=sealing.unseal_field(row, "sealed_reason", key),
        placed_by=row.placed_by.full_name if row.placed_by else "",
        placed_at=row.placed_at,
        review_on=row.review_on,
        ended_by=end.ended_by.full_name if end and end.ended_by else "",
        ended_at=end.ended_at if end else None,
        why_ended=sealing.unseal_field(end, "sealed_reason", key) if end else "",
    )
