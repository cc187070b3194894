"""The turn of a school year: every learner of a year moves up."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tutela.web.core.actor import AnyActor
from tutela.web.core.permissions import Permission
from tutela.web.core.rows import Row
from tutela.web.establishments.models.people import Person


class RollOver(Row):
    """One decision that every learner moves up on a day, and that the last year leaves; it can be taken back.

    The worker carries it out, so many learners at a time; whom it has been through is told by the memberships it ended.
    """

    class State(models.TextChoices):
        MOVING = "moving", _("Under way")
        DONE = "done", _("Done")
        TAKING_BACK = "taking-back", _("Being taken back")
        TAKEN_BACK = "taken-back", _("Taken back")

    UNDER_WAY = (State.MOVING, State.TAKING_BACK)

    state = models.CharField(max_length=11, choices=State.choices, default=State.DONE)
    on = models.DateField()
    last_year = models.PositiveSmallIntegerField()
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField()
    learners = models.PositiveIntegerField(default=0)
    """How many there were when it was decided."""
    moved = models.PositiveIntegerField(default=0)
    left = models.PositiveIntegerField(default=0)
    taken_back_at = models.DateTimeField(null=True, blank=True)
    """When somebody decided to take it back."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["establishment", "on"], condition=Q(taken_back_at__isnull=True), name="one_roll_over_on_a_day"
            )
        ]

    @property
    def is_under_way(self) -> bool:
        return self.state in self.UNDER_WAY

    @property
    def gone_through(self) -> int:
        """How many learners it has been through."""
        return self.moved + self.left

    def __str__(self) -> str:
        return f"Roll-over on {self.on:%Y-%m-%d}"

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["RollOver"]:
        rows = cls.in_scope(actor)
        return rows if actor.may(Permission.ESTABLISHMENT_MANAGE) else rows.none()
