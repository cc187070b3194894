"""The e-safety group: what it is for, who sits in it, when it meets and what came of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from tutela.web.core.actor import AnyActor
from tutela.web.core.permissions import Permission
from tutela.web.core.rows import Record, Row
from tutela.web.responsibilities.rules.group import Perspective

TERMS_LETTERS, MINUTES_LETTERS, DECISION_LETTERS = 10_000, 20_000, 1000


class Perspectives(models.TextChoices):
    """From where a member looks at things. The first four have to be there."""

    LEADERSHIP = Perspective.LEADERSHIP, _("Leadership")
    CURRICULUM = Perspective.CURRICULUM, _("Curriculum")
    TECHNICAL = Perspective.TECHNICAL, _("Technical")
    SAFEGUARDING = Perspective.SAFEGUARDING, _("Safeguarding")
    GOVERNORS = Perspective.GOVERNORS, _("Governors")
    LEARNERS = Perspective.LEARNERS, _("Learners’ voice")
    PARENTS = Perspective.PARENTS, _("Parents’ and carers’ voice")


def _of_the_group(rows: models.QuerySet, actor: AnyActor) -> models.QuerySet:
    """Whoever may read reviews, and staff who sit in the group: its papers hold figures.

    A learner or parent who sits in it is named by `queries.name_members` to those alone who may see who they are.
    """
    if actor.is_system or actor.may(Permission.REVIEW_READ) or sits_in_it(actor):
        return rows
    return rows.none()


def sits_in_it(actor: AnyActor) -> bool:
    """Whether they work here and are a member now."""
    if actor.person_id is None or not actor.may(Permission.PERSON_CHOOSE):
        return False
    return Member.in_scope(actor).filter(person_id=actor.person_id, end__isnull=True).exists()


class TermsOfReference(Record):
    """What the group is for, what it may decide and to whom it reports. The highest number counts."""

    number = models.PositiveIntegerField()
    text = models.TextField(max_length=TERMS_LETTERS)
    approved_on = models.DateField()
    approved_by = models.CharField(max_length=200)  # in words: "Hana Novak, headteacher"
    at = models.DateTimeField()
    by = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["establishment", "number"], name="terms_of_reference_have_an_order")
        ]
        verbose_name_plural = "terms of reference"

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["TermsOfReference"]:
        return _of_the_group(cls.in_scope(actor), actor)


class Member(Record):
    """Somebody sits in the group for one perspective, from a day on."""

    person = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, related_name="+")
    perspective = models.CharField(max_length=12, choices=Perspectives.choices)
    as_role = models.CharField(max_length=30, blank=True)  # when it ends, so does the seat
    chairs = models.BooleanField(default=False)
    from_on = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Member"]:
        """Whoever sees the group's papers, and everybody of themselves."""
        rows = cls.in_scope(actor)
        own = models.Q(person_id=actor.person_id, person_id__isnull=False)
        return rows.filter(own | models.Q(pk__in=_of_the_group(rows, actor).values("pk")))


class MemberEnd(Record):
    """They do not sit in it any more."""

    member = models.OneToOneField(Member, on_delete=models.PROTECT, related_name="end")
    on = models.DateField()
    reason = models.CharField(max_length=200)
    at = models.DateTimeField()
    by = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["MemberEnd"]:
        return cls.in_scope(actor).filter(member__in=Member.visible_to(actor))


class Meeting(Row):
    """A day on which the group meets or met. Until there are minutes it may be moved or called off."""

    on = models.DateField()
    called_at = models.DateTimeField()
    called_by = models.ForeignKey(
        "establishments.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    called_off = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["establishment", "on"])]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Meeting"]:
        return _of_the_group(cls.in_scope(actor), actor)


class Minutes(Record):
    """What was said, with the agenda as it stood. A correction is a new row; the highest number counts."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="minutes")
    number = models.PositiveIntegerField()
    text = models.TextField(max_length=MINUTES_LETTERS)
    agenda = models.JSONField(default=list)  # [{"title": …, "lines": [words, …]}, …] of the day they were first written
    at = models.DateTimeField()
    by = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "number"], name="minutes_of_a_meeting_have_an_order")]
        verbose_name_plural = "minutes"

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Minutes"]:
        return _of_the_group(cls.in_scope(actor), actor)


class Present(Record):
    """Somebody was there."""

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="present")
    person = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["minutes", "person"], name="present_once")]
        verbose_name_plural = "present"

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Present"]:
        return _of_the_group(cls.in_scope(actor), actor)


class Decision(Record):
    """What the group decided, with the action that carries it out where there is one."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="decisions")
    words = models.CharField(max_length=DECISION_LETTERS)
    action = models.ForeignKey("actions.Action", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Decision"]:
        return _of_the_group(cls.in_scope(actor), actor)
