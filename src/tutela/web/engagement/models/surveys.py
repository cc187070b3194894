"""Surveys, what came of each question, who has answered, and what was done about it.

Nothing leads from an answer to whoever gave it. Answers are sums and words in the order of the alphabet, in one row for
each question that every answer rewrites; a mark says that somebody has answered, without a time, and goes when the
survey ends.
"""

from typing import Any

import msgspec
from django.db import models
from django.utils.translation import gettext_lazy as _

from tutela.web.core.actor import AnyActor
from tutela.web.core.permissions import Permission
from tutela.web.core.rows import Record, Row, for_readers
from tutela.web.engagement.rules.asking import ROLES
from tutela.web.engagement.shipped.surveys import Question


class Survey(Row):
    """Questions as they were asked, of whom, and until when."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Being made")
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Ended")

    class Audience(models.TextChoices):
        STAFF = "staff", _("Staff")
        TEACHERS = "teachers", _("Teachers")
        SUPPORT = "support", _("Support staff")
        LEARNERS = "learners", _("Learners")
        PARENTS = "parents", _("Parents and carers")
        GOVERNORS = "governors", _("Governors")

    template = models.CharField(max_length=40)  # of library/surveys.yaml
    title = models.CharField(max_length=160)
    intro = models.CharField(max_length=500)
    audience = models.CharField(max_length=10, choices=Audience.choices)
    bands = models.JSONField(default=list)  # of learners; none means all
    reading = models.CharField(max_length=8, default="plain")
    questions = models.JSONField()
    state = models.CharField(max_length=6, choices=State.choices, default=State.DRAFT)
    opened_on = models.DateField(null=True, blank=True)
    closes_on = models.DateField(null=True, blank=True)  # the last day on which it is open
    closed_on = models.DateField(null=True, blank=True)
    asked = models.PositiveIntegerField(default=0)  # how many belonged to the audience when it was opened
    answered = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["establishment", "state"])]

    def __str__(self) -> str:
        return self.title

    def list_questions(self) -> list[Question]:
        """As they were asked."""
        return msgspec.convert(self.questions, list[Question])

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Survey"]:
        """Whoever reads reviews sees all; everybody else what asks people of their roles, or did."""
        rows = cls.in_scope(actor)
        if actor.is_system or actor.may(Permission.REVIEW_READ):
            return rows
        audiences = [audience for audience, roles in ROLES.items() if roles & actor.roles]
        return rows.filter(audience__in=audiences).exclude(state=cls.State.DRAFT)


class SurveyAnswers(Row):
    """What came of one question."""

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="answers")
    question = models.CharField(max_length=40)
    sums = models.JSONField(default=dict)  # by the number of the choice; "" is how many answered
    words = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["survey", "question"], name="answers_of_a_question_once")]
        verbose_name_plural = "survey answers"

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["SurveyAnswers"]:
        """Whoever reads reviews, once the survey has ended: nobody watches the sums grow with each person."""
        rows = cls.in_scope(actor).filter(survey__state=Survey.State.CLOSED)
        return for_readers(rows, actor, Permission.REVIEW_READ)


class SurveyMark(Row):
    """Somebody has answered. It says neither when nor what, and goes when the survey ends."""

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="marks")
    person = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["survey", "person"], name="everybody_answers_once")]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["SurveyMark"]:
        """Their own, and nobody else's."""
        rows: Any = cls.in_scope(actor)
        return rows.filter(person_id=actor.person_id) if actor.person_id else rows.none()


class SurveyOutcome(Record):
    """What was done about what people said, for all whom it asked."""

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="outcomes")
    words = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["SurveyOutcome"]:
        """Whoever sees the survey."""
        return cls.in_scope(actor).filter(survey__in=Survey.visible_to(actor))
