"""A legal hold: something must not be destroyed, for a reason, until somebody ends it with another."""

from django.db import models

from tutela.web.core.actor import AnyActor
from tutela.web.core.rows import Record
from tutela.web.retention.models.seen import seen_by
from tutela.web.retention.models.subjects import OfOne, about_one


class Hold(OfOne):
    """An inquiry, a claim, an investigation: this stays. The database refuses a certificate while it is open.

    A hold on a concern keeps the case that takes it in as well, and one on either keeps all notes of supervision.
    """

    own_key = models.OneToOneField("core.CaseKey", on_delete=models.PROTECT, related_name="+")
    sealed_reason = models.BinaryField()
    placed_by = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, null=True, related_name="+")
    placed_at = models.DateTimeField()
    review_on = models.DateField()

    class Meta:
        constraints = [about_one("hold_about_one")]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Hold"]:
        return seen_by(cls.in_scope(actor), actor)


class HoldEnd(Record):
    """Who ended a hold, and why it is no longer needed."""

    hold = models.OneToOneField(Hold, on_delete=models.PROTECT, related_name="end")
    ended_by = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField()
    sealed_reason = models.BinaryField()

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["HoldEnd"]:
        return cls.in_scope(actor).filter(hold__in=Hold.visible_to(actor))
