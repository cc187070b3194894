"""What data a place holds: whose, where, how long, and who else keeps it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from tutela.web.core.actor import AnyActor
from tutela.web.core.rows import Row
from tutela.web.registers import kinds
from tutela.web.registers.models.reading import for_reviewers
from tutela.web.registers.rules import data_assets as rules


class DataAsset(Row):
    """One body of data, described as it is kept. What is not known yet stays empty and is pointed out."""

    class Class(models.TextChoices):
        OPEN = rules.OPEN, _("Open: anybody may know it")
        PERSONAL = rules.PERSONAL, _("Personal: it is about people")
        SPECIAL = rules.SPECIAL, _("Specially protected: health, belief, safeguarding and the like")

    name = models.CharField(max_length=120)
    what = models.CharField(max_length=500)
    whose = models.JSONField(default=list)  # keys of kinds.AUDIENCES
    classification = models.CharField(max_length=10, choices=Class.choices, blank=True)
    place = models.CharField(max_length=200, blank=True)
    country = models.CharField(max_length=80, blank=True)
    kept_for = models.CharField(max_length=120, blank=True)
    kept_why = models.CharField(max_length=300, blank=True)
    processor = models.CharField(max_length=160, blank=True)  # who keeps it for us; "" where nobody does
    assessment = models.URLField(max_length=500, blank=True)
    assessed_on = models.DateField(null=True, blank=True)
    owner = models.ForeignKey(
        "establishments.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    review_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)  # the day it was destroyed or handed on
    ended_how = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return self.name

    @property
    def whose_in_words(self) -> str:
        return kinds.audiences_in_words(self.whose)

    @property
    def facts(self) -> rules.Facts:
        """What the rules ask for."""
        return rules.Facts(
            self.classification, self.place, self.kept_for, self.processor, self.country, self.assessment
        )

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["DataAsset"]:
        return for_reviewers(cls, actor)
