"""The end of a matter's record: one person puts it forward, another decides, and a certificate says that it is gone."""

from django.db import models
from django.db.models import F, Q

from tutela.web.allegations.models.matters import Allegation
from tutela.web.core.actor import AnyActor
from tutela.web.core.rows import Record


class PutForward(Record):
    """Somebody who handles a matter by their role, and has looked through it, says that its record may go."""

    allegation = models.ForeignKey(Allegation, on_delete=models.PROTECT, related_name="put_forward")
    due_on = models.DateField()
    by = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["PutForward"]:
        """Whoever may read the matter. Who may decide without reading it is said by `queries.keeping`."""
        return cls.in_scope(actor).filter(allegation__in=Allegation.visible_to(actor))


class Decided(Record):
    """What a second person decided: it is destroyed, or kept for a reason and looked at again on a day."""

    put_forward = models.OneToOneField(PutForward, on_delete=models.PROTECT, related_name="decided")
    put_forward_by = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    is_destroyed = models.BooleanField()
    again_on = models.DateField(null=True)
    # why it is kept; it names nobody and outlives the record
    reason = models.CharField(max_length=400, blank=True)
    # the certificate, where it was destroyed
    text = models.TextField(blank=True)
    signature = models.CharField(max_length=128, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(put_forward_by=F("by")), name="vault_destruction_decided_by_another"),
            models.CheckConstraint(
                condition=(Q(is_destroyed=True, again_on=None) & ~Q(text=""))
                | (Q(is_destroyed=False, again_on__isnull=False, text="") & ~Q(reason="")),
                name="vault_kept_with_reason_and_day_or_destroyed",
            ),
        ]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Decided"]:
        """Whoever of the two decided on it: the matter itself is seen by nobody any more."""
        rows = cls.in_scope(actor)
        return rows if actor.is_system else rows.filter(Q(put_forward_by=actor.person_id) | Q(by=actor.person_id))
