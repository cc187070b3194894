"""A report while it is written: kept on the server, seen by its writer alone, gone when it is sent or too old."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from tutela.web.concerns.models import Concern, ConcernDraft
from tutela.web.concerns.models.drafts import KEPT_FOR
from tutela.web.concerns.operations.concerns import report_concern
from tutela.web.concerns.queries.drafts import read_answers
from tutela.web.concerns.rules import PersonInConcern
from tutela.web.core import outbox, sealing
from tutela.web.core.actor import Actor, AnyActor
from tutela.web.core.operation import operation
from tutela.web.core.outbox import Notice

Answers = dict[str, Any]

REMIND_AFTER = (timedelta(days=1), timedelta(days=2))
"""How long nothing was written when its writer is reminded; the second time is on its last day."""
REMIND_IN_DANGER_AFTER = timedelta(minutes=30)
NOT_SENT = Notice(
    "concern.not-sent",
    "A report of yours has not been sent",
    "You began to report a concern at {establishment} and did not send it, so nobody has read it. It is forgotten "
    "three days after you last wrote on it. Sign in to finish it, or tell the safeguarding team in person; if it may "
    "be about an adult who works there, the head alone.",
)
NOT_SENT_IN_DANGER = Notice(
    "concern.not-sent-in-danger",
    "Urgent: a report of yours has not been sent",
    "You began to report at {establishment} that somebody may be in danger, and did not send it, so nobody has read "
    "it. If it is still so, call 999 now and tell the safeguarding team in person; if it may be about an adult who "
    "works there, the head alone. Sign in to finish the report.",
)


@operation
def start_draft(*, actor: Actor, answers: Answers, at: datetime) -> ConcernDraft:
    """Begin a report with its first answers."""
    draft = ConcernDraft(establishment_id=actor.establishment_id, user_id=actor.user_id, started_at=at)
    _put(draft, answers, at)
    draft.save(force_insert=True)
    return draft


class TakenByOthers(Exception):
    """Something else has this number already."""


@operation
def take_in_draft(*, actor: Actor, draft_id: UUID, answers: Answers, at: datetime) -> ConcernDraft:
    """A report that was begun on somebody's own device under this number. Taken in again, it is the same draft, with
    what was answered here meanwhile. Raises `TakenByOthers`.
    """
    draft = ConcernDraft.visible_to(actor).filter(pk=draft_id).first()
    if draft is None:
        # asked of every row: a number that somebody else's report has must not say so by a fault
        if (
            ConcernDraft._base_manager.filter(pk=draft_id).exists()
            or Concern._base_manager.filter(pk=draft_id).exists()
        ):
            raise TakenByOthers
        establishment_id, user_id = actor.establishment_id, actor.user_id
        draft = ConcernDraft(pk=draft_id, establishment_id=establishment_id, user_id=user_id, started_at=at)
        _put(draft, answers, at)
        draft.save(force_insert=True)
    elif draft.expires_at <= at:
        _put(draft, answers, at)
        draft.save(update_fields=["sealed_answers", "expires_at", "reminded"])
    return draft


@operation
def save_answers(*, actor: Actor, draft_id: UUID, answers: Answers, at: datetime) -> None:
    """Keep the answers so far, and the draft for another while. Raises `ConcernDraft.DoesNotExist`."""
    draft = ConcernDraft.visible_to(actor).filter(expires_at__gt=at).select_for_update(of=("self",)).get(pk=draft_id)
    _put(draft, answers, at)
    draft.save(update_fields=["sealed_answers", "expires_at", "reminded"])


@operation
def keep_typed(*, actor: Actor, draft_id: UUID, question: str, typed: dict[str, str], at: datetime) -> None:
    """Keep what is half typed at one question, beside the answers as they are now. Raises `DoesNotExist`."""
    draft = ConcernDraft.visible_to(actor).filter(expires_at__gt=at).select_for_update(of=("self",)).get(pk=draft_id)
    answers = read_answers(draft)
    answers.setdefault("typed", {})[question] = typed
    _put(draft, answers, at)
    draft.save(update_fields=["sealed_answers", "expires_at", "reminded"])


@operation
def send_draft(*, actor: Actor, draft_id: UUID, answers: Answers, at: datetime) -> Concern:
    """Raise the concern that a draft of the form for staff has become; `answers` are those of the draft, read back.

    As `send_report`.
    """
    happened_at = answers.get("happened_at")
    told = {
        "what_happened": answers["what_happened"],
        "people": people_of(answers),
        "four_c": answers["four_c"],
        "theme": answers["theme"],
        "place": answers["place"],
        "where": answers.get("where", ""),
        "told_in_person": answers.get("told_in_person"),
        "immediate_danger": answers["immediate_danger"],
        "origin": "partner" if answers.get("is_partner") else "staff",
        "note": answers.get("action_taken", ""),
        "happened_at": datetime.fromisoformat(happened_at) if happened_at else None,
    }
    sent: Concern = send_report(actor=actor, draft_id=draft_id, told=told, at=at)
    return sent


@operation
def send_report(*, actor: Actor, draft_id: UUID, told: Mapping[str, Any], at: datetime) -> Concern:
    """Raise the concern that a draft has become; `told` is what `raise_concern` takes. Sent twice, it is one concern:
    the second call gives the first's. Raises `ConcernDraft.DoesNotExist`.
    """
    sent = Concern.in_scope(actor).filter(pk=draft_id, raised_by_id=actor.person_id).first()
    if sent is not None:
        return sent
    draft = ConcernDraft.visible_to(actor).filter(expires_at__gt=at).select_for_update(of=("self",)).get(pk=draft_id)
    concern = report_concern(actor=actor, at=at, concern_id=draft.pk, **told)
    draft.delete()
    return concern


@operation
def remind_of_drafts(*, actor: AnyActor, at: datetime) -> int:
    """Remind those who began a report and did not send it, in time before it is forgotten; how many were.

    Where somebody may be in danger, within the hour. What is in a draft is not in the notice. Whoever writes on is
    reminded anew only when they stop again.
    """
    told = 0
    rows = ConcernDraft.in_scope(actor).filter(expires_at__gt=at)
    waiting = rows.filter(expires_at__lte=at + KEPT_FOR - REMIND_IN_DANGER_AFTER)
    for draft in waiting.select_related("user__person", "establishment").select_for_update(of=("self",)):
        idle = at - (draft.expires_at - KEPT_FOR)
        urgent = bool(read_answers(draft).get("immediate_danger"))
        due = sum(idle >= after for after in (*((REMIND_IN_DANGER_AFTER,) if urgent else ()), *REMIND_AFTER))
        if due <= draft.reminded:
            continue
        draft.reminded = due
        draft.save(update_fields=["reminded"])
        person = getattr(draft.user, "person", None)
        sent = person and outbox.post(
            NOT_SENT_IN_DANGER if urgent else NOT_SENT,
            to=person.email,
            at=at,
            link=f"/report-a-concern/{draft.pk}/check/",
            establishment_id=draft.establishment_id,
            establishment=draft.establishment.name,
        )
        told += bool(sent)
    return told


@operation
def drop_expired_drafts(*, actor: AnyActor, at: datetime) -> int:
    """Forget drafts that were left lying; how many."""
    return ConcernDraft.in_scope(actor).filter(expires_at__lte=at).delete()[0]


def people_of(answers: Answers) -> list[PersonInConcern]:
    """Who is in the answers of a draft."""
    return [
        PersonInConcern(UUID(person["id"]) if person["id"] else None, person["name"], person["role"])
        for person in answers.get("people", [])
    ]


def _put(draft: ConcernDraft, answers: Answers, at: datetime) -> None:
    key = sealing.installation_subkey(f"drafts/{draft.establishment_id}")
    sealing.seal_field(draft, "sealed_answers", json.dumps(answers), key)
    draft.expires_at, draft.reminded = at + KEPT_FOR, 0
