"""Logs on their way in, and what became of them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from tutela.web.core.actor import AnyActor
from tutela.web.core.permissions import Permission
from tutela.web.core.rows import Row
from tutela.web.records import rules


class LogImport(Row):
    """One log of another filter. It names its file and counts lines; of what anybody did it says nothing."""

    class State(models.TextChoices):
        WAITING = rules.WAITING, _("Waiting")
        RUNNING = rules.RUNNING, _("Being imported")
        DONE = rules.DONE, _("Imported")
        FAILED = rules.FAILED, _("Not imported")

    class Search(models.TextChoices):
        SEARCHED = rules.SEARCHED, _("Searched for what needs eyes")
        OWED = rules.OWED, _("Not searched yet")
        NOT_SEARCHED = rules.NOT_SEARCHED, _("Not searched")
        AGAIN = rules.AGAIN, _("To be searched again")

    class Source(models.TextChoices):
        UPLOAD = "upload", _("Uploaded")
        FOLDER = "folder", _("From the folder")

    file_name = models.CharField(max_length=255)
    place = models.CharField(max_length=500)  # of the file, within the folder of logs
    source = models.CharField(max_length=10, choices=Source.choices)
    form = models.CharField(max_length=40, default="auto")  # a format, or "map:" and a map that comes with us
    size_bytes = models.PositiveBigIntegerField()
    by = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    received_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    started_at = models.DateTimeField(null=True, blank=True)
    alive_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    phase = models.CharField(max_length=10, blank=True)
    done_pct = models.PositiveSmallIntegerField(null=True, blank=True)
    read_as = models.CharField(max_length=200, blank=True)
    lines = models.PositiveBigIntegerField(default=0)
    new_events = models.PositiveBigIntegerField(default=0)
    known_lines = models.PositiveBigIntegerField(default=0)
    other_lines = models.PositiveBigIntegerField(default=0)
    bad_lines = models.PositiveBigIntegerField(default=0)
    doubtful_times = models.PositiveBigIntegerField(default=0)
    bad_lines_file = models.CharField(max_length=100, blank=True)
    first_at = models.DateTimeField(null=True, blank=True)
    last_at = models.DateTimeField(null=True, blank=True)
    trouble = models.TextField(blank=True)  # where and of which kind; never what stands in the log
    search = models.CharField(max_length=10, choices=Search.choices, blank=True, default=Search.SEARCHED)

    class Meta:
        indexes = [models.Index(fields=["establishment", "-received_at"]), models.Index(fields=["state"])]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["LogImport"]:
        """Whoever keeps the establishment's systems."""
        rows = cls.in_scope(actor)
        return rows if actor.is_system or actor.may(Permission.ESTABLISHMENT_MANAGE) else rows.none()
