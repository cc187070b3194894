"""One's own unfinished reports about adults."""

import json
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from tutela.web.allegations.models import AllegationDraft
from tutela.web.core import sealing
from tutela.web.core.actor import AnyActor


def list_drafts(actor: AnyActor, at: datetime) -> QuerySet[AllegationDraft]:
    """Those that have not expired, the newest first."""
    return AllegationDraft.visible_to(actor).filter(expires_at__gt=at).order_by("-started_at")


def get_draft(actor: AnyActor, pk: UUID, at: datetime) -> AllegationDraft | None:
    """One's own, if it is still there."""
    return list_drafts(actor, at).filter(pk=pk).first()


def read_answers(draft: AllegationDraft) -> dict[str, str]:
    """What was typed so far, by question."""
    key = sealing.installation_subkey(f"drafts about adults/{draft.establishment_id}")
    answers: dict[str, str] = json.loads(sealing.unseal_field(draft, "sealed_answers", key))
    return answers
