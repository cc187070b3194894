"""Advice that was asked of a body outside, and what it said."""

from django.db import models

from tutela.web.core.actor import AnyActor
from tutela.web.core.rows import Record
from tutela.web.referrals.models.of_case import visible_through


class Advice(Record):
    """A question put to a body outside. Nobody is named in it unless somebody said why."""

    case = models.ForeignKey("concerns.SafeguardingCase", on_delete=models.PROTECT, related_name="+")
    entry = models.OneToOneField("concerns.CaseEntry", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, null=True, related_name="+")
    names_somebody = models.BooleanField()
    sealed_body = models.BinaryField()
    sealed_question = models.BinaryField()
    sealed_why_named = models.BinaryField()

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Advice"]:
        return visible_through(cls.in_scope(actor), actor)


class AdviceAnswer(Record):
    """What came back. There may be more than one."""

    advice = models.ForeignKey(Advice, on_delete=models.PROTECT, related_name="answers")
    entry = models.OneToOneField("concerns.CaseEntry", on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()
    written_by = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, null=True, related_name="+")
    sealed_text = models.BinaryField()

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["AdviceAnswer"]:
        return visible_through(cls.in_scope(actor), actor, "advice__case")
