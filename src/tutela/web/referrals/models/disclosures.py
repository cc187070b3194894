"""The register of disclosures: what was asked for, who allowed it, exactly what was made and handed over."""

from django.db import models
from django.db.models import Q

from tutela.web.core.actor import AnyActor
from tutela.web.core.rows import Record
from tutela.web.referrals.models.of_case import visible_through
from tutela.web.referrals.rules import disclosures as rules


class Disclosure(Record):
    """A request for something of a case, and on what ground it would be handed over."""

    case = models.ForeignKey("concerns.SafeguardingCase", on_delete=models.PROTECT, related_name="+")
    entry = models.OneToOneField("concerns.CaseEntry", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    asker = models.CharField(max_length=12)
    basis = models.CharField(max_length=12)
    asked_on = models.DateField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, null=True, related_name="+")
    sealed_who = models.BinaryField()
    sealed_what = models.BinaryField()
    sealed_why = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="disclosure_numbered_once")]
        indexes = [models.Index(fields=["establishment", "written_at"])]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Disclosure"]:
        return visible_through(cls.in_scope(actor), actor)


class Share(Record):
    """A file that was made to leave the house: its form, size and SHA-256, and what is in it. Nobody can unmake it."""

    case = models.ForeignKey("concerns.SafeguardingCase", on_delete=models.PROTECT, related_name="+")
    referral = models.ForeignKey("referrals.Referral", on_delete=models.PROTECT, null=True, related_name="shares")
    disclosure = models.ForeignKey(Disclosure, on_delete=models.PROTECT, null=True, related_name="shares")
    form = models.CharField(max_length=16)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, null=True, related_name="+")
    sha256 = models.CharField(max_length=64)
    size_bytes = models.PositiveBigIntegerField()
    # what is in it, as JSON; and for what is small the bytes themselves in base64, else empty
    sealed_contents = models.BinaryField()
    sealed_bytes = models.BinaryField()

    class Meta:
        ordering = ["made_at"]
        constraints = [
            models.CheckConstraint(condition=Q(form__in=rules.FORMS), name="share_form_is_known"),
            models.CheckConstraint(
                condition=Q(referral__isnull=True) ^ Q(disclosure__isnull=True), name="share_of_one_purpose"
            ),
        ]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Share"]:
        return visible_through(cls.in_scope(actor), actor)


class DisclosureStep(Record):
    """Allowed, refused, handed over or dropped. Numbered from 1. What was told by word of mouth has no share."""

    disclosure = models.ForeignKey(Disclosure, on_delete=models.PROTECT, related_name="steps")
    entry = models.OneToOneField("concerns.CaseEntry", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=12)
    at = models.DateTimeField()
    happened_on = models.DateField()
    author = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, null=True, related_name="+")
    share = models.ForeignKey(Share, on_delete=models.PROTECT, null=True, related_name="+")
    way = models.CharField(max_length=12, blank=True)
    # who allowed it, where nobody else inside may read the case
    sealed_outsider = models.BinaryField()
    sealed_text = models.BinaryField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["disclosure", "number"], name="disclosure_step_numbered_once"),
            models.CheckConstraint(condition=Q(kind__in=rules.STEPS), name="disclosure_step_is_known"),
            models.CheckConstraint(
                condition=Q(kind=rules.HANDED_OVER) | Q(share__isnull=True),
                name="only_handing_over_names_a_share",
            ),
        ]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["DisclosureStep"]:
        return visible_through(cls.in_scope(actor), actor, "disclosure__case")
