"""When half-terms begin at an establishment, where somebody has said so."""

from django.db import models

from tutela.web.core.actor import AnyActor
from tutela.web.core.rows import Record


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
