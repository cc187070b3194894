"""Asking a body outside for advice, and what it answers."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from tutela.web.core import audit, sealing
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.core.rows import get_visible
from tutela.web.referrals.models import Advice, AdviceAnswer
from tutela.web.referrals.operations.noting import note
from tutela.web.referrals.rules.referrals import NotNow, names_in

KIND = "advice"


@operation
def ask_advice(
    *,
    actor: AnyActor,
    case_id: UUID,
    body: str,
    question: str,
    names: Iterable[str],
    why_named: str = "",
    asked_at: datetime,
    at: datetime,
) -> Advice:
    """Keep a question that was put to a body outside. `names` are those of the people in the case.

    Raises `NotNow` where it names one of them and nobody said why that had to be.
    """
    named = names_in(question, names)
    if named and not why_named.strip():
        raise NotNow(
            _("The question names %(names)s. Leave names out, or say why they were needed")
            % {"names": ", ".join(named)}
        )
    said = _("Asked %(body)s: %(question)s") % {"body": body, "question": question}
    entry, establishment_id, key = note(actor, case_id, KIND, said, happened_at=asked_at, at=at)
    advice = Advice(
        establishment_id=establishment_id,
        case_id=case_id,
        entry=entry,
        asked_at=asked_at,
        asked_by_id=actor.person_id,
        names_somebody=bool(named),
    )
    sealing.seal_field(advice, "sealed_body", body, key)
    sealing.seal_field(advice, "sealed_question", question, key)
    sealing.seal_field(advice, "sealed_why_named", why_named if named else "", key)
    advice.save()
    audit.record(actor, "advice.ask", advice, at=at, names_somebody=bool(named))
    return advice


@operation
def answer_advice(*, actor: AnyActor, advice_id: UUID, text: str, answered_at: datetime, at: datetime) -> AdviceAnswer:
    """Keep what the body said. Hidden and missing are one 404."""
    advice = get_visible(Advice, actor, advice_id)
    key = sealing.open_case_key(advice.case.case_key)
    body = sealing.unseal_field(advice, "sealed_body", key)
    said = _("%(body)s answered: %(text)s") % {"body": body, "text": text}
    entry, establishment_id, key = note(actor, advice.case_id, KIND, said, happened_at=answered_at, at=at)
    answer = AdviceAnswer(
        establishment_id=establishment_id,
        advice=advice,
        entry=entry,
        answered_at=answered_at,
        written_by_id=actor.person_id,
    )
    sealing.seal_field(answer, "sealed_text", text, key)
    answer.save()
    audit.record(actor, "advice.answer", advice, at=at)
    return answer
