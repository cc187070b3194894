"""What one was asked about a case that one does not see."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from tutela.web.concerns.models import ColleagueAsked, ColleagueSaid
from tutela.web.concerns.queries.concern import name_of
from tutela.web.core import audit, sealing
from tutela.web.core.actor import Actor
from tutela.web.core.operation import operation
from tutela.web.core.rows import get_visible


@dataclass(frozen=True, slots=True)
class AskedRead:
    """A question with its words, and the answer if it was given."""

    id: UUID
    by: str
    asked_at: datetime
    due_on: date
    question: str
    answer: str


def list_asked(actor: Actor) -> list[tuple[UUID, datetime, date, bool]]:
    """What one was asked oneself: key, when, by which day, whether it was answered; without a word of it."""
    rows = ColleagueAsked.visible_to(actor).filter(asked=actor.person_id).order_by("-asked_at")
    return [
        (key, asked_at, due_on, said is not None)
        for key, asked_at, due_on, said in rows.values_list("pk", "asked_at", "due_on", "answer")
    ]


@operation
def read_asked(*, actor: Actor, question_id: UUID, at: datetime) -> AskedRead:
    """Open a question: whoever was asked, and those who see the case; audited. Hidden and missing are one 404."""
    row = get_visible(ColleagueAsked, actor, question_id)
    audit.record(actor, "case.read-question", row.case, at=at)
    key = sealing.open_case_key(row.own_key)
    said = ColleagueSaid.in_scope(actor).filter(question=row).first()
    return AskedRead(
        id=row.pk,
        by=name_of(row.asked_by),
        asked_at=row.asked_at,
        due_on=row.due_on,
        question=sealing.unseal_field(row, "sealed_question", key),
        answer=sealing.unseal_field(said, "sealed_answer", key) if said else "",
    )
