"""What people answered to a version: on screen, on paper, or for their child. Written once; a later answer follows."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tutela.web.core.actor import AnyActor
from tutela.web.core.permissions import Permission
from tutela.web.core.rows import Record, for_readers, without_excluded
from tutela.web.policies.models.documents import PERSON, Version


class PaperBatch(Record):
    """Forms that came back on paper, and where they are kept; of visitors a sheet, and how many signed it."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="batches")
    sha256 = models.CharField(max_length=64)  # of the text that was printed
    kept = models.CharField(max_length=200)  # "Folder 9B, office"
    returned_on = models.DateField()
    visitors = models.SmallIntegerField(default=0)  # who they are stands on the sheet alone; below 0 takes back
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["PaperBatch"]:
        """Those who review how things stand."""
        return for_readers(cls.in_scope(actor), actor, Permission.REVIEW_READ)


class Acknowledgement(Record):
    """One person's answer to one version. The newest of a version counts; the others stay."""

    class Answer(models.TextChoices):
        AGREES = "agrees", _("Agrees")
        DISAGREES = "disagrees", _("Does not agree")
        NOT_NOW = "not-now", _("Not now")

    class How(models.TextChoices):
        SCREEN = "screen", _("On screen")
        PAPER = "paper", _("On paper")
        FOR_CHILD = "for-child", _("A parent, for their child")

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="acknowledgements")
    sha256 = models.CharField(max_length=64)  # of the text that was read: the version's, or that in easy read
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")  # whose answer it is
    answer = models.CharField(max_length=10, choices=Answer.choices)
    how = models.CharField(max_length=10, choices=How.choices)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")  # who gave it, or entered the paper
    at = models.DateTimeField()
    batch = models.ForeignKey(PaperBatch, on_delete=models.PROTECT, null=True, blank=True, related_name="answers")
    words = models.TextField(blank=True)  # why not
    asked = models.PositiveSmallIntegerField(default=0)  # questions of the short check
    right_at_once = models.PositiveSmallIntegerField(default=0)

    class Meta:
        # the person first: of 50,000 who are asked one by one, each key differs at its beginning
        indexes = [models.Index(fields=["person", "version", "-at", "answer"])]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Acknowledgement"]:
        """Whoever keeps the policies; everybody sees their own and those that they gave."""
        rows = cls.in_scope(actor)
        if actor.is_system:
            return rows
        own = Q(person_id=actor.person_id) | Q(by_id=actor.person_id)
        if actor.may(Permission.POLICY_WRITE):
            seen = without_excluded(rows, actor, "person").values("pk")
            return rows.filter(own | Q(pk__in=seen))
        return rows.filter(own)


class AgreementNotice(Record):
    """That somebody was told of an agreement that waits for them: each step once."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    step = models.PositiveSmallIntegerField()  # 0 when it was published, then one for each reminder
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "person", "step"], name="each_notice_of_an_agreement_once")
        ]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["AgreementNotice"]:
        """Nobody but the software: who was reminded shows who has not answered."""
        return cls.in_scope(actor) if actor.is_system else cls.in_scope(actor).none()
