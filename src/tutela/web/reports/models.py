"""When half-terms begin where somebody has said so, and totals of groups from the school's own records system."""

from django.db import models
from django.db.models import Q

from tutela.web.core.actor import AnyActor
from tutela.web.core.permissions import Permission
from tutela.web.core.rows import Record, for_readers

COUNTED = ("sanctions", "concerns", "alerts", "blocks")


class TermDates(Record):
    """The first days of the six half-terms of one school year, as a named person entered them; the newest count."""

    year = models.PositiveSmallIntegerField()  # the calendar year in which the school year begins
    starts = models.JSONField()  # six days, "2026-09-01", in order
    chosen_by = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, related_name="+")
    chosen_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["establishment", "year", "chosen_at"])]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["TermDates"]:
        """Term dates say nothing about a person."""
        return cls.in_scope(actor)


class GroupTotals(Record):
    """What the records system counted in a school year, by group, with nobody in it; the newest of a kind counts."""

    year = models.PositiveSmallIntegerField()
    counted = models.CharField(max_length=10)
    rows = models.JSONField()  # [characteristic, group, learners, count]
    noted_by = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, null=True, related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(counted__in=COUNTED), name="group_totals_count_known")]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["GroupTotals"]:
        return for_readers(cls.in_scope(actor), actor, Permission.REPORT_READ)
