"""Who has which part in a duty, since when and until when. Both are written once; the past stays."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from tutela.web.core.actor import AnyActor
from tutela.web.core.permissions import Permission
from tutela.web.core.rows import Record
from tutela.web.responsibilities.rules.duties import Part

NOTE_LETTERS = 1000


class Parts(models.TextChoices):
    """The part that somebody has in a duty."""

    ACCOUNTABLE = Part.ACCOUNTABLE, _("Answers for it")
    RESPONSIBLE = Part.RESPONSIBLE, _("Does it")
    CONSULTED = Part.CONSULTED, _("Is asked before")
    INFORMED = Part.INFORMED, _("Is told afterwards")


class Assignment(Record):
    """A person has a part in a duty from a day on. What is about a duty says nothing about learners."""

    duty = models.CharField(max_length=60)
    part = models.CharField(max_length=12, choices=Parts.choices)
    person = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, related_name="+")
    as_role = models.CharField(max_length=30, blank=True)  # the role in which they took it; when that ends, so does it
    from_on = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(max_length=NOTE_LETTERS, blank=True)

    class Meta:
        indexes = [models.Index(fields=["establishment", "duty", "part"])]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Assignment"]:
        """Whoever may read reviews sees all; everybody sees what they have taken upon themselves."""
        rows = cls.in_scope(actor)
        if actor.is_system or actor.may(Permission.REVIEW_READ):
            return rows
        return rows.filter(person_id=actor.person_id, person_id__isnull=False)


class AssignmentEnd(Record):
    """They have that part no more."""

    class Reason(models.TextChoices):
        HANDED_ON = "handed-on", _("Handed on to somebody else")
        GIVEN_UP = "given-up", _("Given up")
        LEFT = "left", _("Has left")
        ROLE_ENDED = "role-ended", _("No longer holds the role")

    assignment = models.OneToOneField(Assignment, on_delete=models.PROTECT, related_name="end")
    reason = models.CharField(max_length=12, choices=Reason.choices)
    on = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["AssignmentEnd"]:
        """Whoever sees what has ended."""
        return cls.in_scope(actor).filter(assignment__in=Assignment.visible_to(actor))
