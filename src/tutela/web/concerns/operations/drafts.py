"""A report while it is written: kept on the server, seen by its writer alone, gone when it is sent or too old."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from tutela.web.concerns.models import Concern, ConcernDraft
from tutela.web.concerns.models.drafts import KEPT_FOR
from tutela.web.concerns.operations.concerns import report_concern
from tutela.web.concerns.queries.drafts import read_answers
from tutela.web.concerns.rules import PersonInConcern
from tutela.web.core import sealing
from tutela.web.core.actor import Actor, AnyActor
from tutela.web.core.operation import operation

Answers = dict[str, Any]


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
        draft.save(update_fields=["sealed_answers", "expires_at"])
    return draft


@operation
def save_answers(*, actor: Actor, draft_id: UUID, answers: Answers, at: datetime) -> None:
    """Keep the answers so far, and the draft for another while. Raises `ConcernDraft.DoesNotExist`."""
    draft = ConcernDraft.visible_to(actor).filter(expires_at__gt=at).select_for_update(of=("self",)).get(pk=draft_id)
    _put(draft, answers, at)
    draft.save(update_fields=["sealed_answers", "expires_at"])


@operation
def keep_typed(*, actor: Actor, draft_id: UUID, question: str, typed: dict[str, str], at: datetime) -> None:
    """Keep what is half typed at one question, beside the answers as they are now. Raises `DoesNotExist`."""
    draft = ConcernDraft.visible_to(actor).filter(expires_at__gt=at).select_for_update(of=("self",)).get(pk=draft_id)
    answers = read_answers(draft)
    answers.setdefault("typed", {})[question] = typed
    _put(draft, answers, at)
    draft.save(update_fields=["sealed_answers", "expires_at"])


@operation
def send_draft(*, actor: Actor, draft_id: UUID, answers: Answers, at: datetime) -> Concern:
    """Raise the concern that a draft has become. Sent twice, it is one concern: the second call gives the first's.

    `answers` are those of the draft, read back. Raises `ConcernDraft.DoesNotExist`.
    """
    sent = Concern.in_scope(actor).filter(pk=draft_id, raised_by_id=actor.person_id).first()
    if sent is not None:
        return sent
    draft = ConcernDraft.visible_to(actor).filter(expires_at__gt=at).select_for_update(of=("self",)).get(pk=draft_id)
    happened_at = answers.get("happened_at")
    concern = report_concern(
        actor=actor,
        at=at,
        what_happened=answers["what_happened"],
        people=people_of(answers),
        four_c=answers["four_c"],
        theme=answers["theme"],
        place=answers["place"],
        where=answers.get("where", ""),
        told_in_person=answers.get("told_in_person"),
        immediate_danger=answers["immediate_danger"],
        origin="partner" if answers.get("is_partner") else "staff",
        note=answers.get("action_taken", ""),
        happened_at=datetime.fromisoformat(happened_at) if happened_at else None,
        concern_id=draft.pk,
    )
    draft.delete()
    return concern


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
    draft.expires_at = at + KEPT_FOR
