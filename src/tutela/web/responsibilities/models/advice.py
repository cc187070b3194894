"""Whom we asked for advice, what they said, and which decision it informed. It names no learner."""

from django.db import models

from tutela.web.core.actor import AnyActor
from tutela.web.core.permissions import Permission
from tutela.web.core.rows import Record, for_readers

ADVICE_LETTERS = 3000
PERSON = "establishments.Person"


class Advice(Record):
    """Somebody who knows was asked on a day."""

    asked_of = models.CharField(max_length=200)  # often somebody from outside: name, role and body, and no account
    asked_on = models.DateField()
    question = models.TextField(max_length=ADVICE_LETTERS)
    at = models.DateTimeField()
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["establishment", "-asked_on"])]
        verbose_name_plural = "advice"

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Advice"]:
        return for_readers(cls.in_scope(actor), actor, Permission.REVIEW_READ)


class AdviceGiven(Record):
    """What they said, on the day on which they did; there may be more than one."""

    advice = models.ForeignKey(Advice, on_delete=models.PROTECT, related_name="given")
    said = models.TextField(max_length=ADVICE_LETTERS)
    on = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["AdviceGiven"]:
        return cls.in_scope(actor).filter(advice__in=Advice.visible_to(actor))


class AdviceUsed(Record):
    """A decision of the e-safety group that it informed."""

    advice = models.ForeignKey(Advice, on_delete=models.PROTECT, related_name="used")
    decision = models.ForeignKey("responsibilities.Decision", on_delete=models.PROTECT, related_name="advice")
    at = models.DateTimeField()
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["advice", "decision"], name="advice_informs_a_decision_once")]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["AdviceUsed"]:
        return cls.in_scope(actor).filter(advice__in=Advice.visible_to(actor))
