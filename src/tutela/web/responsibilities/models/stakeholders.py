"""The groups concerned: who speaks for each, and what they were asked and said."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils import timezone

from tutela.web.core.actor import AnyActor
from tutela.web.core.permissions import Permission
from tutela.web.core.rows import Record, Row, for_readers

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


class Invitation(Row):
    """Somebody of a group from outside who is asked by name until a day, and what they are shown meanwhile."""

    group = models.CharField(max_length=60)
    person = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, related_name="+")
    organisation = models.CharField(max_length=120)
    questions = models.JSONField()  # as they are asked
    documents = models.JSONField(default=list)  # keys of published policies that they may read
    invited_at = models.DateTimeField()
    invited_by = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, related_name="+")
    until_on = models.DateField()  # the first day on which they see nothing any more
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["establishment", "group", "person"],
                condition=Q(ended_at__isnull=True),
                name="one_open_invitation_of_a_group",
            )
        ]

    def is_open(self, today: date) -> bool:
        """Whether it lasts on the day that it is at the establishment."""
        return self.ended_at is None and self.until_on > today

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Invitation"]:
        """Those who review how things stand; whoever is invited their own, while it lasts."""
        rows = cls.in_scope(actor)
        if actor.is_system or actor.may(Permission.REVIEW_READ):
            return rows
        if actor.person_id is None or not actor.may(Permission.INVITED_ANSWER):
            return rows.none()
        return rows.filter(person_id=actor.person_id, ended_at__isnull=True, until_on__gt=timezone.localdate())


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
