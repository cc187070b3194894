"""A document from its template to its versions: the draft changes, a version never does."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tutela.web.core.actor import AnyActor
from tutela.web.core.permissions import Permission
from tutela.web.core.rows import Record, Row, for_readers
from tutela.web.establishments.queries import GUESTS
from tutela.web.responsibilities.queries import list_shown_documents

PERSON = "establishments.Person"


class PinnedTemplate(models.Model):
    """One version of one template, word for word, for as long as a document rests on it. About nobody."""

    template_id = models.CharField(max_length=80)
    version = models.PositiveIntegerField()
    content_hash = models.CharField(max_length=64)  # SHA-256, hex
    title = models.CharField(max_length=120)
    content = models.TextField()  # authored.model.Template as JSON
    kept_at = models.DateTimeField()
    trust = models.ForeignKey(
        "establishments.Trust", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )  # whose establishments it is offered to; nobody's where the library shipped it

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["template_id", "version", "content_hash"], name="template_is_pinned_once")
        ]

    def __str__(self) -> str:
        return f"{self.title}, version {self.version}"


class Document(Row):
    """One policy or agreement of an establishment, through all its versions."""

    class Kind(models.TextChoices):
        POLICY = "policy", _("Policy")
        AGREEMENT = "agreement", _("Agreement")

    class Audience(models.TextChoices):
        EVERYONE = "everyone", _("Everyone")
        STAFF = "staff", _("Staff")
        LEARNERS = "learners", _("Learners")
        PARENTS = "parents", _("Parents and carers")
        GOVERNORS = "governors", _("Governors")
        VISITORS = "visitors", _("Visitors")
        PARTNERS = "partners", _("Partners and employers")

    template_id = models.CharField(max_length=80)
    title = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    audience = models.CharField(max_length=10, choices=Audience.choices)
    ages_from = models.PositiveSmallIntegerField(null=True, blank=True)  # inclusive
    ages_below = models.PositiveSmallIntegerField(null=True, blank=True)  # exclusive
    reading = models.CharField(max_length=10)
    summary = models.TextField()
    review_months = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["establishment", "template_id"],
                condition=Q(archived_at__isnull=True),
                name="one_document_of_a_template",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Document"]:
        """What is published is for everybody of the place, and for those from outside where their invitation says so;
        what is still a draft for those who review.
        """
        rows = cls.in_scope(actor)
        if actor.is_system or actor.may(Permission.REVIEW_READ):
            return rows
        if actor.roles <= GUESTS:  # nor whose invitation has run out
            rows = rows.filter(pk__in=list_shown_documents(actor))
        return rows.filter(archived_at__isnull=True, versions__isnull=False).distinct()


class Draft(Row):
    """The next version while it is worked on. `revision` counts the changes, so that nobody writes over another."""

    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="draft")
    number = models.PositiveIntegerField()  # of the version it is to become
    base = models.ForeignKey(PinnedTemplate, on_delete=models.PROTECT, related_name="+")
    content = models.TextField()  # texts.wording.Wording as JSON
    revision = models.PositiveIntegerField(default=1)
    review_on = models.DateField(null=True, blank=True)
    reason = models.TextField(blank=True)  # why there is a new version, in a few words
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Draft"]:
        """Those who review how things stand."""
        return for_readers(cls.in_scope(actor), actor, Permission.REVIEW_READ)


class Version(Record):
    """What was published: words, signatures and dates, never changed. The newest of a document is in force."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    base = models.ForeignKey(PinnedTemplate, on_delete=models.PROTECT, related_name="+")
    content = models.TextField()  # texts.wording.Wording as JSON, every gap filled
    sha256 = models.CharField(max_length=64)  # of the content, hex: what is signed and agreed to
    reason = models.TextField(blank=True)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")  # who wrote the last change
    head_approval = models.ForeignKey("policies.Approval", on_delete=models.PROTECT, related_name="+")
    minute = models.ForeignKey("policies.Approval", on_delete=models.PROTECT, related_name="+")
    issued_on = models.DateField()  # of the first version
    review_on = models.DateField()  # the day by which it is to be looked at again

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="versions_of_a_document_have_numbers")
        ]
        indexes = [models.Index(fields=["establishment", "document", "-number"])]

    def __str__(self) -> str:
        return f"{self.title}, version {self.number}"

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Version"]:
        """Whoever may see the document."""
        return cls.in_scope(actor).filter(document__in=Document.visible_to(actor))


class OtherDocument(Row):
    """A document of the place that is kept elsewhere, so that a clause may lean on it."""

    slug = models.SlugField(max_length=60)
    title = models.CharField(max_length=120)
    where = models.CharField(max_length=300)  # an address, or words ("staff handbook, chapter 4")
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["establishment", "slug"], name="other_document_once_per_establishment")
        ]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["OtherDocument"]:
        """Where a document is kept says nothing about anybody: everybody of the place may know."""
        return cls.in_scope(actor)
