"""What goes on after a case was closed: support for a group, checks at intervals; and which cases belong together."""

from django.db import models
from django.db.models import F, Q

from tutela.web.concerns import rules
from tutela.web.concerns.models.cases import CaseEntry, Closing, SafeguardingCase
from tutela.web.core.actor import AnyActor
from tutela.web.core.rows import Record, Row


class GroupSupport(Record):
    """What support everybody gets who saw or heard it, decided for them together; who they are is sealed (S3.38)."""

    closing = models.OneToOneField(Closing, on_delete=models.PROTECT, related_name="group_support")
    decision = models.CharField(max_length=12)
    sealed_group = models.BinaryField()
    sealed_text = models.BinaryField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(decision__in=rules.SUPPORT), name="group_support_is_known")]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["GroupSupport"]:
        return cls.in_scope(actor).filter(closing__in=Closing.visible_to(actor))


class CheckAfter(Row):
    """A look at a closed case on a day that was set when it was closed. Its answer is an entry of the chronology."""

    case = models.ForeignKey(SafeguardingCase, on_delete=models.PROTECT, related_name="checks")
    closing = models.ForeignKey(Closing, on_delete=models.PROTECT, related_name="checks")
    check_id = models.CharField(max_length=40)
    due_on = models.DateField()
    reminded_at = models.DateTimeField(null=True)
    entry = models.OneToOneField(CaseEntry, on_delete=models.PROTECT, null=True, related_name="check_answered")
    is_fine = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["closing", "check_id"], name="check_set_once"),
            models.CheckConstraint(
                condition=Q(entry__isnull=True, is_fine__isnull=True) | Q(entry__isnull=False, is_fine__isnull=False),
                name="check_is_answered_in_the_chronology",
            ),
        ]
        indexes = [models.Index(fields=["due_on"], condition=Q(entry__isnull=True), name="checks_to_come")]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["CheckAfter"]:
        return cls.in_scope(actor).filter(case__in=SafeguardingCase.visible_to(actor))


class CaseLink(Record):
    """Two cases have to do with each other; the reason stands in the entry of each. Shown to who may see both."""

    case = models.ForeignKey(SafeguardingCase, on_delete=models.PROTECT, related_name="links")
    other = models.ForeignKey(SafeguardingCase, on_delete=models.PROTECT, related_name="+")
    entry = models.OneToOneField(CaseEntry, on_delete=models.PROTECT, related_name="link")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "other"], name="cases_linked_once"),
            models.CheckConstraint(condition=~Q(case=F("other")), name="no_case_linked_with_itself"),
        ]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["CaseLink"]:
        cases = SafeguardingCase.visible_to(actor)
        return cls.in_scope(actor).filter(case__in=cases, other__in=cases)
