"""Surveys: those here are of staff and open, so whoever works here answers them and whoever reads reviews looks on."""

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.permissions.objects import Relation
from tutela.web.core.actor import SystemActor
from tutela.web.engagement import operations
from tutela.web.engagement.models import Survey

SYSTEM = SystemActor("test")


def _survey(relation: Relation) -> Survey | None:
    if relation.name not in ("own", "foreign"):
        return None
    at = datetime.now(UTC)
    row = operations.draft_survey(actor=SYSTEM, at=at, establishment_id=relation.establishment.pk, template="staff")
    return operations.open_survey(actor=SYSTEM, at=at, pk=row.pk, closes_on=at.date() + timedelta(days=9))


def _one(relation: Relation) -> dict[str, Any] | None:
    row = _survey(relation)
    return {"pk": row.pk} if row else None


def _question(relation: Relation) -> dict[str, Any] | None:
    row = _survey(relation)
    return {"pk": row.pk, "question": "whom-to-tell"} if row else None


NAMES = ("survey", "questions", "open", "close", "outcome", "answer")
OBJECTS = {f"engagement:{name}": _one for name in NAMES} | {"engagement:act": _question}
