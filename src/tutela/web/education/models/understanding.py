"""What people answered to the questions of a course or a unit, and who went a pathway on paper. Written once."""

from django.db import models
from django.db.models import F, Q

from tutela.web.core.actor import AnyActor
from tutela.web.core.permissions import Permission
from tutela.web.core.rows import Record, for_readers
from tutela.web.education.models.training import PERSON


class Understanding(Record):
    """Somebody answered the questions of one part; how many were right, not which."""

    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=60)  # the id of a course or a unit of library/training.yaml
    edition = models.CharField(max_length=12)  # which words the questions had, hex
    right = models.PositiveSmallIntegerField()
    asked = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["establishment", "person", "part"])]
        constraints = [models.CheckConstraint(condition=Q(right__lte=F("asked")), name="no_more_right_than_asked")]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Understanding"]:
        """Their own, and nobody else's: others see sums of five people and more."""
        rows = cls.in_scope(actor)
        return rows if actor.is_system else rows.filter(person_id=actor.person_id, person_id__isnull=False)


class PathwayOnPaper(Record):
    """So many people read the units of a pathway and answered on paper; no names, and who keeps the sheets."""

    pathway = models.CharField(max_length=60)
    people = models.PositiveIntegerField()
    understood = models.PositiveIntegerField()  # of them, so many had every answer right
    done_on = models.DateField()
    kept = models.CharField(max_length=160)
    at = models.DateTimeField()
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(people__gt=0) & Q(understood__lte=F("people")), name="no_more_understood_than_people"
            )
        ]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["PathwayOnPaper"]:
        """Numbers alone: whoever reviews how things stand."""
        return for_readers(cls.in_scope(actor), actor, Permission.REVIEW_READ)
