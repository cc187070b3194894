"""Where a concern happened, over which network, on whose device, in whose company (requirements S3.9, S4.2, S4.3)."""

from django.db import models

from tutela.web.concerns.models.concerns import Concern, ConcernEntry
from tutela.web.core.actor import AnyActor
from tutela.web.core.rows import Record


class Circumstances(Record):
    """What is known now; what is known later is a new row, and the last one holds. Lists hold ids of the library."""

    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="circumstances")
    entry = models.OneToOneField(ConcernEntry, on_delete=models.PROTECT, related_name="circumstances")
    settings = models.JSONField(default=list)
    networks = models.JSONField(default=list)
    devices = models.JSONField(default=list)
    company = models.CharField(max_length=12)
    # protected characteristics are data of a special kind: sealed, and asked for only where they matter
    sealed_characteristics = models.BinaryField()

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Circumstances"]:
        return cls.in_scope(actor).filter(concern__in=Concern.visible_to(actor))
