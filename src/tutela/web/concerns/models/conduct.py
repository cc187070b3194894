"""What somebody did of their own accord or not, and what followed for them."""

from django.db import models
from django.db.models import Q

from tutela.web.concerns import rules
from tutela.web.concerns.models.cases import CaseEntry, SafeguardingCase
from tutela.web.concerns.models.people import Involved
from tutela.web.core.actor import AnyActor
from tutela.web.core.rows import Record


class Agency(Record):
    """Whether somebody acted of their own accord, as the lead judged it then; the last judgement holds (S1.26)."""

    case = models.ForeignKey(SafeguardingCase, on_delete=models.PROTECT, related_name="agencies")
    entry = models.OneToOneField(CaseEntry, on_delete=models.PROTECT, related_name="agency")
    involved = models.ForeignKey(Involved, on_delete=models.PROTECT, related_name="+")
    agency = models.CharField(max_length=12)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(agency__in=rules.AGENCIES), name="agency_is_known")]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Agency"]:
        return cls.in_scope(actor).filter(case__in=SafeguardingCase.visible_to(actor))


class Sanction(Record):
    """A sanction for somebody in a case, with its reason in the entry; `overrides` where they had been coerced."""

    case = models.ForeignKey(SafeguardingCase, on_delete=models.PROTECT, related_name="sanctions")
    entry = models.OneToOneField(CaseEntry, on_delete=models.PROTECT, related_name="sanction")
    involved = models.ForeignKey(Involved, on_delete=models.PROTECT, related_name="+")
    sanction = models.CharField(max_length=40)
    agency = models.CharField(max_length=12)
    overrides = models.BooleanField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(agency__in=rules.AGENCIES), name="sanction_agency_is_known"),
            models.CheckConstraint(
                condition=~Q(agency="coerced") | Q(overrides=True), name="no_sanction_on_the_coerced_by_itself"
            ),
        ]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Sanction"]:
        return cls.in_scope(actor).filter(case__in=SafeguardingCase.visible_to(actor))


class PersonKind(Record):
    """What kind of person somebody in a case is, where nobody of the list was chosen; the last one holds."""

    case = models.ForeignKey(SafeguardingCase, on_delete=models.PROTECT, related_name="person_kinds")
    involved = models.ForeignKey(Involved, on_delete=models.PROTECT, related_name="kinds")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10)
    at = models.DateTimeField()
    set_by = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=rules.PERSON_KINDS), name="person_kind_is_known"),
            models.UniqueConstraint(fields=["case", "involved", "number"], name="person_kind_numbered_once"),
        ]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["PersonKind"]:
        return cls.in_scope(actor).filter(case__in=SafeguardingCase.visible_to(actor))
