"""Reading the advice that was asked for in a case."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tutela.web.core import audit, sealing
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.core.rows import get_visible
from tutela.web.referrals.models import Advice
from tutela.web.referrals.queries.referral import name_of


@dataclass(frozen=True, slots=True)
class AdviceRead:
    """A question with what came back."""

    id: UUID
    case_id: UUID
    body: str
    question: str
    why_named: str
    asked_at: datetime
    asked_by: str
    answers: tuple[tuple[datetime, str, str], ...]
    """When, written down by whom, and the words."""


@operation
def list_advice(*, actor: AnyActor, case_id: UUID, at: datetime) -> list[AdviceRead]:
    """What was asked in a case that the actor may see, the newest first; each is audited as read."""
    rows = Advice.visible_to(actor).filter(case=case_id).select_related("asked_by", "case__case_key")
    return [_open(actor, advice, at) for advice in rows.order_by("-asked_at")]


@operation
def read_advice(*, actor: AnyActor, advice_id: UUID, at: datetime) -> AdviceRead:
    """One question. Hidden and missing are one 404."""
    return _open(actor, get_visible(Advice, actor, advice_id), at)


def _open(actor: AnyActor, advice: Advice, at: datetime) -> AdviceRead:
    audit.record(actor, "advice.read", advice, at=at)
    key = sealing.open_case_key(advice.case.case_key)
    return AdviceRead(
        id=advice.pk,
        case_id=advice.case_id,
        body=sealing.unseal_field(advice, "sealed_body", key),
        question=sealing.unseal_field(advice, "sealed_question", key),
        why_named=sealing.unseal_field(advice, "sealed_why_named", key),
        asked_at=advice.asked_at,
        asked_by=name_of(advice.asked_by),
        answers=tuple(
            (row.answered_at, name_of(row.written_by), sealing.unseal_field(row, "sealed_text", key))
            for row in advice.answers(manager="_base_manager").select_related("written_by").order_by("answered_at")
        ),
    )
