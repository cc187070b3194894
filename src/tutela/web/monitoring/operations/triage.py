"""A person reads an alert and decides: dismiss it, write a pastoral note, or raise a concern."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404

from tutela.web.concerns import operations as concerns
from tutela.web.concerns.rules import PersonInConcern
from tutela.web.core import audit, sealing
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.monitoring import rules
from tutela.web.monitoring.models import Alert, AlertDecision

PURPOSE = "triage"


class AlreadyDecided(Exception):
    """Somebody else was quicker; the message is their name."""


class MoreCameIn(Exception):
    """More matched since the alert was read, so it has to be read again."""


@operation
def read_inbox(*, actor: AnyActor, at: datetime, state: str) -> None:
    """Note that somebody looks at the list, which tells names and categories."""
    audit.record(actor, "alert.list", "alerts", at=at, state=state)


@operation
def read_alert(*, actor: AnyActor, at: datetime, pk: UUID) -> Alert:
    """Open an alert with the events around it: audited with its purpose, before anything is shown. Raises `Http404`."""
    alert = _lock(actor, pk)
    audit.record(actor, "alert.read", alert, at=at, purpose=PURPOSE, events_around=True)
    if alert.unread_since is not None and actor.person_id is not None:
        alert.unread_since = None
        alert.save(update_fields=["unread_since"])
    return alert


@operation
def dismiss(
    *, actor: AnyActor, at: datetime, pk: UUID, seen: int, reason: str, words: str = "", false_positive: bool = False
) -> AlertDecision:
    """Dismiss an alert for a reason; `seen` is how many matches it had when it was read.

    Raises `AlreadyDecided`, `MoreCameIn`, `Http404`.
    """
    alert = _to_decide(actor, pk, seen)
    wrong = false_positive or reason == rules.FALSE_POSITIVE
    return _decide(actor, alert, rules.DISMISSED, at=at, reason=reason, words=words, false_positive=wrong)


@operation
def note(*, actor: AnyActor, at: datetime, pk: UUID, seen: int, words: str) -> AlertDecision:
    """Keep a pastoral note, sealed: somebody has talked with the person, and no more is needed now.

    Raises `AlreadyDecided`, `MoreCameIn`, `Http404`.
    """
    return _decide(actor, _to_decide(actor, pk, seen), rules.NOTED, at=at, words=words)


@operation
def raise_from_alert(
    *,
    actor: AnyActor,
    at: datetime,
    pk: UUID,
    seen: int,
    what_happened: str,
    four_c: str,
    immediate_danger: bool,
    told_in_person: bool | None,
    role: str = "harmed",
    subject_name: str = "",
    events: Sequence[Mapping[str, object]] = (),
) -> Any:
    """Raise a concern from an alert, with a sealed copy of the few events that matter, since events expire sooner.

    `subject_name` is what is known where nobody is. Returns the concern. Raises `AlreadyDecided`, `MoreCameIn`,
    `Http404`.
    """
    alert = _to_decide(actor, pk, seen)
    concern = concerns.raise_concern(
        actor=actor,
        at=at,
        what_happened=what_happened,
        people=[PersonInConcern(alert.subject_id, subject_name, role)],
        four_c=four_c,
        theme=alert.theme,
        place="online",
        told_in_person=told_in_person,
        immediate_danger=immediate_danger,
        happened_at=alert.first_at,
        origin="alert",
        origin_id=alert.pk,
        events=events,
    )
    _decide(actor, alert, rules.RAISED, at=at, concern=concern.pk)
    return concern


def _to_decide(actor: AnyActor, pk: UUID, seen: int) -> Alert:
    alert = _lock(actor, pk)
    if alert.state != rules.WAITING:
        raise AlreadyDecided(alert.decision.by.full_name)
    if alert.matches != seen:
        raise MoreCameIn
    return alert


def _lock(actor: AnyActor, pk: UUID) -> Alert:
    alert = Alert.visible_to(actor).select_for_update(of=("self",)).filter(pk=pk).first()
    if alert is None:
        raise Http404
    return alert


def _decide(
    actor: AnyActor,
    alert: Alert,
    kind: str,
    *,
    at: datetime,
    reason: str = "",
    words: str = "",
    false_positive: bool = False,
    concern: UUID | None = None,
) -> AlertDecision:
    decision = AlertDecision(
        establishment_id=alert.establishment_id,
        alert=alert,
        kind=kind,
        reason=reason,
        false_positive=false_positive,
        concern=concern,
        by_id=actor.person_id,
        at=at,
    )
    if words.strip():
        sealing.seal_field(decision, "sealed_words", words.strip(), sealing.open_case_key(alert.case_key))
    decision.save()
    alert.state, alert.unread_since = kind, None
    alert.save(update_fields=["state", "unread_since"])
    audit.record(actor, f"alert.{kind}", alert, at=at, reason=reason, false_positive=false_positive)
    return decision
