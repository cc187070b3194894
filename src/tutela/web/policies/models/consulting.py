"""Who was heard about a version before it was published, what came of it, and who approved it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from tutela.web.core.actor import AnyActor
from tutela.web.core.permissions import Permission
from tutela.web.core.rows import Record, for_readers
from tutela.web.policies.models.documents import PERSON, Document


class Contribution(Record):
    """What a group said about a version, or why it was not asked."""

    class Kind(models.TextChoices):
        HEARD = "heard", _("Heard")
        WAIVED = "waived", _("Not asked, with a reason")

    class Group(models.TextChoices):
        STAFF = "staff", _("Staff")
        LEARNERS = "learners", _("Learners")
        PARENTS = "parents", _("Parents and carers")
        GOVERNORS = "governors", _("Governors")
        VISITORS = "visitors", _("Visitors")
        PARTNERS = "partners", _("Partners")

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="contributions")
    number = models.PositiveIntegerField()  # of the version
    group = models.CharField(max_length=10, choices=Group.choices)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    who = models.CharField(max_length=200, blank=True)  # "School council, 12 of them"
    words = models.TextField()  # what they said, or the reason
    heard_on = models.DateField(null=True, blank=True)
    survey = models.ForeignKey("engagement.Survey", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Contribution"]:
        """Those who review how things stand."""
        return for_readers(cls.in_scope(actor), actor, Permission.REVIEW_READ)


class ContributionAnswer(Record):
    """What became of a contribution, and in which version."""

    contribution = models.ForeignKey(Contribution, on_delete=models.PROTECT, related_name="answers")
    number = models.PositiveIntegerField()  # of the version that answers it
    taken_up = models.BooleanField()
    words = models.TextField()
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["ContributionAnswer"]:
        """Those who review how things stand."""
        return for_readers(cls.in_scope(actor), actor, Permission.REVIEW_READ)


class Approval(Record):
    """The head's sign-off, or the governors' minute, of one text. A word changed after it and it no longer counts."""

    class Kind(models.TextChoices):
        HEAD = "head", _("Sign-off by the head")
        MINUTE = "minute", _("Minute of the governors")

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="approvals")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    sha256 = models.CharField(max_length=64)  # of the text that was approved
    body = models.CharField(max_length=120, blank=True)  # which meeting
    held_on = models.DateField(null=True, blank=True)
    reference = models.CharField(max_length=60, blank=True)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["document", "number", "kind", "-at"])]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Approval"]:
        """Those who review how things stand."""
        return for_readers(cls.in_scope(actor), actor, Permission.REVIEW_READ)
