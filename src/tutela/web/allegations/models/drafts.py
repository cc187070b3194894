"""A report about an adult that is being written."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q

from tutela.web.allegations import rules
from tutela.web.core.actor import AnyActor
from tutela.web.core.rows import Row

KEPT_FOR = timedelta(hours=72)
"""As long as a concern that is being written: from a Friday afternoon to the Monday after."""


class AllegationDraft(Row):
    """What one person has typed so far, sealed. Its key becomes that of the report, so it is sent once."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    reported_as = models.CharField(max_length=10)
    started_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    sealed_answers = models.BinaryField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(reported_as__in=rules.REPORTED_AS), name="allegation_draft_reported_as_known"
            )
        ]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["AllegationDraft"]:
        """One's own and nobody else's, whatever their role."""
        user = getattr(actor, "user_id", None)
        rows = cls.in_scope(actor)
        if actor.is_system:
            return rows
        return rows.filter(user=user) if user else rows.none()
