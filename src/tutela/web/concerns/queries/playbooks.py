"""What is to be done in a case by its playbooks, and what became of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from uuid import UUID

from tutela.web.concerns import rules
from tutela.web.concerns.models import ConcernEntry, PlaybookChoice, SafeguardingCase, StepAnswer
from tutela.web.concerns.models.visibility import STILL_INSIDE
from tutela.web.concerns.queries.concern import name_of
from tutela.web.concerns.rules import playbooks
from tutela.web.concerns.rules.playbooks import StepToTake
from tutela.web.concerns.shipped.playbooks import Playbook, list_playbooks, list_suggested
from tutela.web.core import audit, sealing
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.core.rows import get_visible
from tutela.web.establishments.models import Establishment
from tutela.web.establishments.queries import local_day, terms_of


@dataclass(frozen=True, slots=True)
class StepRead:
    """A step, where it stands, and what was said when it was done or left out."""

    step: StepToTake
    status: str
    is_late: bool
    text: str = ""
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PlanRead:
    """The plan of a case: its playbooks and all steps. `version` goes back with what is written next."""

    case_id: UUID
    number: int
    is_closed: bool
    version: int
    chosen: tuple[Playbook, ...]
    suggested: tuple[str, ...]
    steps: tuple[StepRead, ...]


@dataclass(frozen=True, slots=True)
class PlanNow:
    """What the page of a case says of its plan."""

    titles: tuple[str, ...]
    left: tuple[StepToTake, ...]
    """The mandatory steps that wait, the next first."""
    late: int
    answered: int


@operation
def read_plan(*, actor: AnyActor, case_id: UUID, today: date, at: datetime) -> PlanRead:
    """Open the plan with what was said in it: audited as reading the case. `today` is the day it is there."""
    case = get_visible(SafeguardingCase, actor, case_id)
    audit.record(actor, "case.read", case, at=at, part="plan")
    key = sealing.open_case_key(case.case_key)
    choices = list_choices(actor, case)
    answers = list_answers(actor, case)
    entries = list(case.entries(manager="_base_manager").order_by("number").values_list("number", "kind"))
    library = list_playbooks()
    inside = ConcernEntry.in_scope(actor).filter(STILL_INSIDE, case=case, kind=rules.IN_CASE)
    return PlanRead(
        case_id=case.pk,
        number=case.number,
        is_closed=rules.case_is_closed([kind for _, kind in entries]),
        version=entries[-1][0] if entries else 0,
        chosen=tuple(library[choice.playbook] for choice in choices if choice.playbook in library),
        suggested=tuple(list_suggested(inside.values_list("concern__theme", flat=True))),
        steps=tuple(_read(step, answers.get(step.id), key, today) for step in list_steps(case, choices)),
    )


def read_plan_now(actor: AnyActor, case: SafeguardingCase, today: date) -> PlanNow:
    """The same in short, without a word of what was said; for a case that is being read."""
    choices = list_choices(actor, case)
    steps = list_steps(case, choices)
    answers = {name: row.is_done for name, row in list_answers(actor, case).items()}
    left = playbooks.list_missing(steps, answers)
    library = list_playbooks()
    return PlanNow(
        titles=tuple(library[one.playbook].title if one.playbook in library else one.playbook for one in choices),
        left=tuple(left),
        late=sum(step.due_on < today for step in left),
        answered=sum(step.id in answers for step in steps),
    )


def list_choices(actor: AnyActor, case: SafeguardingCase) -> list[PlaybookChoice]:
    """The playbooks that a case goes by now, in the order in which they were chosen."""
    last: dict[str, PlaybookChoice] = {}
    for choice in PlaybookChoice.in_scope(actor).filter(case=case).select_related("entry").order_by("entry__number"):
        last.pop(choice.playbook, None)
        last[choice.playbook] = choice
    return [choice for choice in last.values() if choice.is_chosen]


def list_steps(case: SafeguardingCase, choices: Iterable[PlaybookChoice]) -> list[StepToTake]:
    """Every step of them, each once, in the words of the place."""
    place = case.establishment
    steps = playbooks.list_steps((local_day(place, choice.entry.written_at), choice.steps) for choice in choices)
    said = partial(fill, place)
    return [replace(one, title=said(one.title), text=said(one.text), why=said(one.why)) for one in steps]


def fill(place: Establishment, line: str) -> str:
    """A line of the library with what people and places are called there."""
    terms = terms_of(place)
    return line.format(learner=terms.learner, learners=terms.learners, lead=terms.dsl, place=terms.place)


def list_answers(actor: AnyActor, case: SafeguardingCase) -> dict[str, StepAnswer]:
    """The answer that holds for each step."""
    rows = StepAnswer.in_scope(actor).filter(case=case).select_related("entry__author").order_by("entry__number")
    return {row.step: row for row in rows}


def list_missing(actor: AnyActor, case: SafeguardingCase) -> list[str]:
    """What of the playbooks stands in the way of closing, in plain words."""
    choices: Sequence[PlaybookChoice] = list_choices(actor, case)
    if not choices:
        return ["Choose what kind of matter it is"]
    answers = {name: row.is_done for name, row in list_answers(actor, case).items()}
    left = playbooks.list_missing(list_steps(case, choices), answers)
    return [f"Do “{step.title}”, or say why it is left out" for step in left]


def _read(step: StepToTake, answer: StepAnswer | None, key: bytes, today: date) -> StepRead:
    if answer is None:
        return StepRead(step, playbooks.TO_DO, step.due_on < today)
    said = sealing.unseal_field(answer.entry, "sealed_text", key)
    return StepRead(
        step,
        playbooks.DONE if answer.is_done else playbooks.LEFT_OUT,
        is_late=False,
        # the first line of the entry is the title of the step
        text=said.partition("\n")[2] or said,
        by=name_of(answer.entry.author),
        at=answer.entry.written_at,
    )
