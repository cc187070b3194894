"""Choosing the playbooks of a case, and saying what became of each step (requirement S3.36)."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

import msgspec

from tutela.web.concerns import rules
from tutela.web.concerns.models import PlaybookChoice, SafeguardingCase, StepAnswer
from tutela.web.concerns.operations import cases
from tutela.web.concerns.queries.playbooks import list_choices, list_steps
from tutela.web.concerns.rules import NotAllowed
from tutela.web.concerns.shipped.playbooks import list_playbooks
from tutela.web.core import audit
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation


@operation
def choose_playbooks(
    *, actor: AnyActor, case_id: UUID, version: int, chosen: Collection[str], at: datetime
) -> SafeguardingCase:
    """Go by these playbooks too, with their steps as they are today. One that the case has already stays as it was.

    Raises `CaseChanged`, `rules.NotAllowed` (also for a playbook that the library does not have).
    """
    case, key = cases.lock(actor, case_id, version)
    rules.follow_case(cases.is_closed(case), "playbook-chosen")
    library = list_playbooks()
    if not chosen or not set(chosen) <= set(library):
        raise NotAllowed("Select a playbook of the list")
    has = {choice.playbook for choice in list_choices(actor, case)}
    for name, playbook in library.items():
        if name not in chosen or name in has:
            continue
        entry = cases.write(case, actor, "playbook-chosen", playbook.title, key, at=at)
        PlaybookChoice(
            establishment_id=case.establishment_id,
            case=case,
            entry=entry,
            playbook=name,
            edition=playbook.edition,
            is_chosen=True,
            steps=msgspec.to_builtins(playbook.steps),
        ).save()
        audit.record(actor, "case.choose-playbook", case, at=at, playbook=name, edition=playbook.edition)
    return case


@operation
def drop_playbook(
    *, actor: AnyActor, case_id: UUID, version: int, playbook: str, words: str, at: datetime
) -> SafeguardingCase:
    """Go by a playbook no longer, for a reason; what was answered in it stays. Raises `CaseChanged`, `NotAllowed`."""
    case, key = cases.lock(actor, case_id, version)
    rules.follow_case(cases.is_closed(case), "playbook-dropped")
    held = {choice.playbook: choice for choice in list_choices(actor, case)}
    if playbook not in held:
        raise NotAllowed("The case does not go by this playbook")
    if not words.strip():
        raise NotAllowed("Say why it does not fit")
    known = list_playbooks().get(playbook)
    title = known.title if known else playbook
    entry = cases.write(case, actor, "playbook-dropped", f"{title}\n{words}", key, at=at)
    PlaybookChoice(
        establishment_id=case.establishment_id,
        case=case,
        entry=entry,
        playbook=playbook,
        edition=held[playbook].edition,
        is_chosen=False,
    ).save()
    audit.record(actor, "case.drop-playbook", case, at=at, playbook=playbook)
    return case


@operation
def answer_step(
    *, actor: AnyActor, case_id: UUID, version: int, step: str, is_done: bool, words: str, at: datetime
) -> StepAnswer:
    """Say what was done, or why a step is left out. A later answer to the same step counts instead of the first.

    Raises `CaseChanged`, `NotAllowed` (the case has no such step; nothing was said).
    """
    case, key = cases.lock(actor, case_id, version)
    kind = "step-done" if is_done else "step-skipped"
    rules.follow_case(cases.is_closed(case), kind)
    found = next((one for one in list_steps(case, list_choices(actor, case)) if one.id == step), None)
    if found is None:
        raise NotAllowed("This case has no such step")
    if not words.strip():
        raise NotAllowed("Say what was done" if is_done else "Say why it is left out")
    entry = cases.write(case, actor, kind, f"{found.title}\n{words}", key, at=at)
    answer = StepAnswer(establishment_id=case.establishment_id, case=case, entry=entry, step=step, is_done=is_done)
    answer.save()
    audit.record(actor, "case.answer-step", case, at=at, step=step, is_done=is_done, must=found.must)
    return answer
