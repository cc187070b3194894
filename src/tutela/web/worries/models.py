"""Conversations with people who have no account, and what they have not finished. No row says who, where or from what.

Moments of theirs are kept to the hour. All that was written is sealed: a conversation with the key of its concern, what
is unfinished with a key that only the browser and the root key make together.
"""

from django.db import models
from django.db.models import Q

from tutela.web.concerns.queries import outside
from tutela.web.core.actor import AnyActor
from tutela.web.core.rows import Record, Row

FROM_OUTSIDE, NAMED, FROM_INSIDE = "outside", "named", "inside"
KINDS = (FROM_OUTSIDE, NAMED, FROM_INSIDE)
"""What whoever told us wrote; who they said they are; what we answered."""


class Conversation(Record):
    """The way back to somebody who told us a worry: their six words open it, and are nowhere but in their hands."""

    concern = models.OneToOneField("concerns.Concern", on_delete=models.PROTECT, related_name="+")
    receipt_hash = models.BinaryField(max_length=32)
    version = models.CharField(max_length=20)
    """For which reader the page was that they wrote on ("7-11")."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["establishment", "receipt_hash"], name="receipt_opens_one_conversation")
        ]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Conversation"]:
        """Whoever may read the concern, or handles in confidence what became of it."""
        return cls.in_scope(actor).filter(outside.answerable(actor))


class Message(Record):
    """One message of a conversation, numbered from 1, sealed with the key of its concern."""

    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="messages")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=8)
    at = models.DateTimeField()
    author = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, null=True, related_name="+")
    sealed_text = models.BinaryField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["conversation", "number"], name="message_numbered_once"),
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="message_kind_is_known"),
            models.CheckConstraint(
                condition=Q(kind=FROM_INSIDE) | Q(author__isnull=True), name="message_from_outside_names_nobody"
            ),
        ]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Message"]:
        return cls.in_scope(actor).filter(conversation__in=Conversation.visible_to(actor))


class Chase(Record):
    """That those who have to look at a concern were reminded of it, and on which day."""

    concern = models.ForeignKey("concerns.Concern", on_delete=models.PROTECT, related_name="+")
    on_date = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["concern", "on_date"], name="chased_once_a_day")]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Chase"]:
        return cls.in_scope(actor).filter(concern__in=outside.visible_concern_ids(actor))


class Unfinished(Row):
    """What one browser has not finished: answers, or a conversation it has open. Gone when done, or within two hours.

    The browser's cookie is half of the key. Without it the row opens for nobody.
    """

    token_hash = models.BinaryField(max_length=32, unique=True)
    expires_at = models.DateTimeField()
    sealed_state = models.BinaryField()

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Unfinished"]:
        """Nobody who is signed in; a browser finds its own by its cookie (`unfinished.find`)."""
        rows = cls.in_scope(actor)
        return rows if actor.is_system else rows.none()
