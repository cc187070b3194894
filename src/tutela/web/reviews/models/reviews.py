"""The framework as it was, the review, every answer that was ever given, and what is being written now."""

from hashlib import sha256

from django.db import models
from django.db.models import Q

from tutela.web.core.actor import AnyActor
from tutela.web.core.permissions import Permission
from tutela.web.core.rows import Record, Row

LONGEST_IN_ORIGIN = 150
"""Characters of a statement's id; the origin of an action has 200."""


class PinnedFramework(models.Model):
    """One version of one framework, word for word, for as long as a review speaks of it. About nobody."""

    framework_id = models.CharField(max_length=300)
    version = models.CharField(max_length=40)
    content_hash = models.CharField(max_length=64)  # SHA-256, hex, of the content
    title = models.CharField(max_length=300)
    origin = models.CharField(max_length=20)
    statements = models.PositiveIntegerField()
    content = models.TextField()  # model.Framework as JSON
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["framework_id", "version", "content_hash"], name="framework_is_pinned_once")
        ]

    def __str__(self) -> str:
        return f"{self.title}, version {self.version}"


class KeptMapping(models.Model):
    """How the statements of one framework stand to those of another, as it was brought in. About nobody."""

    mapping_id = models.CharField(max_length=300)
    content_hash = models.CharField(max_length=64)  # SHA-256, hex, of the content
    title = models.CharField(max_length=300)
    source = models.CharField(max_length=300)  # a framework's id
    target = models.CharField(max_length=300)
    content = models.TextField()  # model.Mapping as JSON
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mapping_id", "content_hash"], name="mapping_is_kept_once")]
        indexes = [models.Index(fields=["target"])]

    def __str__(self) -> str:
        return self.title


def of_reviewers(rows: models.QuerySet, actor: AnyActor) -> models.QuerySet:
    """All of them for whoever may read reviews, none for anybody else."""
    return rows if actor.is_system or actor.may(Permission.REVIEW_READ) else rows.none()


class Review(Row):
    """One judgement of ourselves, from its first answer until it is completed."""

    framework = models.ForeignKey(PinnedFramework, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    started_by = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, related_name="+")
    completed_at = models.DateTimeField(null=True, blank=True)
    completed_by = models.ForeignKey(
        "establishments.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    follows = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    groups = models.JSONField(default=list, blank=True)  # which of the framework's groups count here; none: all do

    class Meta:
        indexes = [models.Index(fields=["establishment", "-started_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["establishment", "framework"],
                condition=Q(completed_at__isnull=True),
                name="one_open_review_of_a_framework",
            )
        ]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Review"]:
        """Whoever may read reviews."""
        return of_reviewers(cls.in_scope(actor), actor)


class Answer(Record):
    """What somebody answered to one statement; the newest one counts, the others stay."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="answers")
    statement = models.CharField(max_length=300)
    level = models.FloatField(null=True, blank=True)  # nothing where it does not apply
    applies = models.BooleanField(default=True)
    commentary = models.TextField(blank=True)
    by = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    carried_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    to_confirm = models.CharField(max_length=300, blank=True)  # why a carried answer needs a look
    origin = models.CharField(max_length=400, blank=True)  # of an answer taken over from another framework: which
    given = models.JSONField(default=dict, blank=True)  # the statement's questions → ids of choices, or words
    cites = models.JSONField(default=list, blank=True)  # SHA-256 of the files that stood beside it

    class Meta:
        indexes = [models.Index(fields=["review", "statement", "-at"])]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Answer"]:
        """Whoever may read reviews."""
        return of_reviewers(cls.in_scope(actor), actor)


class Draft(Row):
    """What somebody is writing and has not saved. It counts for nothing, and only they see it."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="+")
    statement = models.CharField(max_length=300)
    person = models.ForeignKey("establishments.Person", on_delete=models.CASCADE, related_name="+")
    fields = models.JSONField(default=dict)  # as the form posts them
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["review", "statement", "person"], name="one_draft_each")]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Draft"]:
        """Whoever writes it."""
        return of_reviewers(cls.in_scope(actor), actor).filter(person_id=actor.person_id)


def origin_of(review: Review, statement: str) -> str:
    """The key by which the actions of one statement are found again; a long id stands there as its SHA-256."""
    short = statement if len(statement) <= LONGEST_IN_ORIGIN else sha256(statement.encode()).hexdigest()
    return f"review:{review.pk}:{short}"
