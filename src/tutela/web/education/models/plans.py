"""Lesson plans: written here, or taken in from another establishment, each version once."""

from django.db import models
from django.utils.functional import cached_property

from tutela.web.actions.rules.states import may_own
from tutela.web.core.actor import AnyActor
from tutela.web.core.rows import Record
from tutela.web.education.plans.model import Plan, from_text

PERSON = "establishments.Person"


class LessonPlan(Record):
    """One version of a plan. Those taken in name their hand; the next version counts only if the same key signed it."""

    plan = models.UUIDField()  # the same in every version, and wherever the plan goes
    version = models.PositiveIntegerField()
    content = models.TextField()  # JSON, as plans/model.py says
    made_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    handed_on_by = models.CharField(max_length=200, blank=True)  # "" where it was written here
    author = models.CharField(max_length=200, blank=True)
    key = models.CharField(max_length=64, blank=True)  # the public key, hex
    made = models.CharField(max_length=40, blank=True)  # when, as the file says it
    at = models.DateTimeField()
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["establishment", "plan", "version"], name="lesson_plan_version_once")
        ]

    def __str__(self) -> str:
        return self.words.title

    @cached_property
    def words(self) -> Plan:
        """What it says."""
        return from_text(self.content)

    @property
    def text_key(self) -> str:
        """Its key as an address carries it."""
        return str(self.pk)

    @property
    def is_ours(self) -> bool:
        """Whether it was written here."""
        return not self.key

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["LessonPlan"]:
        """Whoever works here or reviews how things stand."""
        rows = cls.in_scope(actor)
        return rows if actor.is_system or may_own(actor) else rows.none()
