"""One person puts a case forward, another decides; what was destroyed has its certificate."""

from django.db import models
from django.db.models import F, Q

from tutela.web.core.actor import AnyActor
from tutela.web.core.rows import Record
from tutela.web.retention.models.seen import seen_by


class Proposal(Record):
    """Somebody who looked through a case says that it may go."""

    case = models.ForeignKey("concerns.SafeguardingCase", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    years = models.PositiveSmallIntegerField()
    start_on = models.DateField()
    due_on = models.DateField()
    proposed_by = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()

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


class Certificate(Record):
    """That the keys of a case were destroyed: a signed text that names nobody it was about."""

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="certificate")
    case = models.OneToOneField("concerns.SafeguardingCase", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    backups_until = models.DateField()
    """Until this day a nightly back-up from before may still hold the keys."""
    text = models.TextField()
    signature = models.CharField(max_length=128)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["establishment", "number"], name="certificate_numbered_once")]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Certificate"]:
        return seen_by(cls.in_scope(actor), actor)
