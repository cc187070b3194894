"""Links that are given to people, whose they are, and whether they still lead somewhere."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tutela.web.core.actor import AnyActor
from tutela.web.core.rows import Record, Row
from tutela.web.registers import kinds
from tutela.web.registers.models.reading import for_reviewers
from tutela.web.registers.rules import resources as rules


class Resource(Row):
    """A link with its licence and whom it is for."""

    class State(models.TextChoices):
        UNKNOWN = rules.UNKNOWN, _("Not asked yet")
        ALIVE = rules.ALIVE, _("Works")
        MOVED = rules.MOVED, _("Has moved")
        DEAD = rules.DEAD, _("Dead")
        UNCLEAR = rules.UNCLEAR, _("Not clear")

    library_key = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=160)
    address = models.CharField(max_length=500)
    publisher = models.CharField(max_length=120)
    audiences = models.JSONField(default=list)
    licence = models.CharField(max_length=160)  # under which what stands there may be used
    attribution = models.CharField(max_length=300, blank=True)  # as its licence asks for it to be printed
    state = models.CharField(max_length=8, choices=State.choices, default=State.UNKNOWN, blank=True)
    words = models.CharField(max_length=300, blank=True)  # what the last answer said
    moved_to = models.CharField(max_length=500, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)
    checked_at = models.DateTimeField(null=True, blank=True)
    retired_why = models.CharField(max_length=300, blank=True)  # "" while it is given to people

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["establishment", "library_key"], condition=~Q(library_key=""), name="listed_link_stands_once"
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def for_whom(self) -> str:
        return kinds.audiences_in_words(self.audiences)

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Resource"]:
        return for_reviewers(cls, actor)


class ResourceTurn(Record):
    """A link led elsewhere from a moment on, or was changed."""

    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="turns")
    state = models.CharField(max_length=8, choices=Resource.State.choices, blank=True)
    address = models.CharField(max_length=500)
    words = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["ResourceTurn"]:
        return for_reviewers(cls, actor)
