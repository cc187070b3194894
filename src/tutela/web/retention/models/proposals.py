"""One person puts something forward, another decides; what was destroyed has its certificate."""

from django.db import models
from django.db.models import F, Q

from tutela.web.core.actor import AnyActor
from tutela.web.core.rows import Record
from tutela.web.retention.models.seen import seen_by
from tutela.web.retention.models.subjects import OfOne, about_one


class Proposal(OfOne):
    """Somebody who looked through it says that it may go."""

    kind = models.CharField(max_length=40)
    years = models.PositiveSmallIntegerField()
    start_on = models.DateField()
    due_on = models.DateField()
    proposed_by = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()

    class Meta:
        constraints = [about_one("proposal_about_one")]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Proposal"]:
        return seen_by(cls.in_scope(actor), actor)


class Decision(Record):
    """Destroy it or keep it, by somebody else."""

    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="decision")
    is_destroyed = models.BooleanField()
    proposed_by = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, related_name="+")
    decided_by = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    reason = models.CharField(max_length=400, blank=True)
    """Why it is kept; names nobody."""

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(proposed_by=F("decided_by")), name="destruction_decided_by_another")
        ]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Decision"]:
        return cls.in_scope(actor).filter(proposal__in=Proposal.visible_to(actor))


class Certificate(OfOne):
    """That the keys of one of these were destroyed: a signed text that names nobody it was about."""

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="certificate")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    backups_until = models.DateField()
    """Until this day a nightly back-up from before may still hold the keys."""
    text = models.TextField()
    signature = models.CharField(max_length=128)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["establishment", "number"], name="certificate_numbered_once"),
            models.UniqueConstraint(fields=["case"], name="certificate_once_for_a_case"),
            models.UniqueConstraint(fields=["concern"], name="certificate_once_for_a_concern"),
            models.UniqueConstraint(fields=["supervision"], name="certificate_once_for_a_session"),
            models.UniqueConstraint(fields=["received"], name="certificate_once_for_a_file"),
            about_one("certificate_about_one"),
        ]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Certificate"]:
        return seen_by(cls.in_scope(actor), actor)
