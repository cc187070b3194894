"""Duties of Oakfield: "own" is a part that Tom has; the duties themselves are the same everywhere."""

from datetime import UTC, datetime
from typing import Any

from tests import cast
from tests.permissions.objects import Relation
from tutela.web.core.actor import SystemActor
from tutela.web.responsibilities import operations
from tutela.web.responsibilities.models import Assignment

HOLDERS = {"own": cast.tom, "foreign": cast.eli, "about-dsl": cast.dana, "about-head": cast.hana}


def _duty(relation: Relation) -> dict[str, Any] | None:
    return {"duty": "vision"} if relation.name == "own" else None


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


OBJECTS = {
    "responsibilities:duty": _duty,
    "responsibilities:name-holder": _duty,
    "responsibilities:give-up": _part,
}
