"""Where the lists of this installation come from, and each newer state that was found there."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tutela.web.core.actor import AnyActor
from tutela.web.core.permissions import Permission
from tutela.web.core.rows import Row


class ListSource(Row):
    """A list that somebody else keeps, and how it is kept up to date here.

    Lists serve every establishment of the installation; the row belongs to the one whose people look after it.
    """

    class Every(models.TextChoices):
        NEVER = "never", _("Only when somebody asks")
        DAY = "day", _("Every day")
        WEEK = "week", _("Every week")

    name = models.CharField(max_length=41)
    place = models.CharField(max_length=500)  # a folder, a file or an https:// address
    category = models.CharField(max_length=64, blank=True)  # all of it comes under this one; else the list says
    licence = models.CharField(max_length=200)
    attribution = models.CharField(max_length=300, blank=True)
    homepage = models.CharField(max_length=300, blank=True)
    every = models.CharField(max_length=5, choices=Every.choices, default=Every.DAY)
    weekday = models.PositiveSmallIntegerField(default=0, validators=[MaxValueValidator(6)])  # Monday 0
    at_time = models.TimeField()  # by the establishment's clock
    is_trusted = models.BooleanField(default=False)  # what is not out of the ordinary goes in force by itself
    made_by = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    wanted_at = models.DateTimeField(null=True, blank=True)  # somebody asked for it to be fetched now
    started_at = models.DateTimeField(null=True, blank=True)  # it is being fetched
    tried_at = models.DateTimeField(null=True, blank=True)
    fetched_at = models.DateTimeField(null=True, blank=True)  # the last time that all went well
    changed_at = models.DateTimeField(null=True, blank=True)  # the last time that something newer was there
    etag = models.CharField(max_length=300, blank=True)
    last_modified = models.CharField(max_length=60, blank=True)
    fault = models.CharField(max_length=500, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name"], condition=Q(ended_at=None), name="list_source_name_once")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_fetched_from_afar(self) -> bool:
        return "://" in self.place

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["ListSource"]:
        """Lists say nothing about a person."""
        rows = cls.in_scope(actor)
        return rows if actor.may(Permission.FILTER_READ) else rows.none()


class ListUpdate(Row):
    """A newer state of a list: what is different, what it would change, and what was decided about it."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        WANTED = "wanted", _("Being put in force")
        ACTIVE = "active", _("Put in force")
        DISCARDED = "discarded", _("Discarded")
        OVERTAKEN = "overtaken", _("Overtaken by a newer one")
        FAILED = "failed", _("Could not be put in force")

    source = models.ForeignKey(ListSource, on_delete=models.PROTECT, related_name="updates")
    found_at = models.DateTimeField()
    sha256 = models.CharField(max_length=64)
    entries = models.PositiveIntegerField()
    lines = models.PositiveIntegerField()
    bad = models.PositiveIntegerField()
    exceptions = models.PositiveIntegerField()
    forms = models.JSONField(default=dict)  # {"adblock": 1200}: lines by the way they are written
    bad_lines = models.JSONField(default=list)
    new = models.JSONField(default=dict)  # {"gambling": 12}
    gone = models.JSONField(default=dict)
    moved = models.JSONField(default=dict)  # {"gambling > games": 1}
    needs_person = models.CharField(max_length=500, blank=True)
    effects = models.JSONField(null=True)  # None until it has been worked out; hosts and how often, nobody's name
    hosts_asked = models.PositiveIntegerField(null=True)  # different hosts of the last week that were looked at
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    decided_by = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    fault = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source"], condition=Q(state__in=["waiting", "wanted"]), name="list_update_one_waits"
            )
        ]
        indexes = [models.Index(fields=["source", "-found_at"])]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["ListUpdate"]:
        rows = cls.in_scope(actor)
        return rows if actor.may(Permission.FILTER_READ) else rows.none()
