"""Supervision of those who carry cases: that it took place, and what came of it for them alone (requirement S3.21)."""

from django.db import models
from django.db.models import Q

from tutela.web.core.actor import AnyActor
from tutela.web.core.rows import Record, without_excluded


class Supervision(Record):
    """One session. Its notes are read by the two who were there; that it was held counts in the figures."""

    supervised = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, related_name="+")
    supervisor = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, null=True, related_name="+")
    own_key = models.OneToOneField("core.CaseKey", on_delete=models.PROTECT, related_name="+")
    held_on = models.DateField()
    next_on = models.DateField(null=True)
    written_at = models.DateTimeField()
    # the name of a supervisor from outside, empty where it is one of the list
    sealed_supervisor = models.BinaryField()
    sealed_notes = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["establishment", "held_on"])]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Supervision"]:
        rows = cls.in_scope(actor)
        if actor.is_system:
            return rows
        if actor.person_id is None:
            return rows.none()
        mine = rows.filter(Q(supervised=actor.person_id) | Q(supervisor=actor.person_id))
        return without_excluded(mine, actor)
