"""The steps of the playbooks that a case goes by: which, by when, and what is left. No database, no clock."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

By = str | int
TO_DO, DONE, LEFT_OUT = "to-do", "done", "left-out"


@dataclass(frozen=True, slots=True)
class StepToTake:
    """A step as a case has it: mandatory where one of its playbooks says so, by the earliest day of any."""

    id: str
    title: str
    text: str
    why: str
    who: str
    must: bool
    due_on: date
    at_once: bool


def due_on(chosen_on: date, by: By) -> date:
    """The day by which a step is to be taken: the same, or so many school days (Monday to Friday) later."""
    day = chosen_on
    for _ in range(by if isinstance(by, int) else 0):
        day += timedelta(days={4: 3, 5: 2}.get(day.weekday(), 1))
    return day


def list_steps(chosen: Iterable[tuple[date, Sequence[Mapping[str, Any]]]]) -> list[StepToTake]:
    """The steps of these choices (day, steps as the library had them), each once, in the order in which they fall due.

    Those of one day keep the order of the first playbook that has them.
    """
    found: dict[str, StepToTake] = {}
    for day, steps in chosen:
        for step in steps:
            one = StepToTake(
                id=step["id"],
                title=step["title"],
                text=step["text"],
                why=step["why"],
                who=step["who"],
                must=step["must"],
                due_on=due_on(day, step["by"]),
                at_once=step["by"] == "at-once",
            )
            known = found.get(one.id)
            found[one.id] = _both(known, one) if known else one
    return sorted(found.values(), key=lambda step: (not step.at_once, step.due_on))


def _both(one: StepToTake, other: StepToTake) -> StepToTake:
    sooner = min(one, other, key=lambda step: (step.due_on, not step.at_once))
    return StepToTake(
        one.id, one.title, one.text, one.why, one.who, one.must or other.must, sooner.due_on, sooner.at_once
    )


def list_missing(steps: Iterable[StepToTake], answers: Mapping[str, bool]) -> list[StepToTake]:
    """The mandatory steps that are neither done nor left out for a reason; `answers` says of each step whether done."""
    return [step for step in steps if step.must and step.id not in answers]


def status_of(step: StepToTake, answers: Mapping[str, bool]) -> str:
    """Where a step stands."""
    if step.id not in answers:
        return TO_DO
    return DONE if answers[step.id] else LEFT_OUT
