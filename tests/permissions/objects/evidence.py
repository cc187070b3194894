"""Kinds of evidence: the same address for everybody, with the figures of their own establishment."""

from typing import Any

from tests.permissions.objects import Relation


def _kind(relation: Relation) -> dict[str, Any] | None:
    return {"kind": "contacts.named"} if relation.name == "own" else None


OBJECTS = {"evidence:kind": _kind}
