"""Registers: each entry is about how a place works and about nobody, so only where it belongs matters."""

from datetime import UTC, date, datetime
from typing import Any

from tests.permissions.objects import Relation
from tutela.web.core.actor import SystemActor
from tutela.web.registers import operations

SYSTEM = SystemActor("test")


def _technology(relation: Relation) -> dict[str, Any] | None:
    if relation.name not in ("own", "foreign"):
        return None
    row = operations.add_technology(
        actor=SYSTEM, at=datetime.now(UTC), establishment_id=relation.establishment.pk, name="Seesaw",
        kind="learning-platform", purpose="Homework", audiences=["learners"], communicates=True, state="in-use",
        since=date(2026, 9, 1),
    )  # fmt: skip
    return {"pk": row.pk}


OBJECTS = {f"registers:{name}": _technology for name in ("technology", "change-technology", "turn-technology")}
