"""A leaver's file on its way to the next place."""

from django.db import models
from django.db.models import Q

from tutela.web.concerns import queries as concerns
from tutela.web.core.actor import AnyActor
from tutela.web.core.permissions import Permission
from tutela.web.core.rows import Record, without_excluded
from tutela.web.transfers import rules

LEADS = frozenset({"dsl", "deputy-dsl"})


class Transfer(Record):
    """Somebody leaves, and by a day their file has to be with the next place."""

    person = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, related_name="+")
    own_key = models.OneToOneField("core.CaseKey", on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    """Their first day there; the clock runs from it."""
    due_on = models.DateField()
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["establishment", "due_on"])]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Transfer"]:
        """Leads see all, others what they began; nobody sees one with a case that they must not see."""
        rows = cls.in_scope(actor)
        if actor.is_system:
            return rows
        if not actor.may(Permission.CONCERN_WRITE):
            return rows.none()
        rows = without_excluded(rows, actor, "person").exclude(person=actor.person_id)
        if not actor.roles & LEADS:
            rows = rows.filter(noted_by=actor.person_id)
        # in two steps: one query inside the other is deeper than SQLite reads
        sent = TransferCase._base_manager.filter(establishment_id=actor.establishment_id)
        along = set(sent.values_list("case", flat=True))
        hidden = along - set(concerns.visible_case_ids(actor).filter(pk__in=along).values_list("pk", flat=True))
        return rows.exclude(pk__in=set(sent.filter(case__in=hidden).values_list("step__transfer", flat=True)))


class TransferStep(Record):
    """Made, handed over, its receipt came, or decided not to send. Numbered from 1."""

    transfer = models.ForeignKey(Transfer, on_delete=models.PROTECT, related_name="steps")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=12)
    at = models.DateTimeField()
    on = models.DateField()
    author = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, null=True, related_name="+")
    partner = models.ForeignKey("transfers.Partner", on_delete=models.PROTECT, null=True, related_name="+")
    bundle = models.UUIDField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size_bytes = models.PositiveBigIntegerField(null=True)
    way = models.CharField(max_length=12, blank=True)
    sealed_text = models.BinaryField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["transfer", "number"], name="transfer_step_numbered_once"),
            models.UniqueConstraint(fields=["transfer"], condition=Q(kind="receipt"), name="transfer_receipt_once"),
            models.CheckConstraint(condition=Q(kind__in=rules.STEPS), name="transfer_step_is_known"),
        ]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["TransferStep"]:
        return cls.in_scope(actor).filter(transfer__in=Transfer.visible_to(actor))


class TransferCase(Record):
    """A case that went along in a file that was made."""

    step = models.ForeignKey(TransferStep, on_delete=models.PROTECT, related_name="cases")
    case = models.ForeignKey("concerns.SafeguardingCase", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["step", "case"], name="transfer_case_once")]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["TransferCase"]:
        return cls.in_scope(actor).filter(step__transfer__in=Transfer.visible_to(actor))


class Chased(Record):
    """Somebody was told that files are late, on that local day: once a day at most."""

    told = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["told", "on"], name="transfers_chased_once_a_day")]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Chased"]:
        rows = cls.in_scope(actor)
        return rows if actor.is_system else rows.filter(told=actor.person_id)
