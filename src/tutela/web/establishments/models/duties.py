"""What an establishment has taken upon itself, dated and never changed: monitoring signed off, Prevent's contacts."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tutela.web.core.actor import AnyActor
from tutela.web.core.rows import Record, Row
from tutela.web.establishments.models.people import Person


class MonitoringSignOff(Record):
    """A named person signed that monitoring may begin, or withdrew that; the words they signed are kept with it."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    role_words = models.CharField(max_length=120, blank=True)
    note = models.TextField(max_length=2000, blank=True)
    adviser = models.CharField(max_length=200, blank=True)  # who advised, perhaps from outside: they do not sign
    words = models.TextField(blank=True)
    words_sha256 = models.CharField(max_length=64, blank=True)
    withdraws = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="withdrawal")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(Q(withdraws__isnull=True) & ~Q(words="") & ~Q(role_words=""))
                | (Q(withdraws__isnull=False) & ~Q(note="")),
                name="sign_off_has_words_and_withdrawal_a_reason",
            )
        ]

    def __str__(self) -> str:
        return f"{'Withdrawal' if self.withdraws_id else 'Sign-off'}, {self.at:%Y-%m-%d}"

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["MonitoringSignOff"]:
        """Everybody who is monitored may know who signed for it."""
        return cls.in_scope(actor)


class AskedToSign(Row):
    """Somebody was asked to sign that monitoring may begin, with what was filled in for them. It signs nothing."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    role_words = models.CharField(max_length=120, blank=True)
    note = models.TextField(max_length=2000, blank=True)
    adviser = models.CharField(max_length=200, blank=True)
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)  # somebody signed, or somebody else was asked

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["establishment"], condition=Q(ended_at__isnull=True), name="one_asked_to_sign_at_a_time"
            )
        ]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["AskedToSign"]:
        """As with the signature: everybody who is to be monitored may know who is asked."""
        return cls.in_scope(actor)


class PreventContact(Record):
    """Whom the establishment turns to about Prevent. The newest of a kind counts, for a year."""

    class Kind(models.TextChoices):
        LEAD = "lead", _("Prevent lead")
        REGIONAL = "regional", _("Regional Prevent coordinator")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = models.CharField(max_length=120)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=30, blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(email="") | ~Q(phone=""), name="prevent_contact_can_be_reached")
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["PreventContact"]:
        return cls.in_scope(actor)
