"""Asking a colleague who sees nothing of the case, in words that name nobody unless they need the name (S4.10)."""

from datetime import date, datetime
from uuid import UUID

from django.urls import reverse

from tutela.web.concerns import rules
from tutela.web.concerns.models import ColleagueAsked, ColleagueSaid, SafeguardingCase
from tutela.web.concerns.operations import cases, routing
from tutela.web.concerns.queries.people import open_all
from tutela.web.concerns.queries.relinking import list_mistaken_names
from tutela.web.concerns.rules import NotAllowed
from tutela.web.concerns.rules.names import find_names
from tutela.web.core import audit, sealing
from tutela.web.core.actor import Actor, AnyActor
from tutela.web.core.operation import operation
from tutela.web.core.outbox import Notice
from tutela.web.core.rows import get_visible
from tutela.web.establishments import queries as establishments

ASKED = Notice(
    "concern.colleague-asked",
    "You are asked something",
    "Somebody of the safeguarding team at {establishment} asks you something. Sign in to read it and to answer.",
)
ANSWERED = Notice(
    "concern.colleague-said",
    "What you asked was answered",
    "A colleague at {establishment} has answered what you asked. Sign in to read it in the case.",
)


@operation
def ask_colleague(
    *,
    actor: AnyActor,
    case_id: UUID,
    version: int,
    kind: str,
    asked_id: UUID,
    question: str,
    due_on: date,
    needs_name: bool = False,
    at: datetime,
) -> ColleagueAsked:
    """Put a question to one colleague; it is all they see. A name of the case in it is refused unless they need it.

    Raises `CaseChanged`, `NotAllowed` (also where the colleague is in the case themselves).
    """
    case, key = cases.lock(actor, case_id, version)
    rules.follow_case(cases.is_closed(case), "colleague-asked")
    asked = establishments.get_person(actor, asked_id)
    people = open_all(actor, case)
    if asked is None or asked.kind != "staff" or kind not in rules.ASKED_FOR:
        raise NotAllowed("Select a colleague, and what you ask for")
    if find_names(asked.full_name, [one.name for one in people if set(one.roles) != {"reporter"}]):
        raise NotAllowed("They may be in the case themselves. Ask somebody else")
    named = find_names(question, [one.name for one in people] + list_mistaken_names(actor, case))
    if named and not needs_name:
        raise NotAllowed(f"It names {', '.join(named)}. Take the name out, or say that they need it")
    said = f"{asked.full_name}\n{question}"
    entry = cases.write(case, actor, "colleague-asked", said, key, at=at)
    own_row, own_key = sealing.make_case_key(actor, case.establishment_id, at=at)
    row = ColleagueAsked(
        establishment_id=case.establishment_id,
        case=case,
        entry=entry,
        own_key=own_row,
        asked=asked,
        asked_by_id=actor.person_id,
        kind=kind,
        asked_at=at,
        due_on=due_on,
    )
    sealing.seal_field(row, "sealed_question", question, own_key)
    row.save()
    audit.record(actor, "case.ask-colleague", case, at=at, kind=kind, named=len(named))
    routing.post_notice(ASKED, row, case.establishment, [asked], link=reverse("concerns:asked", args=[row.pk]), at=at)
    return row


@operation
def answer_colleague(*, actor: Actor, question_id: UUID, answer: str, at: datetime) -> ColleagueSaid:
    """Answer what one was asked, once; it goes into the chronology of the case, which stays shut to whoever answers.

    Raises `NotAllowed`.
    """
    row = get_visible(ColleagueAsked, actor, question_id)
    if row.asked_id != actor.person_id:
        raise NotAllowed("Whoever was asked answers")
    # the case is written into by somebody who may not see it: by its key, and not through what is visible
    case = SafeguardingCase.in_scope(actor).select_for_update(of=("self",)).get(pk=row.case_id)
    if ColleagueSaid.in_scope(actor).filter(question=row).exists():
        raise NotAllowed("You have answered this already")
    if not answer.strip():
        raise NotAllowed("Enter your answer")
    entry = cases.write(case, actor, "colleague-said", answer, sealing.open_to_write(case.case_key), at=at)
    said = ColleagueSaid(establishment_id=row.establishment_id, question=row, entry=entry, said_at=at)
    sealing.seal_field(said, "sealed_answer", answer, sealing.open_case_key(row.own_key))
    said.save()
    audit.record(actor, "case.colleague-said", case, at=at)
    if row.asked_by is not None:
        link = reverse("concerns:case", args=[case.pk])
        routing.post_notice(ANSWERED, case, case.establishment, [row.asked_by], link=link, at=at)
    return said
