"""Placing a legal hold on what may be destroyed, and ending it."""

from datetime import date, datetime
from uuid import UUID

from django.http import Http404

from tutela.web.core import audit, sealing
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.core.rows import get_visible
from tutela.web.retention import rules
from tutela.web.retention.models import Hold, HoldEnd
from tutela.web.retention.models.subjects import Subject
from tutela.web.retention.operations.locking import lock
from tutela.web.retention.queries.standing import may_hold


@operation
def place_hold(*, actor: AnyActor, subject: Subject, reason: str, review_on: date, at: datetime) -> Hold:
    """Keep it whatever falls due; hidden and missing are one 404."""
    lock(actor, subject)
    _must_see(actor, subject)
    place = actor.establishment_id
    if place is None:
        raise rules.NotNow("Only somebody of the establishment places a hold")
    case_key, key = sealing.make_case_key(actor, place, at=at)
    hold = Hold(
        establishment_id=place,
        **{f"{subject.kind}_id": subject.id},
        own_key=case_key,
        placed_by_id=actor.person_id,
        placed_at=at,
        review_on=review_on,
    )
    sealing.seal_field(hold, "sealed_reason", reason, key)
    hold.save()
    audit.record(actor, "hold.place", hold, at=at, of=subject.record, review_on=review_on.isoformat())
    return hold


@operation
def end_hold(*, actor: AnyActor, hold_id: UUID, reason: str, at: datetime) -> HoldEnd:
    """End a hold, with why it is no longer needed. Raises `NotNow` where it was ended already."""
    hold = get_visible(Hold, actor, hold_id)
    _must_see(actor, hold.subject)
    if HoldEnd.in_scope(actor).filter(hold=hold).exists():
        raise rules.NotNow("This hold was ended already")
    end = HoldEnd(establishment_id=hold.establishment_id, hold=hold, ended_by_id=actor.person_id, ended_at=at)
    sealing.seal_field(end, "sealed_reason", reason, sealing.open_case_key(hold.own_key))
    end.save()
    audit.record(actor, "hold.end", hold, at=at, of=hold.subject.record)
    return end


def _must_see(actor: AnyActor, subject: Subject) -> None:
    if not may_hold(actor, subject):
        raise Http404
