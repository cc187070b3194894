"""A case opened in an emergency by somebody who does not work on it: for an hour, to be read and for nothing else."""

from django.db import models
from django.db.models import F, Q

from tutela.web.concerns.models.cases import CaseEntry, SafeguardingCase
from tutela.web.core.actor import AnyActor
from tutela.web.core.rows import Row


class BrokenGlass(Row):
    """One opening: by whom, why (sealed), until when, who was told, and what the review of it found."""

    case = models.ForeignKey(SafeguardingCase, on_delete=models.PROTECT, related_name="openings")
    entry = models.OneToOneField(CaseEntry, on_delete=models.PROTECT, related_name="opening")
    person = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    until_at = models.DateTimeField()
    told = models.ManyToManyField("establishments.Person", related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, null=True, related_name="+")
    was_right = models.BooleanField(null=True)
    alarmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until_at__gt=F("opened_at")), name="opening_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(reviewed_at__isnull=True, reviewed_by__isnull=True, was_right__isnull=True)
                | Q(reviewed_at__isnull=False, reviewed_by__isnull=False, was_right__isnull=False),
                name="opening_is_reviewed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("person")),
                name="opening_not_reviewed_by_oneself",
            ),
        ]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["BrokenGlass"]:
        return cls.in_scope(actor).filter(case__in=SafeguardingCase.visible_to(actor))
