"""Answers about pictures and uses of them, of whoever the relation is about; "answer" is about oneself alone."""

from datetime import UTC, datetime
from typing import Any

from tests.permissions.objects import Relation
from tutela.web.consents import operations
from tutela.web.core.actor import SystemActor
from tutela.web.establishments.models import Person

ANSWER = {"purpose": "news", "channel": "website", "yes": False, "evidence": "letter"}


def _person(relation: Relation) -> dict[str, Any]:
    return {"pk": relation.subject.pk}


def _answer(relation: Relation) -> dict[str, Any]:
    subject: Person = relation.subject
    actor, at = SystemActor("test", relation.establishment.pk), datetime.now(UTC)
    row = operations.note_answer(actor=actor, at=at, person=subject, given_by=subject, from_on=at.date(), **ANSWER)
    return {"pk": row.pk}


def _use(relation: Relation) -> dict[str, Any]:
    actor, at = SystemActor("test", relation.establishment.pk), datetime.now(UTC)
    row = operations.note_use(
        actor=actor, at=at, establishment=relation.establishment, purpose="news", channel="website", what="A day out",
        where="/news", on=at.date(), people=[relation.subject],
    )  # fmt: skip
    return {"pk": row.pk}


OBJECTS = {
    "consents:person": _person,
    "consents:note-answer": _person,
    "consents:take-down": _person,
    "consents:withdraw": _answer,
    "consents:down": _use,
    "consents:answer": _person,
}
