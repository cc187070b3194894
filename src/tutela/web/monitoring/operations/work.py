"""Work on an alert before it is decided: notes, handing it to somebody else, taking it, looking further back."""

from datetime import datetime
from typing import Any
from uuid import UUID

from tutela.web.core import audit, outbox, sealing
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.establishments import queries as establishments
from tutela.web.monitoring import rules
from tutela.web.monitoring.models import Alert, AlertHandOver, AlertLookUp, AlertNote
from tutela.web.monitoring.operations.escalation import keep_told
from tutela.web.monitoring.operations.routing import open_to, post
from tutela.web.monitoring.operations.triage import AlreadyDecided, lock

HANDED_OVER = outbox.Notice(
    kind="alert-handed-over",
    subject="An alert in Tutela was handed to you",
    body=(
        "A colleague at {establishment} has handed you an alert of the category “{category}”. Sign in and look at it."
    ),
)
TAKEN = outbox.Notice(
    kind="alert-taken",
    subject="A colleague has taken over an alert",
    body="An alert of the category “{category}” at {establishment} is no longer with you: a colleague has taken it.",
)


class CannotHandOver(Exception):
    """That person may not look at this alert, or has it already."""


@operation
def add_note(*, actor: AnyActor, at: datetime, pk: UUID, words: str) -> AlertNote:
    """Add a note to an alert, sealed; it is never changed, and may also come after the decision. Raises `Http404`."""
    alert = lock(actor, pk)
    note = AlertNote(establishment_id=alert.establishment_id, alert=alert, by_id=actor.person_id, at=at)
    sealing.seal_field(note, "sealed_words", words.strip(), sealing.open_case_key(alert.case_key))
    note.save()
    audit.record(actor, "alert.write", alert, at=at)
    return note


@operation
def hand_over(*, actor: AnyActor, at: datetime, pk: UUID, to: UUID, reason: str) -> AlertHandOver:
    """Give an alert that waits to somebody who may review it, for a reason. They are told at once, whatever its
    severity, and it is unread until they have opened it.

    Raises `CannotHandOver`, `AlreadyDecided`, `Http404`.
    """
    alert = _waiting(actor, pk)
    person = next((one for one in list_receivers(alert, actor, at=at) if one.pk == to), None)
    if person is None:
        raise CannotHandOver
    row = _change_hands(alert, actor, person, at=at, reason=reason)
    alert.unread_since, alert.round = at, alert.round + 1
    alert.save(update_fields=["holder", "unread_since", "round"])
    open_to(alert, alert.establishment, [person], "handed-over", at=at)
    if alert.imported:
        keep_told(alert, at=at)
    post(HANDED_OVER, alert, alert.establishment, [person], at=at)
    audit.record(actor, "alert.hand-over", alert, at=at, to=str(person.pk))
    return row


@operation
def take(*, actor: AnyActor, at: datetime, pk: UUID) -> None:
    """Take an alert, or take it back: it is with this person from now on, and whoever had it is told.

    Taking it twice is taking it once. Raises `AlreadyDecided`, `Http404`.
    """
    alert = _waiting(actor, pk)
    if alert.holder_id == actor.person_id:
        return
    before = alert.holder
    me = establishments.get_person(actor, actor.person_id) if actor.person_id else None
    if me is None:
        raise CannotHandOver
    _change_hands(alert, actor, me, at=at)
    alert.unread_since = None
    alert.save(update_fields=["holder", "unread_since"])
    if before is not None:
        post(TAKEN, alert, alert.establishment, [before], at=at)
    audit.record(actor, "alert.take", alert, at=at)


@operation
def look_back(*, actor: AnyActor, at: datetime, pk: UUID, days: int, purpose: str) -> AlertLookUp:
    """Say why one looks at what this person searched for and was blocked from before. Raises `Http404`."""
    alert = lock(actor, pk)
    row = AlertLookUp(
        establishment_id=alert.establishment_id, alert=alert, by_id=actor.person_id, at=at, days=min(days, 366)
    )
    sealing.seal_field(row, "sealed_purpose", purpose.strip(), sealing.open_case_key(alert.case_key))
    row.save()
    audit.record(actor, "alert.look-back", alert, at=at, days=days, look_up=str(row.pk))
    return row


@operation
def open_look_up(*, actor: AnyActor, at: datetime, pk: UUID) -> AlertLookUp | None:
    """The look-up to show now, to whoever asked and to nobody else; None otherwise. Each showing is audited."""
    row = AlertLookUp.visible_to(actor).select_related("alert__subject").filter(pk=pk, by_id=actor.person_id).first()
    if row is not None:
        audit.record(actor, "event.trace", row.alert, at=at, days=row.days, look_up=str(row.pk))
    return row


def list_receivers(alert: Alert, actor: AnyActor, *, at: datetime) -> list[Any]:
    """To whom an alert may be given: all who may review it and are there, but whoever gives it and whoever has it."""
    about = {alert.subject_id} if alert.subject_id else set()
    people = establishments.list_stand_ins(alert.establishment, about=about, at=at)
    return [person for person in people if person.pk not in (actor.person_id, alert.holder_id)]


def _change_hands(alert: Alert, actor: AnyActor, to: Any, *, at: datetime, reason: str = "") -> AlertHandOver:
    row = AlertHandOver(establishment_id=alert.establishment_id, alert=alert, by_id=actor.person_id, to=to, at=at)
    if reason.strip():
        sealing.seal_field(row, "sealed_reason", reason.strip(), sealing.open_case_key(alert.case_key))
    row.save()
    alert.holder = to
    return row


def _waiting(actor: AnyActor, pk: UUID) -> Alert:
    alert = lock(actor, pk)
    if alert.state != rules.WAITING:
        raise AlreadyDecided(alert.decision.by.full_name)
    return alert
