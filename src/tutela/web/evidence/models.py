"""Figures as they were at a time, never changed afterwards."""

from django.db import models

from tutela.web.core.actor import AnyActor
from tutela.web.core.permissions import Permission
from tutela.web.core.rows import Record


class Evidence(Record):
    """One figure of one kind at one moment. It counts; of a single person it says nothing."""

    kind = models.CharField(max_length=60)
    about = models.CharField(max_length=120, blank=True)  # a clause or a technology, where the kind has many
    value = models.FloatField()
    as_at = models.DateTimeField()
    address = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["establishment", "kind", "about", "-as_at"])]
        verbose_name_plural = "evidence"

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Evidence"]:
        """Whoever may read reviews: figures are what reviews are held against."""
        rows = cls.in_scope(actor)
        return rows if actor.is_system or actor.may(Permission.REVIEW_READ) else rows.none()
