"""Actions, everything that happened to each, and the proof they were closed with."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tutela.web.actions.rules import states
from tutela.web.core.actor import AnyActor
from tutela.web.core.permissions import Permission
from tutela.web.core.rows import Record, Row, without_excluded

TITLE_LETTERS, SOURCE_LETTERS, SAID_LETTERS = 200, 200, 2000


class Action(Row):
    """Something to be done. It is about how the establishment works, never about a learner."""

    class State(models.TextChoices):
        OPEN = states.OPEN, _("Open")
        DONE = states.DONE, _("Done")
        DROPPED = states.DROPPED, _("Dropped")

    class Tag(models.TextChoices):
        PROTECT = "protect", _("Protect")
        EDUCATE = "educate", _("Educate")
        EMPOWER = "empower", _("Empower")

    title = models.CharField(max_length=TITLE_LETTERS)
    detail = models.TextField(blank=True)
    owner = models.ForeignKey(
        "establishments.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    due_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    tag = models.CharField(max_length=10, choices=Tag.choices, blank=True)
    source = models.CharField(max_length=SOURCE_LETTERS)  # where it comes from, in words
    origin = models.CharField(max_length=200, blank=True)  # the same as a key that never changes
    address = models.CharField(max_length=300, blank=True)  # the page it comes from
    bar_kind = models.CharField(max_length=60, blank=True)  # a kind of live evidence, with one of the two ends
    bar_at_least = models.FloatField(null=True, blank=True)
    bar_at_most = models.FloatField(null=True, blank=True)
    recurs_days = models.PositiveIntegerField(null=True, blank=True)  # counted from the day of completion
    follows = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="followed_by")
    depends_on = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="awaited_by")
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)  # done or dropped

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["establishment", "origin", "title"],
                condition=Q(state=states.OPEN) & ~Q(origin=""),
                name="one_open_action_for_an_origin",
            ),
        ]
        indexes = [
            models.Index(fields=["establishment", "state", "due_on"]),
            models.Index(fields=["establishment", "origin"]),
        ]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Action"]:
        """Whoever may read reviews sees all; whoever works here sees what they own."""
        rows = without_excluded(cls.in_scope(actor), actor)
        if actor.is_system or actor.may(Permission.REVIEW_READ):
            return rows
        if states.may_own(actor):
            return rows.filter(owner_id=actor.person_id)
        return rows.none()


class ActionEntry(Record):
    """One thing that happened to an action, in the order in which it did."""

    class Kind(models.TextChoices):
        OPENED = "opened", _("Opened")
        HANDED_OVER = "handed-over", _("Handed over")
        MOVED = "moved", _("Due day moved")
        LINKED = "linked", _("Waits for others")
        NOTE = "note", _("Note")
        REMINDED = "reminded", _("Reminder sent")
        CLOSED = "closed", _("Done")
        REOPENED = "reopened", _("Opened again")
        DROPPED = "dropped", _("Dropped")

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="entries")
    number = models.PositiveIntegerField()  # its place in the timeline, from 1
    kind = models.CharField(max_length=12, choices=Kind.choices)
    at = models.DateTimeField()
    by = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    words = models.TextField(blank=True)
    owner = models.ForeignKey(
        "establishments.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )  # from then on, where it was opened or handed over
    due_on = models.DateField(null=True, blank=True)  # from then on, where it was opened, moved or opened again
    mark = models.CharField(max_length=30, blank=True)  # which reminder

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["action", "number"], name="entries_of_an_action_have_an_order"),
            models.UniqueConstraint(
                fields=["action", "mark"], condition=~Q(mark=""), name="each_reminder_of_an_action_once"
            ),
        ]
        verbose_name_plural = "action entries"

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["ActionEntry"]:
        """Whoever sees the action."""
        return cls.in_scope(actor).filter(action__in=Action.visible_to(actor))


class Proof(Record):
    """What an action was closed with: a figure that stood that day, or words with the day from which they are true."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="proofs")
    entry = models.OneToOneField(ActionEntry, on_delete=models.PROTECT, related_name="proof")
    words = models.TextField(blank=True)
    effective_on = models.DateField()  # from which day it is true, which may be long before it was given
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(
        "establishments.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    holds_until = models.DateField(null=True, blank=True)  # the first day on which it no longer holds
    link = models.CharField(max_length=500, blank=True)
    bar_kind = models.CharField(max_length=60, blank=True)
    bar_value = models.FloatField(null=True, blank=True)
    bar_as_at = models.DateTimeField(null=True, blank=True)

    @property
    def cites_evidence(self) -> bool:
        """Whether somebody else can look at it: a figure, a file or a link, not words alone."""
        return bool(self.bar_kind or self.link or self.file_or_none)

    @property
    def file_or_none(self) -> "ProofFile | None":
        """What is known of its file, without what is in it."""
        return next(iter(self.files.defer("content").all()), None)

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Proof"]:
        """Whoever sees the action."""
        return cls.in_scope(actor).filter(action__in=Action.visible_to(actor))


class ProofFile(Record):
    """A document that proves it, sealed with a key of its own. Never a picture, never a film."""

    proof = models.ForeignKey(Proof, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size_bytes = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)  # of what was given, before it was sealed
    case_key = models.ForeignKey("core.CaseKey", on_delete=models.PROTECT, related_name="+")
    content = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proof"], name="one_file_for_a_proof")]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["ProofFile"]:
        """Whoever sees the action."""
        return cls.in_scope(actor).filter(proof__action__in=Action.visible_to(actor))
