"""A review of Oakfield's or Elm Park's own; reviews are about no single person."""

from datetime import UTC, datetime
from typing import Any

from tests import cast
from tests.permissions.objects import Relation
from tutela.web.core.actor import SystemActor
from tutela.web.reviews import operations
from tutela.web.reviews.frameworks import shelf
from tutela.web.reviews.models import Review


def _review(relation: Relation) -> dict[str, Any] | None:
    if relation.name not in ("own", "foreign"):
        return None
    found = Review._base_manager.filter(establishment=relation.establishment).first()
    review = found or operations.start_review(
        actor=SystemActor("test", relation.establishment.pk),
        at=datetime.now(UTC),
        establishment_id=relation.establishment.pk,
        person_id=cast.dana().pk,
        framework=next(one for one in shelf.list_shipped() if one.id == "filtering-and-monitoring"),
    )
    return {"pk": review.pk}


def _statement(relation: Relation) -> dict[str, Any] | None:
    found = _review(relation)
    return found and {**found, "number": 1}


OBJECTS = {
    "reviews:review": _review,
    "reviews:complete": _review,
    "reviews:paper": _review,
    "reviews:statement": _statement,
    "reviews:accept-step": _statement,
}
