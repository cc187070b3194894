"""How long each kind of record is kept, as a named person confirmed it."""

from django.db import models

from tutela.web.core.actor import AnyActor
from tutela.web.core.permissions import Permission
from tutela.web.core.rows import Record


class PeriodChosen(Record):
    """Of several rows for one kind the last holds. `basis` is what stood before whoever confirmed it."""

    kind = models.CharField(max_length=40)
    years = models.PositiveSmallIntegerField()
    basis = models.TextField()
    chosen_at = models.DateTimeField()
    chosen_by = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, null=True, related_name="+")

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["PeriodChosen"]:
        rows = cls.in_scope(actor)
        may = actor.is_system or actor.may(Permission.RETENTION_CHOOSE) or actor.may(Permission.CONCERN_READ)
        return rows if may else rows.none()
