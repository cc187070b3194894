"""Lessons that were taught about being safe online, to a group and about nobody. Written once."""

from django.db import models

from tutela.web.actions.rules.states import may_own
from tutela.web.core.actor import AnyActor
from tutela.web.core.rows import Record

PERSON = "establishments.Person"


class Lesson(Record):
    """A topic was taught to a year group or a class on a day."""

    topic = models.CharField(max_length=60)  # an id of library/curriculum.yaml
    group = models.ForeignKey("establishments.Group", on_delete=models.PROTECT, related_name="+")
    taught_on = models.DateField()
    what = models.CharField(max_length=300)
    link = models.CharField(max_length=500, blank=True)
    resource = models.ForeignKey(
        "registers.Resource", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    plan = models.ForeignKey(
        "education.LessonPlan", on_delete=models.PROTECT, null=True, blank=True, related_name="lessons"
    )  # the version it was taught with
    at = models.DateTimeField()
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["establishment", "topic", "-taught_on"])]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Lesson"]:
        """Whoever works here or reviews how things stand."""
        rows = cls.in_scope(actor)
        return rows if actor.is_system or may_own(actor) else rows.none()


class LessonStruck(Record):
    """An entry was a mistake and counts for nothing from then on."""

    lesson = models.OneToOneField(Lesson, on_delete=models.PROTECT, related_name="struck")
    reason = models.CharField(max_length=300)
    at = models.DateTimeField()
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["LessonStruck"]:
        return cls.in_scope(actor).filter(lesson__in=Lesson.visible_to(actor))
