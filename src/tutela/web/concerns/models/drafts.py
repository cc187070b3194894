"""A report that is being written."""

from datetime import timedelta

from django.conf import settings
from django.db import models

from tutela.web.core.actor import AnyActor
from tutela.web.core.rows import Row

KEPT_FOR = timedelta(hours=72)
"""From a Friday afternoon to the Monday after."""


class ConcernDraft(Row):
    """The answers so far of one person's report, sealed. Its key becomes that of the concern, so it is sent once."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    started_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    sealed_answers = models.BinaryField()
    # how often its writer was reminded since they last wrote
    reminded = models.PositiveSmallIntegerField(default=0)

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["ConcernDraft"]:
        """One's own and nobody else's."""
        user = getattr(actor, "user_id", None)
        rows = cls.in_scope(actor)
        if actor.is_system:
            return rows
        return rows.filter(user=user) if user else rows.none()
