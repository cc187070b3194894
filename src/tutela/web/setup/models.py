"""A set-up that is under way: what was answered so far, and who is at it."""

from django.db import models

from tutela.web.core.actor import AnyActor
from tutela.web.core.permissions import Permission
from tutela.web.core.rows import Row


class SetUp(Row):
    """One for each establishment. The answers are dropped once they have been carried out: they name people."""

    answers = models.JSONField(default=dict, blank=True)  # {page: {field: what was typed}}
    held_by = models.ForeignKey(
        "establishments.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    hold = models.CharField(max_length=43, blank=True)  # which browser is at it; empty when nobody is
    held_at = models.DateTimeField(null=True, blank=True)
    began_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    wanted_list = models.CharField(max_length=500, blank=True)  # where a first list of one's own is to come from

    class Meta:
        constraints = [models.UniqueConstraint(fields=["establishment"], name="one_set_up_per_establishment")]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["SetUp"]:
        """Whoever manages the establishment."""
        rows = cls.in_scope(actor)
        return rows if actor.may(Permission.ESTABLISHMENT_MANAGE) else rows.none()
