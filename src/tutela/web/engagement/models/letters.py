"""Letters to parents and carers: what each says, to whom it goes, what came back."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from tutela.web.core.actor import AnyActor
from tutela.web.core.permissions import Permission
from tutela.web.core.rows import Record, Row, for_readers, without_excluded

LONGEST_TEXT = 6000


class Letter(Row):
    """A letter as it is written, then as it went out. Once it is merged its text stays."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Being written")
        MERGING = "merging", _("Being made")
        READY = "ready", _("Ready")
        SENT = "sent", _("Sent")

    title = models.CharField(max_length=160)
    text = models.TextField(max_length=LONGEST_TEXT)
    group = models.ForeignKey(
        "establishments.Group", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )  # whose parents it goes to; none means all
    facts = models.JSONField(default=dict)  # as they were when it was merged
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    total = models.PositiveIntegerField(default=0)
    wanted = models.PositiveIntegerField(default=0)  # how many are to be in documents: those without an email, or all
    made = models.PositiveIntegerField(default=0)  # how many are in documents
    without_paper = models.BooleanField(default=False)  # they could not be laid out, when it was last tried
    made_at = models.DateTimeField()
    merged_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.title

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Letter"]:
        """Whoever reads reviews: a letter names nobody until it is merged."""
        return for_readers(cls.in_scope(actor), actor, Permission.REVIEW_READ)


class LetterCopy(Row):
    """A letter to one person, about the children whom they may be told about."""

    class Reply(models.TextChoices):
        SET = "set", _("Yes, on everything my child uses")
        SOME = "some", _("Yes, on some of it")
        NOT_YET = "not-yet", _("Not yet")
        HELP = "help", _("I would like help with it")

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="copies")
    person = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, related_name="+")
    children = models.JSONField()  # keys of persons
    number = models.PositiveIntegerField()  # its place in the documents, from 0
    message = models.ForeignKey(
        "core.OutboxMessage", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    read_at = models.DateTimeField(null=True, blank=True)  # first opened on screen by its person
    reply = models.CharField(max_length=8, choices=Reply.choices, blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)
    noted_by = models.ForeignKey(
        "establishments.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )  # who typed a reply that came on paper or by telephone

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["letter", "person"], name="one_copy_of_a_letter_for_a_person"),
            models.UniqueConstraint(fields=["letter", "number"], name="copies_of_a_letter_have_an_order"),
        ]
        verbose_name_plural = "letter copies"

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["LetterCopy"]:
        """Its person once it has gone out, and whoever reads about people; their own is for nobody an exclusion."""
        rows = cls.in_scope(actor)
        own = rows.filter(person_id=actor.person_id, person_id__isnull=False, letter__state=Letter.State.SENT)
        if actor.is_system or (actor.may(Permission.PERSON_READ) and actor.may(Permission.REVIEW_READ)):
            return without_excluded(rows, actor, "person") | own
        return own


class LetterDocument(Record):
    """Letters on paper, as many as go into one document, sealed with a key of its own."""

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="documents")
    number = models.PositiveIntegerField()  # from 1
    first = models.PositiveIntegerField()  # of the letters in it, counted from 1
    last = models.PositiveIntegerField()
    case_key = models.ForeignKey("core.CaseKey", on_delete=models.PROTECT, related_name="+")
    content = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["letter", "number"], name="documents_of_a_letter_have_an_order")]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["LetterDocument"]:
        """Whoever reads about people: it names families."""
        rows = cls.in_scope(actor)
        reads = actor.is_system or (actor.may(Permission.PERSON_READ) and actor.may(Permission.REVIEW_READ))
        return rows if reads else rows.none()
