"""Technologies that are proposed, in use or ended, and how each came to be so."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from tutela.web.actions.rules.states import may_own
from tutela.web.core.actor import AnyActor
from tutela.web.core.permissions import Permission
from tutela.web.core.rows import Record, Row, without_excluded
from tutela.web.registers import kinds
from tutela.web.registers.models.reading import for_reviewers
from tutela.web.registers.rules import technologies as states


class Technology(Row):
    """Something people here use, or want to: its name, what for, by whom, and whether others can be met in it."""

    class State(models.TextChoices):
        PROPOSED = states.PROPOSED, _("Proposed")
        IN_USE = states.IN_USE, _("In use")
        ENDED = states.ENDED, _("Not in use")

    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=list(kinds.TECHNOLOGIES.items()))
    purpose = models.CharField(max_length=500)
    audiences = models.JSONField(default=list)  # keys of kinds.AUDIENCES
    communicates = models.BooleanField()  # whether people from outside can be met through it
    state = models.CharField(max_length=10, choices=State.choices)
    since = models.DateField()  # the day from which it is in that state
    owner = models.ForeignKey(
        "establishments.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    review_on = models.DateField(null=True, blank=True)
    library_key = models.CharField(max_length=40, blank=True)  # of library/technologies.yaml; "" where it is our own

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "establishment", Lower("name"), condition=~Q(state=states.ENDED), name="technology_stands_once"
            )
        ]
        verbose_name_plural = "technologies"

    def __str__(self) -> str:
        return self.name

    @property
    def for_whom(self) -> str:
        return kinds.audiences_in_words(self.audiences)

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Technology"]:
        """Whoever reads reviews sees all; whoever works here sees what is in use."""
        rows = without_excluded(cls.in_scope(actor), actor)
        if actor.is_system or actor.may(Permission.REVIEW_READ):
            return rows
        return rows.filter(state=states.IN_USE) if may_own(actor) else rows.none()


class TechnologyTurn(Record):
    """A technology came into a state on a day, by somebody's decision."""

    technology = models.ForeignKey(Technology, on_delete=models.PROTECT, related_name="turns")
    state = models.CharField(max_length=10, choices=Technology.State.choices)
    since = models.DateField()
    words = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["TechnologyTurn"]:
        """Whoever reads reviews."""
        return for_reviewers(cls, actor)
