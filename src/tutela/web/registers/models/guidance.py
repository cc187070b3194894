"""Guidance that is watched, its versions, and every look at it."""

from django.db import models
from django.db.models import Q

from tutela.web.core.actor import AnyActor
from tutela.web.core.rows import Record, Row
from tutela.web.registers.models.reading import for_reviewers


class Guidance(Row):
    """A document of somebody else that this place goes by. Archived ones stay to be read and count for nothing."""

    library_key = models.CharField(max_length=60, blank=True)  # of library/guidance.yaml, where it came from there
    title = models.CharField(max_length=200)
    publisher = models.CharField(max_length=120)
    address = models.CharField(max_length=500, blank=True)
    check_days = models.PositiveIntegerField()  # after how many days it is looked at again
    version = models.CharField(max_length=80, blank=True)  # the newest that is known here
    checked_on = models.DateField(null=True, blank=True)
    archived_why = models.CharField(max_length=300, blank=True)  # "" while it is watched

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["establishment", "library_key"],
                condition=~Q(library_key=""),
                name="listed_guidance_stands_once",
            )
        ]
        verbose_name_plural = "guidance"

    def __str__(self) -> str:
        return self.title

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Guidance"]:
        return for_reviewers(cls, actor)


class GuidanceVersion(Record):
    """A version that became known, and in our own words what changed with it."""

    guidance = models.ForeignKey(Guidance, on_delete=models.PROTECT, related_name="versions")
    version = models.CharField(max_length=80)
    dated_on = models.DateField(null=True, blank=True)  # the day the publisher gives it
    changed = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["GuidanceVersion"]:
        return for_reviewers(cls, actor)


class GuidanceCheck(Record):
    """Somebody looked whether there is a newer version, and there was none."""

    guidance = models.ForeignKey(Guidance, on_delete=models.PROTECT, related_name="checks")
    words = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["GuidanceCheck"]:
        return for_reviewers(cls, actor)
