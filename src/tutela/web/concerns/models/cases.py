"""The DSL's work on one or more concerns: its chronology, its actions, how it ended."""

from django.db import models
from django.db.models import Q

from tutela.web.concerns import rules
from tutela.web.concerns.models.visibility import visible_cases
from tutela.web.core.actor import AnyActor
from tutela.web.core.rows import Record


class SafeguardingCase(Record):
    """A case. Whether it is open, and all that was done, is in its chronology; its words have a key of their own."""

    number = models.PositiveIntegerField()
    case_key = models.OneToOneField("core.CaseKey", on_delete=models.PROTECT, related_name="+")
    route = models.CharField(max_length=10)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["establishment", "number"], name="case_numbered_once"),
            models.CheckConstraint(condition=Q(route__in=rules.ROUTES), name="case_route_is_known"),
        ]

    def __str__(self) -> str:
        return f"Case {self.number}"

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["SafeguardingCase"]:
        return visible_cases(actor)


class Action(Record):
    """Something that somebody will do by a day. That it was done is an entry of the chronology."""

    case = models.ForeignKey(SafeguardingCase, on_delete=models.PROTECT, related_name="actions")
    owner = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, null=True, related_name="+")
    due_on = models.DateField()
    set_at = models.DateTimeField()
    sealed_text = models.BinaryField()
    # who does it, where they are not one of those who may read the case
    sealed_owner_name = models.BinaryField()

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Action"]:
        return cls.in_scope(actor).filter(case__in=SafeguardingCase.visible_to(actor))


class CaseEntry(Record):
    """One dated entry of a chronology. `happened_at` orders it; `number`, from 1, says in what order it was written.

    A correction is an entry that cites the old one; the old one stays.
    """

    case = models.ForeignKey(SafeguardingCase, on_delete=models.PROTECT, related_name="entries")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=16)
    happened_at = models.DateTimeField()
    written_at = models.DateTimeField()
    author = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, null=True, related_name="+")
    place = models.CharField(max_length=8, blank=True)
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="corrections")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, null=True, related_name="entries")
    concern = models.ForeignKey("concerns.Concern", on_delete=models.PROTECT, null=True, related_name="+")
    sealed_text = models.BinaryField()

    class Meta:
        ordering = ["happened_at", "number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="case_entry_numbered_once"),
            models.UniqueConstraint(fields=["action"], condition=Q(kind="action-done"), name="action_is_done_once"),
            models.CheckConstraint(condition=Q(kind__in=rules.CASE_ENTRIES), name="case_entry_kind_is_known"),
            models.CheckConstraint(
                condition=Q(kind="correction", corrects__isnull=False)
                | (~Q(kind="correction") & Q(corrects__isnull=True)),
                name="case_correction_cites_an_entry",
            ),
        ]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["CaseEntry"]:
        return cls.in_scope(actor).filter(case__in=SafeguardingCase.visible_to(actor))


class Closing(Record):
    """How a case ended: its outcome, and what the establishment learned from it (requirement S3.38)."""

    case = models.ForeignKey(SafeguardingCase, on_delete=models.PROTECT, related_name="closings")
    entry = models.OneToOneField(CaseEntry, on_delete=models.PROTECT, related_name="closing")
    outcome = models.CharField(max_length=16)
    is_lesson = models.BooleanField()
    # the lesson, or why there is none
    sealed_lesson = models.BinaryField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(outcome__in=rules.OUTCOMES), name="outcome_is_known")]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Closing"]:
        return cls.in_scope(actor).filter(case__in=SafeguardingCase.visible_to(actor))


class SupportDecision(Record):
    """What support one bystander gets, decided when the case was closed."""

    closing = models.ForeignKey(Closing, on_delete=models.PROTECT, related_name="support")
    involved = models.ForeignKey("concerns.Involved", on_delete=models.PROTECT, related_name="+")
    decision = models.CharField(max_length=12)
    sealed_text = models.BinaryField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(decision__in=rules.SUPPORT), name="support_is_known")]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["SupportDecision"]:
        return cls.in_scope(actor).filter(closing__in=Closing.visible_to(actor))
