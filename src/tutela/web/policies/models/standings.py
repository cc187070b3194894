"""Whether a clause is true: what the network and the figures said, from when on."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from tutela.web.core.actor import AnyActor
from tutela.web.core.permissions import Permission
from tutela.web.core.rows import Record, for_readers
from tutela.web.policies.models.documents import Version


class ClauseStanding(Record):
    """A change in how a clause of a version stands. The newest counts, and says since when."""

    class Standing(models.TextChoices):
        TRUE = "true", _("True")
        UNTRUE = "untrue", _("Not true")
        UNKNOWN = "unknown", _("Not known")

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="standings")
    clause = models.CharField(max_length=60)
    standing = models.CharField(max_length=10, choices=Standing.choices)
    why = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["version", "clause", "-at"])]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["ClauseStanding"]:
        """Those who review how things stand."""
        return for_readers(cls.in_scope(actor), actor, Permission.REVIEW_READ)
