"""Somebody is asked for advice, gives it, and a decision rests on it."""

from datetime import date, datetime
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _

from tutela.web.core import audit
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.core.permissions import Permission
from tutela.web.core.rows import get_visible
from tutela.web.establishments import queries as establishments
from tutela.web.establishments.models import Establishment
from tutela.web.responsibilities.models import Advice, AdviceGiven, AdviceUsed, Decision
from tutela.web.responsibilities.operations.duties import lock
from tutela.web.responsibilities.operations.refusals import NotThen, must_be_past, must_have


@operation
def ask_advice(
    *, actor: AnyActor, at: datetime, establishment: Establishment, asked_of: str, question: str, on: date
) -> Advice:
    """Write down who was asked what, on which day. Raises `WithoutWords`, `NotThen`."""
    _must_write(actor)
    row = Advice.objects.create(
        establishment=establishment, asked_of=must_have(asked_of, _("Enter whom you asked")),
        question=must_have(question, _("Enter what you asked")),
        asked_on=must_be_past(on, establishments.local_day(establishment, at)), at=at, by_id=actor.person_id,
    )  # fmt: skip
    audit.record(actor, "advice.ask", row, at=at)
    return row


@operation
def note_advice(*, actor: AnyActor, at: datetime, pk: UUID, said: str, on: date) -> AdviceGiven:
    """Write down what they said. Raises `WithoutWords`, `NotThen`, also for a day before they were asked."""
    _must_write(actor)
    advice: Advice = get_visible(Advice, actor, pk)
    must_be_past(on, establishments.local_day(advice.establishment, at))
    if on < advice.asked_on:
        raise NotThen(_("They were asked later than that. Enter the day on which they answered."))
    row = AdviceGiven.objects.create(
        establishment_id=advice.establishment_id, advice=advice, said=must_have(said, _("Enter what they said")), on=on,
        at=at, by_id=actor.person_id,
    )  # fmt: skip
    audit.record(actor, "advice.note", row, at=at)
    return row


@operation
def rest_on_advice(*, actor: AnyActor, at: datetime, pk: UUID, decision: UUID) -> AdviceUsed:
    """Say that a decision rests on it; said twice it is said once."""
    _must_write(actor)
    advice: Advice = get_visible(Advice, actor, pk)
    decided: Decision = get_visible(Decision, actor, decision)
    if decided.establishment_id != advice.establishment_id:
        raise Http404
    lock(advice.establishment)
    found = AdviceUsed.objects.filter(advice=advice, decision=decided).first()
    if found is not None:
        return found
    row = AdviceUsed.objects.create(
        establishment_id=advice.establishment_id, advice=advice, decision=decided, at=at, by_id=actor.person_id
    )
    audit.record(actor, "advice.use", row, at=at)
    return row


def _must_write(actor: AnyActor) -> None:
    if not actor.may(Permission.REVIEW_WRITE):
        raise Http404
