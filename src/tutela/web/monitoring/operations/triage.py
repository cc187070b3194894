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
from tutela.web.monitoring.models import Alert, AlertDecision, AlertHandOver

PURPOSE = "triage"


class AlreadyDecided(Exception):
    """Somebody else was quicker; the message is their name."""


class SeveralPeople(Exception):
    """Alerts of more than one person cannot be settled by one decision."""


class MoreCameIn(Exception):
    """More matched since the alert was read, so it has to be read again."""


@operation
def read_inbox(*, actor: AnyActor, at: datetime, state: str) -> None:
    """Note that somebody looks at the list, which tells names and categories."""
    audit.record(actor, "alert.list", "alerts", at=at, state=state)


@operation
def read_alert(*, actor: AnyActor, at: datetime, pk: UUID, minutes: int | None = None) -> Alert:
    """Open an alert with the events around it: audited with its purpose, before anything is shown.

    `minutes` before and after the first match; None: the nearest few. Raises `Http404`.
    """
    return _read(actor, pk, at=at, events_around=True, minutes=minutes)


@operation
def read_together(*, actor: AnyActor, at: datetime, pks: Sequence[UUID]) -> list[Alert]:
    """Open several alerts with what was searched for, each audited as if it were opened alone. Raises `Http404`."""
    return [_read(actor, pk, at=at, events_around=False, minutes=None) for pk in pks]


def _read(actor: AnyActor, pk: UUID, *, at: datetime, events_around: bool, minutes: int | None) -> Alert:
    alert = lock(actor, pk)
    audit.record(actor, "alert.read", alert, at=at, purpose=PURPOSE, events_around=events_around, minutes=minutes)
    if alert.unread_since is not None and actor.person_id is not None and not _gave_away(alert, actor):
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
def settle_together(
    *,
    actor: AnyActor,
    at: datetime,
    seen: Mapping[UUID, int],
    kind: str,
    reason: str = "",
    words: str = "",
    false_positive: bool = False,
) -> int:
    """Dismiss several alerts of one person, or note the same about them; each has its own decision. All or none.

    seen: how many matches each had when it was read. kind: `rules.DISMISSED` or `rules.NOTED`.
    Raises `AlreadyDecided`, `MoreCameIn`, `SeveralPeople`, `Http404`.
    """
    alerts = [_to_decide(actor, pk, number) for pk, number in sorted(seen.items())]
    if len({alert.asker for alert in alerts}) != 1 or (len(alerts) > 1 and alerts[0].asker == rules.UNKNOWN):
        raise SeveralPeople
    wrong = kind == rules.DISMISSED and (false_positive or reason == rules.FALSE_POSITIVE)
    for alert in alerts:
        _decide(actor, alert, kind, at=at, reason=reason, words=words, false_positive=wrong)
    return len(alerts)


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
    others: Mapping[UUID, int] | None = None,
) -> Any:
    """Raise a concern from an alert, with a sealed copy of the few events that matter, since events expire sooner.

    `subject_name` is what is known where nobody is. `others`: further alerts of the same person that the concern is
    about, with how many matches each had. Returns the concern. Raises `AlreadyDecided`, `MoreCameIn`,
    `SeveralPeople`, `Http404`.
    """
    alert = _to_decide(actor, pk, seen)
    more = [_to_decide(actor, key, number) for key, number in sorted((others or {}).items()) if key != pk]
    if any(other.asker != alert.asker for other in more) or (more and alert.asker == rules.UNKNOWN):
        raise SeveralPeople
    concern = concerns.report_concern(
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
    for one in (alert, *more):
        _decide(actor, one, rules.RAISED, at=at, concern=concern.pk)
    return concern


def _gave_away(alert: Alert, actor: AnyActor) -> bool:
    """Whether this person handed it to somebody else: their looking at it again does not make it read."""
    if alert.holder_id is None or alert.holder_id == actor.person_id:
        return False
    last = AlertHandOver.objects.filter(alert=alert).order_by("-at").first()
    return last is not None and last.by_id == actor.person_id


def _to_decide(actor: AnyActor, pk: UUID, seen: int) -> Alert:
    alert = lock(actor, pk)
    if alert.state != rules.WAITING:
        raise AlreadyDecided(alert.decision.by.full_name)
    if alert.matches != seen:
        raise MoreCameIn
    return alert


def lock(actor: AnyActor, pk: UUID) -> Alert:
    """The alert, locked until the transaction ends; hidden and missing are one 404."""
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
