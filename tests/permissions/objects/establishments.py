"""People, a file of them, and the turn of a year: of Oakfield, whoever they are about, and of Elm Park."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from tests import cast
from tests.permissions.objects import Relation
from tutela.web.core.actor import SystemActor
from tutela.web.establishments import operations
from tutela.web.establishments.models import KnownDevice, RoleHolding, RoleProposal
from tutela.web.establishments.operations import imports

NOT_ABOUT_SOMEBODY = ("own", "foreign")
CONTENT = b"Reference,First name,Year\r\nR1,Robin,9\r\n"


def _import(relation: Relation) -> dict[str, Any] | None:
    if relation.name not in NOT_ABOUT_SOMEBODY:
        return None
    actor = SystemActor("test", relation.establishment.pk)
    try:
        held = imports.hold_file(
            actor=actor, at=datetime.now(UTC), establishment=relation.establishment, name="r.csv", content=CONTENT
        )
    except imports.AnotherImport as already:  # of another address within the same test
        return {"pk": already.other.pk}
    imports.take_step(actor=actor, at=datetime.now(UTC), pk=held.pk)
    return {"pk": held.pk}


def _turn(relation: Relation) -> dict[str, Any] | None:
    if relation.name not in NOT_ABOUT_SOMEBODY:
        return None
    turn = operations.roll_over(
        actor=cast.SETTING_UP,
        at=datetime.now(UTC),
        establishment=relation.establishment,
        on=date(2027, 9, 1),
        last_year=11,
    )
    return {"pk": turn.pk}


def _person(relation: Relation) -> dict[str, Any] | None:
    return {"pk": relation.subject.pk}


def _parent(relation: Relation) -> dict[str, Any]:
    """A parent of whom it is about; of those who have none here, somebody else."""
    other = cast.pat() if relation.establishment == cast.oakfield() else cast.eli()
    return {"pk": relation.subject.pk, "parent": other.pk}


def _holding(relation: Relation) -> dict[str, Any]:
    rows = RoleHolding._base_manager.filter(person=relation.subject)
    return {"pk": rows.order_by("from_on").first().pk}


def _proposal(relation: Relation) -> dict[str, Any]:
    """That they be governor or the like, proposed by somebody without a part in the table."""
    by = cast.eli() if relation.name == "foreign" else cast.tom()
    found = RoleProposal._base_manager.filter(person=relation.subject).first()
    return {
        "pk": (
            found
            or RoleProposal._base_manager.create(
                establishment=relation.establishment,
                person=relation.subject,
                role="chair",
                on=date(2027, 9, 1),
                proposed_by=by,
                proposed_at=datetime.now(UTC),
            )
        ).pk
    }


def _device(relation: Relation) -> dict[str, Any]:
    """A device of whomever it is about; of those who have one already, that one."""
    found = KnownDevice._base_manager.filter(person=relation.subject, ended_at=None).first()
    number = KnownDevice._base_manager.count() + 1
    return {
        "pk": (
            found
            or operations.add_device(
                actor=cast.SETTING_UP,
                at=datetime.now(UTC),
                establishment=relation.establishment,
                name="Laptop",
                address=f"10.2.{number // 250}.{number % 250}",
                person=relation.subject,
            )
        ).pk
    }


def _absence(relation: Relation) -> dict[str, Any]:
    at = datetime.now(UTC)
    return {
        "pk": operations.note_absence(
            actor=cast.SETTING_UP,
            person=relation.subject,
            from_on=at.date(),
            until_on=at.date() + timedelta(days=2),
            at=at,
        ).pk
    }


OBJECTS = {
    "establishments:away-end": _absence,
    "establishments:import": _import,
    "establishments:import-confirm": _import,
    "establishments:import-drop": _import,
    "establishments:import-faults": _import,
    "establishments:import-template": lambda relation: {"kind": "learners"} if relation.name == "own" else None,
    "establishments:prevent": lambda relation: {"kind": "lead"} if relation.name == "own" else None,
    "establishments:years-take-back": _turn,
    "establishments:person": _person,
    "establishments:leave": _person,
    "establishments:come-back": _person,
    "establishments:describe": _person,
    "establishments:place": _person,
    "establishments:invite": _person,
    "establishments:device-of": _person,
    "establishments:device-end": _device,
    "establishments:credential": _person,
    "establishments:credential-end": _person,
    "establishments:parents": _person,
    "establishments:parent": _parent,
    "establishments:role-give": _person,
    "establishments:role-stop": _holding,
    "establishments:role-proposal": _proposal,
    "establishments:add-one": lambda relation: {"kind": "staff"} if relation.name == "own" else None,
}
