"""Our own pair of keys for the exchange, and the key cards of other places."""

from django.db import models
from django.db.models import Q

from tutela.web.core.actor import AnyActor
from tutela.web.core.permissions import Permission
from tutela.web.core.rows import Record, for_readers


class ExchangeKey(Record):
    """The pair that files for this establishment are sealed to. A later number replaces it; old files still open."""

    number = models.PositiveIntegerField()
    own_key = models.OneToOneField("core.CaseKey", on_delete=models.PROTECT, related_name="+")
    mark = models.CharField(max_length=64)
    card = models.TextField()
    """Our key card as it was given out with this pair: a new name of the place asks for a new pair."""
    sealed_private = models.BinaryField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["establishment", "number"], name="exchange_key_once_per_number")]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["ExchangeKey"]:
        return for_readers(cls.in_scope(actor), actor, Permission.CONCERN_WRITE)


class Partner(Record):
    """The key card of an establishment elsewhere, as it came; nothing goes there before somebody rang them."""

    name = models.CharField(max_length=120)
    number = models.CharField(max_length=20, blank=True)
    mark = models.CharField(max_length=64)
    exchange_public = models.BinaryField(max_length=32)
    signing_public = models.BinaryField(max_length=32)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["establishment", "mark"], name="partner_card_noted_once")]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Partner"]:
        return for_readers(cls.in_scope(actor), actor, Permission.CONCERN_WRITE)


class PartnerStep(Record):
    """The words were compared by telephone, or the card is no longer used. The last step holds."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="steps")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10)
    at = models.DateTimeField()
    author = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, null=True, related_name="+")
    spoken_to = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["partner", "number"], name="partner_step_numbered_once"),
            models.CheckConstraint(condition=Q(kind__in=("checked", "ended")), name="partner_step_is_known"),
        ]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["PartnerStep"]:
        return for_readers(cls.in_scope(actor), actor, Permission.CONCERN_WRITE)
