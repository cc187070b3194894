"""What a colleague who sees nothing of the case was asked, in words that say what they need (requirement S4.10)."""

from django.db import models
from django.db.models import Q

from tutela.web.concerns import rules
from tutela.web.concerns.models.cases import CaseEntry, SafeguardingCase
from tutela.web.concerns.models.visibility import without_own_cases
from tutela.web.core.actor import AnyActor
from tutela.web.core.rows import Record


class ColleagueAsked(Record):
    """A question to one colleague. It has a key of its own: whoever may read it can open nothing of the case."""

    case = models.ForeignKey(SafeguardingCase, on_delete=models.PROTECT, related_name="asked")
    entry = models.OneToOneField(CaseEntry, on_delete=models.PROTECT, related_name="asked")
    own_key = models.OneToOneField("core.CaseKey", on_delete=models.PROTECT, related_name="+")
    asked = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=12)
    asked_at = models.DateTimeField()
    due_on = models.DateField()
    sealed_question = models.BinaryField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(kind__in=rules.ASKED_FOR), name="asked_for_is_known")]
        indexes = [models.Index(fields=["asked"])]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["ColleagueAsked"]:
        rows = cls.in_scope(actor)
        if actor.is_system:
            return rows
        mine = Q(pk__in=without_own_cases(rows.filter(asked=actor.person_id), actor).values("pk"))
        return rows.filter(mine | Q(case__in=SafeguardingCase.visible_to(actor)))


class ColleagueSaid(Record):
    """What they answered. The case has it in its chronology, under its own key; this copy is theirs to read again."""

    question = models.OneToOneField(ColleagueAsked, on_delete=models.PROTECT, related_name="answer")
    entry = models.OneToOneField(CaseEntry, on_delete=models.PROTECT, related_name="said")
    said_at = models.DateTimeField()
    sealed_answer = models.BinaryField()

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["ColleagueSaid"]:
        return cls.in_scope(actor).filter(question__in=ColleagueAsked.visible_to(actor))
