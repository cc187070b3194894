"""The groups concerned: who speaks for each, and what they were asked and said."""

from django.db import models

from tutela.web.core.actor import AnyActor
from tutela.web.core.permissions import Permission
from tutela.web.core.rows import Record, for_readers

SAID_LETTERS = 2000


class Speaker(Record):
    """Who speaks for a group from then on; the newest counts. Often somebody from outside, so a name and no account."""

    group = models.CharField(max_length=60)
    name = models.CharField(max_length=200)
    reached = models.CharField(max_length=200, blank=True)  # an address or a number
    at = models.DateTimeField()
    by = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["establishment", "group", "-at"])]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Speaker"]:
        return for_readers(cls.in_scope(actor), actor, Permission.REVIEW_READ)


class Contact(Record):
    """They were heard on a day: what was asked, what they said, and what they were promised."""

    group = models.CharField(max_length=60)
    on = models.DateField()
    asked = models.TextField(max_length=SAID_LETTERS)
    said = models.TextField(max_length=SAID_LETTERS)
    promised = models.CharField(max_length=200, blank=True)
    action = models.ForeignKey("actions.Action", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["establishment", "group", "-on"])]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Contact"]:
        return for_readers(cls.in_scope(actor), actor, Permission.REVIEW_READ)
