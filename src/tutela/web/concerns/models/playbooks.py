"""Which playbooks a case goes by, and what became of each step. The words are in the entries of the chronology."""

from django.db import models

from tutela.web.concerns.models.cases import CaseEntry, SafeguardingCase
from tutela.web.core.actor import AnyActor
from tutela.web.core.rows import Record


class PlaybookChoice(Record):
    """A case goes by a playbook from here on, or no longer does; of several rows for one playbook the last holds.

    `steps` are the steps as the library had them on that day, so that a later edition asks nothing new of this case.
    """

    case = models.ForeignKey(SafeguardingCase, on_delete=models.PROTECT, related_name="playbooks")
    entry = models.OneToOneField(CaseEntry, on_delete=models.PROTECT, related_name="playbook_choice")
    playbook = models.CharField(max_length=40)
    edition = models.CharField(max_length=12)
    is_chosen = models.BooleanField()
    steps = models.JSONField(default=list)

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["PlaybookChoice"]:
        return cls.in_scope(actor).filter(case__in=SafeguardingCase.visible_to(actor))


class StepAnswer(Record):
    """A step was done, or left out for a reason; the last answer holds, in every playbook that has the step."""

    case = models.ForeignKey(SafeguardingCase, on_delete=models.PROTECT, related_name="step_answers")
    entry = models.OneToOneField(CaseEntry, on_delete=models.PROTECT, related_name="step_answer")
    step = models.CharField(max_length=40)
    is_done = models.BooleanField()

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["StepAnswer"]:
        return cls.in_scope(actor).filter(case__in=SafeguardingCase.visible_to(actor))
