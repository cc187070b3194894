"""A review of Oakfield's or Elm Park's own with all that hangs on it; reviews are about no single person."""

from datetime import UTC, datetime, timedelta
from typing import Any

from tests import cast
from tests.permissions.objects import Relation
from tutela.web.core.actor import SystemActor
from tutela.web.reviews import operations
from tutela.web.reviews.frameworks import shelf
from tutela.web.reviews.frameworks.model import list_statements
from tutela.web.reviews.models import Certificate, Guest, Review, StatementFile

FRAMEWORK = "filtering-and-monitoring"


def _make(relation: Relation) -> Review | None:
    if relation.name not in ("own", "foreign"):
        return None
    found = Review._base_manager.filter(establishment=relation.establishment).first()
    return found or operations.start_review(
        actor=SystemActor("test", relation.establishment.pk),
        at=datetime.now(UTC),
        establishment_id=relation.establishment.pk,
        person_id=cast.dana().pk,
        framework=_framework(),
    )


def _framework() -> Any:
    return next(one for one in shelf.list_shipped() if one.id == FRAMEWORK)


def _review(relation: Relation) -> dict[str, Any] | None:
    review = _make(relation)
    return {"pk": review.pk} if review else None


def _statement(relation: Relation) -> dict[str, Any] | None:
    found = _review(relation)
    return found and {**found, "number": 1}


def _file(relation: Relation) -> dict[str, Any] | None:
    review, at = _make(relation), datetime.now(UTC)
    if review is None:
        return None
    found = StatementFile._base_manager.filter(review=review).first()
    kept = found or operations.add_file(
        actor=SystemActor("test", relation.establishment.pk),
        at=at,
        review=review,
        person_id=cast.dana().pk,
        statement=list_statements(_framework())[0].id,
        name="roles.txt",
        content=b"All four are named.",
        effective_on=at.date(),
    )
    return {"pk": kept.pk}


def _certificate(relation: Relation) -> dict[str, Any] | None:
    review, at = _make(relation), datetime.now(UTC)
    if review is None:
        return None
    row = Certificate(
        establishment=relation.establishment,
        review=review,
        issued_at=at,
        issued_by=cast.dana(),
        until=at + timedelta(days=1),
        text="{}\n",
    )
    row.save()
    return {"pk": row.pk}


def _guest(relation: Relation) -> dict[str, Any] | None:
    """The invitation of whoever is a guest at Oakfield; to Elm Park they are not invited."""
    review, at = _make(relation), datetime.now(UTC)
    if review is None:
        return None
    row = Guest(
        establishment=relation.establishment,
        review=review,
        person=cast.vera() if relation.name == "own" else cast.ria(),
        invited_at=at,
        invited_by=cast.dana(),
        until_on=at.date() + timedelta(days=9),
    )
    Guest._base_manager.filter(review=review).update(ended_at=at)
    row.save()
    return {"pk": row.pk}


def _guest_statement(relation: Relation) -> dict[str, Any] | None:
    found = _guest(relation)
    return found and {**found, "number": 1}


def _lens(relation: Relation) -> dict[str, Any] | None:
    """A lens is about nobody; everybody who reads reviews reads their own place through it."""
    return {"lens": "duties"} if relation.name == "own" else None


OF_A_REVIEW = (
    "review",
    "complete",
    "paper",
    "word",
    "groups",
    "proposed",
    "guests",
    "certificate",
    "certify",
    "figures",
)
OF_A_STATEMENT = ("statement", "accept-step", "keep-draft", "drop-draft", "add-file")
OBJECTS = {
    **{f"reviews:{name}": _review for name in OF_A_REVIEW},
    **{f"reviews:{name}": _statement for name in OF_A_STATEMENT},
    "reviews:lens": _lens,
    "reviews:file": _file,
    "reviews:certificate-file": _certificate,
    "reviews:end-invitation": _guest,
    "reviews:invited": _guest,
    "reviews:invited-statement": _guest_statement,
}
