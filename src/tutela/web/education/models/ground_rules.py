"""Classes that agreed to the ground rules of a kind of session, about nobody in them. Written once."""

from django.db import models

from tutela.web.actions.rules.states import may_own
from tutela.web.core.actor import AnyActor
from tutela.web.core.rows import Record
from tutela.web.education.models.training import PERSON


class GroundRulesAgreed(Record):
    """A group of learners went through a sheet and agreed to it."""

    sheet = models.CharField(max_length=60)  # an id of library/ground_rules.yaml
    words_sha256 = models.CharField(max_length=64)  # of the words they agreed to, hex
    group = models.ForeignKey("establishments.Group", on_delete=models.PROTECT, related_name="+")
    agreed_on = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["establishment", "sheet", "-agreed_on"])]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["GroundRulesAgreed"]:
        """Whoever works here or reviews how things stand."""
        rows = cls.in_scope(actor)
        return rows if actor.is_system or may_own(actor) else rows.none()


class GroundRulesStruck(Record):
    """An entry was a mistake and counts for nothing from then on."""

    agreed = models.OneToOneField(GroundRulesAgreed, on_delete=models.PROTECT, related_name="struck")
    reason = models.CharField(max_length=300)
    at = models.DateTimeField()
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["GroundRulesStruck"]:
        return cls.in_scope(actor).filter(agreed__in=GroundRulesAgreed.visible_to(actor))
