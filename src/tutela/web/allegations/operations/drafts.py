"""A report about an adult while it is written: sealed, seen by its writer alone, gone when it is sent or too old."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404

from tutela.web.allegations import rules
from tutela.web.allegations.models import Allegation, AllegationDraft
from tutela.web.allegations.models.drafts import KEPT_FOR
from tutela.web.allegations.operations.reporting import report
from tutela.web.core import sealing
from tutela.web.core.actor import Actor, AnyActor
from tutela.web.core.operation import operation
from tutela.web.core.permissions import Permission


@operation
def start_draft(*, actor: Actor, at: datetime, reported_as: str) -> AllegationDraft:
    """Begin a report. Raises `rules.NotAllowed`."""
    if not actor.may(Permission.ALLEGATION_REPORT) or reported_as not in rules.REPORTED_AS:
        raise rules.NotAllowed("You may not report here")
    draft = AllegationDraft(
        establishment_id=actor.establishment_id, user_id=actor.user_id, reported_as=reported_as, started_at=at
    )
    _put(draft, {}, at)
    draft.save(force_insert=True)
    return draft


@operation
def keep_answers(*, actor: Actor, at: datetime, pk: UUID, answers: Mapping[str, str]) -> None:
    """Keep what was typed so far, and the draft for another while. Another's, or one that is gone, is a 404."""
    draft = _own(actor, pk, at)
    _put(draft, answers, at)
    draft.save(update_fields=["sealed_answers", "expires_at"])


@operation
def send_draft(*, actor: Actor, at: datetime, pk: UUID, answers: Mapping[str, Any]) -> Allegation:
    """Report what a draft has become. Sent twice, it is one report: the second call gives the first's.

    `answers` are as `report` takes them. Raises `rules.NotAllowed`, Http404.
    """
    sent = Allegation.in_scope(actor).filter(pk=pk, raised_by=actor.person_id).first()
    if sent is not None and actor.person_id is not None:
        return sent
    draft = _own(actor, pk, at)
    row: Allegation = report(actor=actor, at=at, reported_as=draft.reported_as, allegation_id=draft.pk, **answers)
    draft.delete()
    return row


@operation
def drop_expired_drafts(*, actor: AnyActor, at: datetime) -> int:
    """Forget what was left lying; how many."""
    return AllegationDraft.in_scope(actor).filter(expires_at__lte=at).delete()[0]


def _own(actor: Actor, pk: UUID, at: datetime) -> AllegationDraft:
    rows = AllegationDraft.visible_to(actor).filter(expires_at__gt=at).select_for_update(of=("self",))
    draft = rows.filter(pk=pk).first()
    if draft is None:
        raise Http404
    return draft


def _put(draft: AllegationDraft, answers: Mapping[str, str], at: datetime) -> None:
    key = sealing.installation_subkey(f"drafts about adults/{draft.establishment_id}")
    sealing.seal_field(draft, "sealed_answers", json.dumps(dict(answers)), key)
    draft.expires_at = at + KEPT_FOR
