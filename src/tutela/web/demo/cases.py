"""What followed a concern of the story: the steps of its case, each written by whoever took it."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, Protocol
from uuid import UUID

from tutela.web.concerns import operations as concerns
from tutela.web.concerns.queries import PlanRead, read_plan
from tutela.web.core.actor import Actor
from tutela.web.demo.moments import at_local
from tutela.web.demo.story import Step
from tutela.web.establishments.models import Person

CHRONOLOGY = ("note", "contact", "decision")


class Days(Protocol):
    """The days on which steps are taken, and by whom."""

    people: dict[str, Person]

    def plan(self, at: datetime, do: Callable[[datetime], None]) -> None: ...

    def acting(self, login: str, at: datetime) -> Actor: ...


class Matter:
    """One concern and, once it is opened, its case."""

    def __init__(self, days: Days, concern_id: UUID, four_c: str, day: date) -> None:
        self.days, self.concern_id, self.four_c, self.day = days, concern_id, four_c, day
        self.case_id: UUID | None = None
        self.actions: list[UUID] = []
        self.version = 0
        """Of the case, or of the concern while there is none: the number of its last entry."""

    def plan(self, steps: Sequence[Step]) -> None:
        """Have each step taken on its day."""
        for step in steps:
            at = at_local(self.day + timedelta(days=step.days), time.fromisoformat(step.at))
            self.days.plan(at, lambda at, step=step: self._take(step, at))

    def _take(self, step: Step, at: datetime) -> None:
        actor = self.days.acting(step.by, at)
        if step.do == "acknowledge":
            concerns.acknowledge(actor=actor, concern_id=self.concern_id, at=at)
            self.version += 1
        elif step.do == "close-concern":
            concerns.close_concern(
                actor=actor,
                concern_id=self.concern_id,
                version=self.version,
                reason=step.reason,
                words=step.words,
                at=at,
            )
        elif step.do == "open":
            case = concerns.open_case(
                actor=actor, concern_id=self.concern_id, version=self.version, four_c=self.four_c, at=at
            )
            self.case_id, self.version = case.pk, 1
            self._choose_playbook(actor, at)
            self._take_steps(actor, at, only_at_once=True)
        else:
            self._write(step, actor, at)

    def _write(self, step: Step, actor: Any, at: datetime) -> None:
        here = {"actor": actor, "case_id": self.case_id, "version": self.version, "words": step.words, "at": at}
        if step.do in CHRONOLOGY:
            concerns.add_entry(kind=step.do, happened_at=at - timedelta(minutes=15), place=step.place, **here)
        elif step.do == "action":
            action = concerns.set_action(
                due_on=_on_a_school_day(self.day + timedelta(days=step.days + step.due_days)),
                owner_id=self.days.people[step.owner].pk,
                **here,
            )
            self.actions.append(action.pk)
        elif step.do == "done":
            concerns.finish_action(action_id=self.actions[step.of - 1], **here)
        elif step.do == "close":
            self._take_steps(actor, at)
            here["version"] = self.version
            concerns.close_case(
                outcome=step.outcome, support={}, is_lesson=bool(step.lesson), lesson=step.lesson, **here
            )
        self.version += 1

    def _choose_playbook(self, actor: Any, at: datetime) -> None:
        """The first that goes with the theme of the concern."""
        suggested = self._plan(actor, at).suggested
        concerns.choose_playbooks(
            actor=actor, case_id=self.case_id, version=self.version, chosen=(*suggested, "other")[:1], at=at
        )
        self.version += 1

    def _take_steps(self, actor: Any, at: datetime, only_at_once: bool = False) -> None:
        """The mandatory steps that wait."""
        for one in self._plan(actor, at).steps:
            if one.step.must and one.status == "to-do" and (one.step.at_once or not only_at_once):
                concerns.answer_step(
                    actor=actor,
                    case_id=self.case_id,
                    version=self.version,
                    step=one.step.id,
                    is_done=True,
                    words="Done; the entries of these days say how.",
                    at=at,
                )
                self.version += 1

    def _plan(self, actor: Any, at: datetime) -> PlanRead:
        return read_plan(actor=actor, case_id=self.case_id, today=self.day, at=at)


def _on_a_school_day(day: date) -> date:
    return day + timedelta(days=7 - day.weekday()) if day.weekday() > 4 else day
