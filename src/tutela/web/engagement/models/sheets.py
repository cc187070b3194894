"""Stacks of survey sheets that came back on paper."""

from django.db import models

from tutela.web.core.actor import AnyActor
from tutela.web.core.permissions import Permission
from tutela.web.core.rows import Record, for_readers
from tutela.web.engagement.models.surveys import Survey


class SheetBatch(Record):
    """So many sheets of a survey were counted and entered by somebody. What they said is in the sums alone."""

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="batches")
    sheets = models.PositiveIntegerField()
    kept = models.CharField(max_length=200)  # where the paper is, or that it was destroyed
    at = models.DateTimeField()
    by = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["SheetBatch"]:
        """Whoever reads reviews."""
        return for_readers(cls.in_scope(actor), actor, Permission.REVIEW_READ)
