"""Whether something was clear to those who read it, who has answered, and what was done about it.

Nothing leads from an answer to whoever gave it: answers are sums, words in the order of the alphabet, without times; a
mark says that somebody has answered, without a time, and goes when the next version is answered for the first time.
"""

from typing import Any

from django.db import models

from tutela.web.core.actor import AnyActor
from tutela.web.core.permissions import Permission
from tutela.web.core.rows import Record, Row, for_readers


class Feedback(Row):
    """What readers said of one version of one item, of whatever part: a policy, a help page, a lesson, a letter."""

    item = models.CharField(max_length=120)  # "policy:<uuid>", "help:block:7-11"
    version = models.CharField(max_length=40)
    title = models.CharField(max_length=160)
    address = models.CharField(max_length=200)  # where those who look after it find it
    waiting = models.JSONField(default=dict)  # sums by group that are not shown yet
    waiting_words = models.JSONField(default=list)
    shown = models.JSONField(default=dict)  # sums by group
    words = models.JSONField(default=list)
    answers = models.PositiveIntegerField(default=0)  # how many are shown

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["establishment", "item", "version"], name="feedback_of_a_version_once")
        ]
        verbose_name_plural = "feedback"

    def __str__(self) -> str:
        return self.title

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Feedback"]:
        """Whoever reads reviews, once there is anything that may be shown."""
        return for_readers(cls.in_scope(actor), actor, Permission.REVIEW_READ).filter(answers__gt=0)


class FeedbackMark(Row):
    """Somebody has answered. It says neither when nor what."""

    feedback = models.ForeignKey(Feedback, on_delete=models.PROTECT, related_name="marks")
    person = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["feedback", "person"], name="everybody_says_once_whether_it_was_clear")
        ]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["FeedbackMark"]:
        """Their own, and nobody else's."""
        rows: Any = cls.in_scope(actor)
        return rows.filter(person_id=actor.person_id) if actor.person_id else rows.none()


class FeedbackOutcome(Record):
    """What was done about it, and how much of it had been shown by then."""

    feedback = models.ForeignKey(Feedback, on_delete=models.PROTECT, related_name="outcomes")
    answers = models.PositiveIntegerField()
    words = models.CharField(max_length=200)
    at = models.DateTimeField()
    by = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["FeedbackOutcome"]:
        """Whoever reads reviews."""
        return for_readers(cls.in_scope(actor), actor, Permission.REVIEW_READ)
