"""A change of who holds a role that needs a second person: proposed, then agreed to or not. Nothing is deleted."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tutela.web.core.actor import AnyActor
from tutela.web.core.permissions import Permission
from tutela.web.core.rows import Row, without_excluded
from tutela.web.establishments.models.people import Person, RoleHolding, check_role


class RoleProposal(Row):
    """Somebody is to hold a role, or to hold it no longer (`ends`), once somebody else agrees."""

    class Outcome(models.TextChoices):
        WAITING = "", _("Waiting")
        AGREED = "agreed", _("Agreed")
        DECLINED = "declined", _("Not agreed")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=30, validators=[check_role])
    ends = models.ForeignKey(RoleHolding, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    proposed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=8, choices=Outcome.choices, blank=True, default=Outcome.WAITING)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["establishment", "person", "role"], condition=Q(outcome=""), name="one_role_proposal_waiting"
            )
        ]

    def __str__(self) -> str:
        return f"{self.role}, proposed on {self.proposed_at:%Y-%m-%d}"

    @property
    def is_waiting(self) -> bool:
        return self.outcome == self.Outcome.WAITING

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["RoleProposal"]:
        """Whoever looks after accounts or decides about roles, but whom it is about or a conflict keeps out."""
        rows = without_excluded(cls.in_scope(actor), actor, "person")
        may = actor.may(Permission.ACCOUNT_MANAGE) or actor.may(Permission.ROLE_DECIDE)
        return rows if may else rows.none()
