"""Logs of other filters: they are about files, not about people."""

from datetime import UTC, datetime
from typing import Any

from tests import cast
from tests.permissions.objects import Relation
from tutela.web.core.actor import SystemActor
from tutela.web.records import operations
from tutela.web.records.models import LogImport

PLACES = {"own": cast.oakfield, "foreign": cast.elm_park}


def _log(relation: Relation) -> dict[str, Any] | None:
    if relation.name not in PLACES:
        return None
    row = operations.receive(
        actor=SystemActor("test"),
        at=datetime.now(UTC),
        establishment=PLACES[relation.name](),
        file_name="access.log",
        place=f"{relation.name}.log",
        source=LogImport.Source.FOLDER,
        size=5,
    )
    return {"pk": row.pk}


OBJECTS = {"records:log": _log, "records:bad-lines": _log, "records:search-again": _log}
