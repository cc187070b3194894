"""A decision whether to refer, and what became of it."""

from django.db import models
from django.db.models import Q

from tutela.web.core.actor import AnyActor
from tutela.web.core.rows import Record
from tutela.web.referrals.models.of_case import visible_through
from tutela.web.referrals.rules import referrals as rules


class Referral(Record):
    """A referral that was decided on, or the decision not to refer. `route` is an id of the library, for ever."""

    case = models.ForeignKey("concerns.SafeguardingCase", on_delete=models.PROTECT, related_name="+")
    entry = models.OneToOneField("concerns.CaseEntry", on_delete=models.PROTECT, related_name="+")
    route = models.CharField(max_length=40)
    library = models.CharField(max_length=64)
    """Hash of what the library said of routes and packs then."""
    is_referred = models.BooleanField()
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, null=True, related_name="+")
    consent = models.CharField(max_length=12)
    told = models.CharField(max_length=8)
    sealed_to = models.BinaryField()
    sealed_why = models.BinaryField()
    # why consent was not asked for or a no was not heeded, and why the family is not told
    sealed_why_not = models.BinaryField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(consent__in=rules.CONSENTS), name="referral_consent_is_known"),
            models.CheckConstraint(condition=Q(told__in=rules.TOLD), name="referral_told_is_known"),
        ]
        indexes = [models.Index(fields=["establishment", "decided_at"])]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Referral"]:
        return visible_through(cls.in_scope(actor), actor)


class PackAnswers(Record):
    """What the body asks for and the case does not hold, as it was filled in; the newest counts. Numbered from 1."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="packs")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    author = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, null=True, related_name="+")
    # whom it is about, what goes with it, and the answers by part: JSON
    sealed_answers = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["referral", "number"], name="pack_answers_numbered_once")]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["PackAnswers"]:
        return visible_through(cls.in_scope(actor), actor, "referral__case")


class ReferralStep(Record):
    """Something that happened to a referral: sent, asked after, acknowledged, its outcome. Numbered from 1."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="steps")
    entry = models.OneToOneField("concerns.CaseEntry", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=12)
    happened_at = models.DateTimeField()
    written_at = models.DateTimeField()
    author = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, null=True, related_name="+")
    way = models.CharField(max_length=12, blank=True)
    outcome = models.CharField(max_length=10, blank=True)
    share = models.ForeignKey("referrals.Share", on_delete=models.PROTECT, null=True, related_name="+")
    sealed_reference = models.BinaryField()
    sealed_text = models.BinaryField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["referral", "number"], name="referral_step_numbered_once"),
            models.CheckConstraint(condition=Q(kind__in=rules.STEPS), name="referral_step_is_known"),
            models.CheckConstraint(
                condition=Q(kind=rules.OUTCOME, outcome__in=rules.OUTCOMES) | (~Q(kind=rules.OUTCOME) & Q(outcome="")),
                name="referral_outcome_is_known",
            ),
        ]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["ReferralStep"]:
        return visible_through(cls.in_scope(actor), actor, "referral__case")


class Reminder(Record):
    """That people were told of a referral whose answer is late, on that local day: once a day at most."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="reminders")
    on = models.DateField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["referral", "on"], name="referral_reminded_once_a_day")]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Reminder"]:
        return visible_through(cls.in_scope(actor), actor, "referral__case")
