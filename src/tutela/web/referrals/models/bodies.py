"""The bodies near us to whom one turns, with the numbers that no library can know."""

from django.db import models

from tutela.web.core.actor import AnyActor
from tutela.web.core.permissions import Permission
from tutela.web.core.rows import Record, for_readers


class LocalBody(Record):
    """A body as it was noted: the kind of its route, or "" for any other. What is noted later replaces it and cites it;
    `is_gone` says that nobody turns to it any more.
    """

    kind = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=120)
    phone = models.CharField(max_length=60, blank=True)
    out_of_hours = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    words = models.CharField(max_length=400, blank=True)
    is_gone = models.BooleanField(default=False)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    at = models.DateTimeField()
    noted_by = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, null=True, related_name="+")

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["LocalBody"]:
        """Whoever may read concerns may have to turn to them; nothing of a case is in it."""
        return for_readers(cls.in_scope(actor), actor, Permission.CONCERN_READ)
