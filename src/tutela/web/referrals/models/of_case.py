"""What belongs to a case is seen by whoever may see the case, and by nobody else."""

from typing import Any

from django.db import models

from tutela.web.concerns import queries as concerns
from tutela.web.core.actor import AnyActor


def visible_through(rows: models.QuerySet, actor: AnyActor, path: str = "case") -> Any:
    """Of these rows, those whose case the actor may see; `path` leads to it."""
    return rows if actor.is_system else rows.filter(**{f"{path}__in": concerns.visible_case_ids(actor)})
