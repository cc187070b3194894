"""What became of back-ups: made, copied, proved. These rows name places and people with keys, and nobody else."""

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _


class Backup(models.Model):
    """A back-up that was made and lay whole on the disc. Append-only."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    made_at = models.DateTimeField(db_index=True)
    name = models.CharField(max_length=80)
    size_bytes = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    rows = models.PositiveBigIntegerField()
    sealed_to = models.TextField()
    """The names of those who can open it, one on a line."""


class BackupCopy(models.Model):
    """A copy of a back-up in one of the folders, found whole there. Append-only."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    backup = models.ForeignKey(Backup, on_delete=models.PROTECT, related_name="copies")
    at = models.DateTimeField()
    place = models.CharField(max_length=20)
    device = models.CharField(max_length=40)
    well = models.BooleanField()
    words = models.CharField(max_length=400, blank=True)


class BackupProof(models.Model):
    """A back-up was put back and examined, and what was found. Append-only."""

    class Kind(models.TextChoices):
        READ_BACK = "read-back", _("put back by the machine as soon as it was made")
        DRILL = "drill", _("put back by a person with their own key")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    at = models.DateTimeField(db_index=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    opened_by = models.CharField(max_length=80, blank=True)
    well = models.BooleanField()
    faults = models.TextField(blank=True)
    seconds = models.FloatField()
    parts = models.PositiveIntegerField(default=0)
    rows = models.PositiveBigIntegerField(default=0)
    entries = models.PositiveBigIntegerField(default=0)
    sealed = models.PositiveIntegerField(default=0)
