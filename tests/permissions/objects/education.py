"""Education: training of one's own staff, and lessons that are about nobody."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

from tests import cast
from tests.permissions.objects import Factory, Relation
from tutela.web.core.actor import SystemActor
from tutela.web.education import operations
from tutela.web.education.models import GroundRulesAgreed, Lesson, LessonPlan
from tutela.web.education.plans.model import Plan, to_text
from tutela.web.establishments.models import Group

SYSTEM = SystemActor("test")
NOW = datetime.now(UTC)
DAY = date(2026, 9, 1)


def _somebody(relation: Relation) -> Any:
    return cast.tom() if relation.name == "own" else cast.eli()


def _of(make: Callable[[Relation], Any]) -> Factory:
    def made(relation: Relation) -> dict[str, Any] | None:
        return {"pk": make(relation)} if relation.name in ("own", "foreign") else None

    return made


def _training(relation: Relation) -> Any:
    return operations.note_training(
        actor=SYSTEM, at=NOW, establishment=relation.establishment, person_id=_somebody(relation).pk, course="prevent",
        done_on=DAY,
    ).pk  # fmt: skip


def _lesson(relation: Relation) -> Any:
    group = Group._base_manager.get_or_create(
        establishment=relation.establishment, key="learners-11-16",
        defaults={"name": "Years 7 to 11", "age_band": "11-16"},
    )[0]  # fmt: skip
    return Lesson._base_manager.create(
        establishment=relation.establishment, topic="privacy", group=group, taught_on=DAY, what="We sorted.", at=NOW
    ).pk


def _plan(relation: Relation) -> Any:
    words = Plan(title="Spot it", topic="privacy", bands=("7-11",), goal="They spot it.", steps="They sort.")
    return LessonPlan._base_manager.create(
        establishment=relation.establishment, plan=uuid4(), version=1, content=to_text(words), at=NOW
    ).pk


def _agreed(relation: Relation) -> Any:
    group = Group._base_manager.get_or_create(
        establishment=relation.establishment, key="learners-11-16",
        defaults={"name": "Years 7 to 11", "age_band": "11-16"},
    )[0]  # fmt: skip
    return GroundRulesAgreed._base_manager.create(
        establishment=relation.establishment, sheet="forums", words_sha256="0" * 64, group=group, agreed_on=DAY, at=NOW
    ).pk


def _sheet(relation: Relation) -> dict[str, Any] | None:
    return {"sheet": "forums"} if relation.name == "own" else None


OBJECTS = {
    "education:ground-rules-sheet": _sheet,
    "education:print-ground-rules": _sheet,
    "education:note-ground-rules": _sheet,
    "education:strike-ground-rules": _of(_agreed),
    "education:part": lambda relation: {"part": "at-home"} if relation.name == "own" else None,
    "education:print-pathway": lambda relation: {"pathway": "volunteers"} if relation.name == "own" else None,
    "education:pathway-on-paper": lambda relation: {"pathway": "volunteers"} if relation.name == "own" else None,
    "education:plan": _of(_plan),
    "education:ready-plan": lambda relation: {"key": "shared-systems"} if relation.name == "own" else None,
    "education:change-plan": _of(_plan),
    "education:share-plan": _of(_plan),
    "education:person": _of(lambda relation: _somebody(relation).pk),
    "education:note-training": _of(lambda relation: _somebody(relation).pk),
    "education:strike-training": _of(_training),
    "education:strike-lesson": _of(_lesson),
    "education:topic": lambda relation: {"topic": "privacy"} if relation.name == "own" else None,
    "education:note-lesson": lambda relation: {"topic": "privacy"} if relation.name == "own" else None,
}
