"""Reviewers from outside: invited to one review until a day, and what they said about what they saw."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils import timezone

from tutela.web.core.actor import AnyActor
from tutela.web.core.permissions import Permission
from tutela.web.core.rows import Record, Row
from tutela.web.reviews.models.reviews import Review


class Guest(Row):
    """Somebody from outside who may look at one review, redacted, and comment on it until a day."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="guests")
    person = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    invited_by = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, related_name="+")
    until_on = models.DateField()  # the first day on which they see nothing any more
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["review", "person"], condition=Q(ended_at__isnull=True), name="one_open_invitation_each"
            )
        ]

    def is_open(self, today: date) -> bool:
        """Whether it lasts on the day that it is at the establishment."""
        return self.ended_at is None and self.until_on > today

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Guest"]:
        """Whoever may read reviews; the guest themselves, while the invitation lasts and no other."""
        rows = cls.in_scope(actor)
        if actor.is_system or actor.may(Permission.REVIEW_READ):
            return rows
        if actor.person_id is None or not actor.may(Permission.REVIEW_COMMENT):
            return rows.none()
        return rows.filter(person_id=actor.person_id, ended_at__isnull=True, until_on__gt=timezone.localdate())


class Comment(Record):
    """What a guest said about one statement, bound to exactly what they saw of it."""

    guest = models.ForeignKey(Guest, on_delete=models.PROTECT, related_name="comments")
    statement = models.CharField(max_length=300)
    words = models.TextField()
    at = models.DateTimeField()
    saw = models.TextField()  # the answer and the evidence as they were shown, as JSON
    saw_hash = models.CharField(max_length=64)  # SHA-256 of that

    class Meta:
        indexes = [models.Index(fields=["guest", "statement", "at"])]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Comment"]:
        """Whoever sees the invitation."""
        return cls.in_scope(actor).filter(guest__in=Guest.visible_to(actor))
