"""Risks, what stands against them, and what somebody saw coming."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tutela.web.core.actor import AnyActor
from tutela.web.core.rows import Record, Row
from tutela.web.registers import kinds
from tutela.web.registers.models.reading import for_reviewers
from tutela.web.registers.rules import risks as rules

DEGREES = ((1, _("Low")), (2, _("Medium")), (3, _("High")))


class Risk(Row):
    """A kind of technology met by a challenge, with what the technology is good for."""

    kind = models.CharField(max_length=20)  # a key of kinds.TECHNOLOGIES
    challenge = models.CharField(max_length=40)  # a key of library/risks.yaml
    benefit = models.CharField(max_length=500)
    likelihood = models.PositiveSmallIntegerField(choices=DEGREES, null=True, blank=True)
    harm = models.PositiveSmallIntegerField(choices=DEGREES, null=True, blank=True)
    judged_at = models.DateTimeField(null=True, blank=True)
    set_aside = models.CharField(max_length=500, blank=True)  # why it does not arise here; "" where it does
    aside_on = models.DateField(null=True, blank=True)  # since when
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["establishment", "kind", "challenge"], name="risk_stands_once"),
        ]

    @property
    def weight(self) -> int | None:
        return rules.weigh(self.likelihood, self.harm)

    @property
    def is_heavy(self) -> bool:
        return rules.is_heavy(self.weight)

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Risk"]:
        return for_reviewers(cls, actor)


class RiskControl(Row):
    """Something that stands against a risk, in our care or beyond it, from a day on until it ends."""

    class Place(models.TextChoices):
        IN_CARE = rules.IN_CARE, _("In our care")
        BEYOND = rules.BEYOND, _("Everywhere else")

    risk = models.ForeignKey(Risk, on_delete=models.PROTECT, related_name="controls")
    place = models.CharField(max_length=8, choices=Place.choices)
    words = models.CharField(max_length=300)
    technical = models.BooleanField(default=False)  # only a machine does it
    tag = models.CharField(max_length=8, choices=list(kinds.TAGS.items()))
    since = models.DateField()
    until = models.DateField(null=True, blank=True)  # the first day on which it stands no longer

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="risk_control_not_backwards"
            )
        ]

    def __str__(self) -> str:
        return self.words

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["RiskControl"]:
        return for_reviewers(cls, actor)


class Foresight(Row):
    """Something new that somebody saw coming, and the day on which it is looked at again."""

    title = models.CharField(max_length=160)
    look_again_on = models.DateField(null=True, blank=True)  # none once it is settled

    def __str__(self) -> str:
        return self.title

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Foresight"]:
        return for_reviewers(cls, actor)


class ForesightLook(Record):
    """What was known of it on a day."""

    foresight = models.ForeignKey(Foresight, on_delete=models.PROTECT, related_name="looks")
    words = models.TextField()
    source = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["ForesightLook"]:
        return for_reviewers(cls, actor)
