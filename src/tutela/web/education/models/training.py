"""Who finished which course when, and what was noted by mistake. Written once."""

from django.db import models
from django.db.models import F, Q

from tutela.web.core.actor import AnyActor
from tutela.web.core.permissions import Permission
from tutela.web.core.rows import Record, without_excluded

PERSON = "establishments.Person"


def seen_by(rows: models.QuerySet, actor: AnyActor, person: str) -> models.QuerySet:
    """Everybody sees their own; those who share out duties see all but those whom they are kept from."""
    if actor.is_system:
        return rows
    own = Q(**{f"{person}_id": actor.person_id, f"{person}_id__isnull": False})
    if actor.may(Permission.DUTY_ASSIGN):
        others = without_excluded(rows, actor, person).values("pk")
        return rows.filter(own | Q(pk__in=others))
    return rows.filter(own)


class Training(Record):
    """Somebody finished a course. Of a certificate its SHA-256 is kept and who holds it, never the paper itself."""

    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    course = models.CharField(max_length=60)  # an id of library/training.yaml
    done_on = models.DateField()
    expires_on = models.DateField(null=True, blank=True)  # as the certificate says; exclusive
    provider = models.CharField(max_length=160, blank=True)
    certificate_sha256 = models.CharField(max_length=64, blank=True)  # hex
    certificate_with = models.CharField(max_length=160, blank=True)  # who holds it: "the office's staff file"
    left_out = models.JSONField(default=list, blank=True)  # topics that the course covers and this time did not
    at = models.DateTimeField()
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["establishment", "person", "course"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True) | Q(expires_on__gt=F("done_on")), name="training_not_backwards"
            )
        ]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Training"]:
        return seen_by(cls.in_scope(actor), actor, "person")


class TrainingStruck(Record):
    """An entry was a mistake and counts for nothing from then on."""

    training = models.OneToOneField(Training, on_delete=models.PROTECT, related_name="struck")
    reason = models.CharField(max_length=300)
    at = models.DateTimeField()
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["TrainingStruck"]:
        return cls.in_scope(actor).filter(training__in=Training.visible_to(actor))
