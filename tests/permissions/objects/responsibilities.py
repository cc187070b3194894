"""Duties and the e-safety group: "own" is Tom's part and Tom's seat, so he reads the group's papers.

Duties, groups concerned and steps are the same everywhere.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from tests import cast
from tests.permissions.objects import Relation
from tutela.web.core.actor import SystemActor
from tutela.web.responsibilities import operations
from tutela.web.responsibilities.models import Assignment, Invitation, Member

HOLDERS = {"own": cast.tom, "foreign": cast.eli, "about-dsl": cast.dana, "about-head": cast.hana}


def _part(relation: Relation) -> dict[str, Any] | None:
    here, person = relation.establishment, HOLDERS[relation.name]()
    found = Assignment._base_manager.filter(establishment=here, person=person, end__isnull=True).first()
    return {
        "pk": (
            found
            or operations.assign(
                actor=SystemActor("test", here.pk), at=datetime.now(UTC), establishment=here, duty="vision",
                part="informed", person=person,
            )
        ).pk
    }  # fmt: skip


def _seat(relation: Relation) -> dict[str, Any] | None:
    if relation.name not in ("own", "foreign"):
        return None
    here, person = relation.establishment, HOLDERS[relation.name]()
    found = Member._base_manager.filter(establishment=here, person=person, end__isnull=True).first()
    return {
        "pk": (
            found
            or operations.seat(
                actor=SystemActor("test", here.pk), at=datetime.now(UTC), establishment=here, person=person,
                perspective="curriculum",
            )
        ).pk
    }  # fmt: skip


def _meeting(relation: Relation) -> dict[str, Any] | None:
    if _seat(relation) is None:
        return None
    here, at = relation.establishment, datetime.now(UTC)
    actor = SystemActor("test", here.pk)
    return {"pk": operations.call_meeting(actor=actor, at=at, establishment=here, on=at.date()).pk}


def _advice(relation: Relation) -> dict[str, Any] | None:
    if relation.name not in ("own", "foreign"):
        return None
    here, at = relation.establishment, datetime.now(UTC)
    row = operations.ask_advice(
        actor=SystemActor("test", here.pk), at=at, establishment=here, asked_of="Jo Field", question="May we?",
        on=at.date(),
    )  # fmt: skip
    return {"pk": row.pk}


def _same(**parameters: str) -> Callable[[Relation], dict[str, Any] | None]:
    return lambda relation: dict(parameters) if relation.name == "own" else None


def _invitation(relation: Relation) -> dict[str, Any] | None:
    """Leah's; at Elm Park that of somebody of another place."""
    if relation.name not in ("own", "foreign"):
        return None
    here, at = relation.establishment, datetime.now(UTC)
    asked, by = (cast.leah(), cast.dana()) if relation.name == "own" else (cast.ria(), cast.eli())
    found = Invitation._base_manager.filter(establishment=here, person=asked, ended_at=None).first()
    row = found or Invitation._base_manager.create(
        establishment=here, group="authority", person=asked, organisation="Council", questions=["What now?"],
        invited_at=at, invited_by=by, until_on=at.date() + timedelta(days=9),
    )  # fmt: skip
    return {"pk": row.pk}


OBJECTS = {
    "responsibilities:invite": _same(group="authority"),
    "responsibilities:end-invite": _invitation,
    "responsibilities:contribute": _invitation,
    "responsibilities:duty": _same(duty="vision"),
    "responsibilities:name-holder": _same(duty="vision"),
    "responsibilities:give-up": _part,
    "responsibilities:leave-seat": _seat,
    "responsibilities:meeting": _meeting,
    "responsibilities:minutes": _meeting,
    "responsibilities:decide": _meeting,
    "responsibilities:call-off": _meeting,
    "responsibilities:stakeholder": _same(group="learners"),
    "responsibilities:note-contact": _same(group="learners"),
    "responsibilities:name-speaker": _same(group="learners"),
    "responsibilities:note-advice": _advice,
    "responsibilities:use-advice": _advice,
    "responsibilities:look": _same(kind="filtering"),
    "responsibilities:note-look": _same(kind="filtering"),
    "responsibilities:note-step": _same(record="vision-approved"),
    "responsibilities:answer": _same(step="vision"),
}
