"""Who may see what a register holds: it is about how a place works and about nobody."""

from typing import TypeVar

from django.db import models

from tutela.web.core.actor import AnyActor
from tutela.web.core.permissions import Permission
from tutela.web.core.rows import Row

Entry = TypeVar("Entry", bound=Row)


def for_reviewers(model: type[Entry], actor: AnyActor) -> "models.QuerySet[Entry]":
    """All rows of the establishment for whoever reads reviews, none for anybody else."""
    rows = model.in_scope(actor)
    return rows if actor.is_system or actor.may(Permission.REVIEW_READ) else rows.none()
