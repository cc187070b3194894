"""Who was told that something is due or waits for a second person: of each, once."""

from django.db import models

from tutela.web.core.actor import AnyActor
from tutela.web.core.rows import Record


class DueTold(Record):
    """Somebody was told of one record. `record` names it as the audit does; `waits`: it waits for a second person."""

    told = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, related_name="+")
    record = models.CharField(max_length=80)
    waits = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["told", "record", "waits"], name="retention_told_once")]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["DueTold"]:
        rows = cls.in_scope(actor)
        return rows if actor.is_system else rows.filter(told=actor.person_id)
