"""One's own unfinished reports."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from tutela.web.concerns.models import ConcernDraft
from tutela.web.core import sealing
from tutela.web.core.actor import AnyActor


def list_drafts(actor: AnyActor, at: datetime) -> QuerySet[ConcernDraft]:
    """Those that have not expired, the newest first."""
    return ConcernDraft.visible_to(actor).filter(expires_at__gt=at).order_by("-started_at")


def get_draft(actor: AnyActor, draft_id: UUID, at: datetime) -> ConcernDraft | None:
    """One's own draft, if it is still there."""
    return list_drafts(actor, at).filter(pk=draft_id).first()


def read_answers(draft: ConcernDraft) -> dict[str, Any]:
    """The answers so far."""
    key = sealing.installation_subkey(f"drafts/{draft.establishment_id}")
    answers: dict[str, Any] = json.loads(sealing.unseal_field(draft, "sealed_answers", key))
    return answers
