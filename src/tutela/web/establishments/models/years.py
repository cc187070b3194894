"""The turn of a school year: every learner of a year moves up."""

from django.db import models
from django.db.models import Q

from tutela.web.core.actor import AnyActor
from tutela.web.core.permissions import Permission
from tutela.web.core.rows import Row
from tutela.web.establishments.models.people import Person


class RollOver(Row):
    """One decision that every learner moves up on a day, and that the last year leaves; it can be taken back."""

    on = models.DateField()
    last_year = models.PositiveSmallIntegerField()
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField()
    moved = models.PositiveIntegerField(default=0)
    left = models.PositiveIntegerField(default=0)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["establishment", "on"], condition=Q(taken_back_at__isnull=True), name="one_roll_over_on_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"Roll-over on {self.on:%Y-%m-%d}"

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["RollOver"]:
        rows = cls.in_scope(actor)
        return rows if actor.may(Permission.ESTABLISHMENT_MANAGE) else rows.none()
