"""People, a file of them, and the turn of a year: of Oakfield, whoever they are about, and of Elm Park."""

from datetime import UTC, date, datetime
from typing import Any

from tests import cast
from tests.permissions.objects import Relation
from tutela.web.core.actor import SystemActor
from tutela.web.establishments import operations
from tutela.web.establishments.operations import imports

NOT_ABOUT_SOMEBODY = ("own", "foreign")
CONTENT = b"Reference,First name,Year\r\nR1,Robin,9\r\n"


def _import(relation: Relation) -> dict[str, Any] | None:
    if relation.name not in NOT_ABOUT_SOMEBODY:
        return None
    actor = SystemActor("test", relation.establishment.pk)
    held = imports.hold_file(
        actor=actor, at=datetime.now(UTC), establishment=relation.establishment, name="r.csv", content=CONTENT
    )
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


OBJECTS = {
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
}
