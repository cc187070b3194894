"""Contracts with partners, and what each says about being online with those who learn."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tutela.web.core.actor import AnyActor
from tutela.web.core.rows import Row
from tutela.web.registers.models.reading import for_reviewers


class Contract(Row):
    """What was agreed with a partner, from the day it was signed to its last day."""

    class Kind(models.TextChoices):
        SUBCONTRACTOR = "subcontractor", _("A subcontractor or another provider that teaches for us")
        EMPLOYER = "employer", _("An employer or the host of a work placement")
        AGENCY = "agency", _("An agency that sends us staff")
        SERVICE = "service", _("A company whose service we use")
        HIRER = "hirer", _("A club or a body that uses our rooms")

    partner = models.CharField(max_length=160)
    kind = models.CharField(max_length=14, choices=Kind.choices)
    what = models.CharField(max_length=500)
    kept = models.CharField(max_length=200, blank=True)  # where the signed paper is
    cost = models.CharField(max_length=120, blank=True)  # as people say it: "£4,200 a year"
    effect = models.CharField(
        max_length=60, blank=True
    )  # the kind of evidence that shows whether it does what it should
    signed_on = models.DateField()
    ends_on = models.DateField()  # the last day on which it holds
    owner = models.ForeignKey(
        "establishments.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_on = models.DateField(null=True, blank=True)  # given up: the first day on which it holds no longer
    ended_why = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("signed_on")), name="contract_not_backwards"),
        ]

    def __str__(self) -> str:
        return self.partner

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Contract"]:
        return for_reviewers(cls, actor)


class ContractClause(Row):
    """One thing that it says, from the day it was signed; it ends with the contract unless it was taken out before."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="clauses")
    title = models.CharField(max_length=120)
    words = models.CharField(max_length=1000)
    library_key = models.CharField(max_length=40, blank=True)  # of library/contracts.yaml; "" where it is our own
    signed_on = models.DateField()
    until = models.DateField(null=True, blank=True)  # taken out: the first day on which it holds no longer

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "library_key"],
                condition=Q(until__isnull=True) & ~Q(library_key=""),
                name="listed_contract_clause_stands_once",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["ContractClause"]:
        return for_reviewers(cls, actor)
