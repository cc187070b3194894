"""Actions: "own" is Tom's, so he works on it; "about-dsl" has no owner, so nobody does by owning it."""

from datetime import UTC, datetime
from typing import Any

from tests import cast
from tests.permissions.objects import Relation
from tutela.web.actions import operations
from tutela.web.actions.models import Action, ProofFile
from tutela.web.actions.operations import Document
from tutela.web.core.actor import SystemActor

SYSTEM = SystemActor("test")


def _make(relation: Relation) -> Action | None:
    owners = {"own": cast.tom, "foreign": cast.eli, "about-dsl": lambda: None}
    if relation.name not in owners:
        return None
    return operations.open_action(
        actor=SYSTEM,
        at=datetime.now(UTC),
        establishment_id=relation.establishment.pk,
        title="Train all staff",
        owner=owners[relation.name](),
        source="Self-review",
    )


def _action(relation: Relation) -> dict[str, Any] | None:
    action = _make(relation)
    return {"pk": action.pk} if action else None


def _document(relation: Relation) -> dict[str, Any] | None:
    action, at = _make(relation), datetime.now(UTC)
    if action is None:
        return None
    given = {"words": "Held.", "effective_on": at.date(), "document": Document("minutes.txt", b"All were there.")}
    operations.close_action(actor=SYSTEM, at=at, pk=action.pk, **given)
    return {"pk": ProofFile._base_manager.get(proof__action=action).pk}


NAMES = ("action", "close", "move", "note", "hand-over", "wait-for", "drop", "reopen")
OBJECTS = {f"actions:{name}": _action for name in NAMES} | {"actions:document": _document}
