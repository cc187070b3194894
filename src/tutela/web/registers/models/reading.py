"""Who may see what a register holds: it is about how a place works and about nobody."""

from typing import TypeVar

from django.db import models

from tutela.web.core.actor import AnyActor
from tutela.web.core.permissions import Permission
from tutela.web.core.rows import Row, for_readers

Entry = TypeVar("Entry", bound=Row)


def for_reviewers(model: type[Entry], actor: AnyActor) -> "models.QuerySet[Entry]":
    """All rows of the establishment for whoever reads reviews, none for anybody else."""
    return for_readers(model.in_scope(actor), actor, Permission.REVIEW_READ)
