"""What is written down on the way through the seven steps. Live figures are not kept here: they speak themselves."""

from django.db import models

from tutela.web.core.actor import AnyActor
from tutela.web.core.permissions import Permission
from tutela.web.core.rows import Record, for_readers

WORDS_LETTERS = 2000


class StepRecord(Record):
    """What was done for a step, from the day from which it is so; the newest of its name counts."""

    record = models.CharField(max_length=60)  # its name in library/journey.yaml
    words = models.TextField(max_length=WORDS_LETTERS)
    on = models.DateField()
    link = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["establishment", "record", "-on"])]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["StepRecord"]:
        return for_readers(cls.in_scope(actor), actor, Permission.REVIEW_READ)


class Answer(Record):
    """An answer to the question of a step, with the figure that will show it or the action that carries it out."""

    step = models.CharField(max_length=60)
    words = models.TextField(max_length=WORDS_LETTERS)
    measure = models.CharField(max_length=60, blank=True)  # a kind of live evidence
    action = models.ForeignKey("actions.Action", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    on = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["establishment", "step", "-at"])]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(measure="") | models.Q(action__isnull=False),
                name="answer_has_a_measure_or_an_action",
            )
        ]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Answer"]:
        return for_readers(cls.in_scope(actor), actor, Permission.REVIEW_READ)
