"""Who is in a concern or a case and in what part, who was put right there, and to whom either was opened singly."""

from django.db import models
from django.db.models import F, Q

from tutela.web.concerns import rules
from tutela.web.concerns.models.visibility import KEEPS_OUT, visible_cases, visible_concerns
from tutela.web.core.actor import AnyActor
from tutela.web.core.rows import Record, Row, ScopedManager

OF_ONE = Q(concern__isnull=True) ^ Q(case__isnull=True)
STANDS = Q(relinked=None)


class StandingManager(ScopedManager):
    """Who stands in a matter now: whoever was linked by mistake is masked."""

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().filter(STANDS)


class KeepingOutManager(ScopedManager):
    """Who is kept from a matter, and who decides on its way."""

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().filter(KEEPS_OUT)


class Involved(Record):
    """Somebody in a concern, or added to a case later. Without a person the sealed name is all that is known.

    `objects`, `in_scope` and `visible_to` give who stands in it; of whoever was linked by mistake the row stays, and
    `_base_manager` alone still finds it.
    """

    concern = models.ForeignKey("concerns.Concern", on_delete=models.PROTECT, null=True, related_name="involved")
    case = models.ForeignKey("concerns.SafeguardingCase", on_delete=models.PROTECT, null=True, related_name="involved")
    person = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, null=True, related_name="+")
    role = models.CharField(max_length=10)
    # typed: nobody chose this person; what was typed may mean them, so they are kept out to be safe
    was_typed = models.BooleanField(default=False)
    sealed_name = models.BinaryField()

    objects = StandingManager()
    keeping_out = KeepingOutManager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=OF_ONE, name="involved_in_a_concern_or_a_case"),
            models.CheckConstraint(condition=Q(role__in=rules.ROLES), name="involved_role_is_known"),
        ]
        indexes = [models.Index(fields=["person", "role"])]

    @classmethod
    def in_scope(cls, actor: AnyActor) -> models.QuerySet["Involved"]:
        return super().in_scope(actor).filter(STANDS)

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Involved"]:
        return _of_visible(cls.in_scope(actor), actor)


class Relinked(Record):
    """Somebody was linked by mistake: their row is masked from then on, and who stands in its place is another row."""

    involved = models.OneToOneField(Involved, on_delete=models.PROTECT, related_name="relinked")
    replaced_by = models.ForeignKey(Involved, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, null=True, related_name="+")
    sealed_reason = models.BinaryField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(involved=F("replaced_by")), name="relinked_to_somebody_else"),
        ]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Relinked"]:
        of_concern = Q(involved__concern__in=visible_concerns(actor))
        return cls.in_scope(actor).filter(of_concern | Q(involved__case__in=visible_cases(actor)))


class Grant(Row):
    """A concern or a case opened to one person beyond those of its route, until it is ended."""

    concern = models.ForeignKey("concerns.Concern", on_delete=models.PROTECT, null=True, related_name="grants")
    case = models.ForeignKey("concerns.SafeguardingCase", on_delete=models.PROTECT, null=True, related_name="grants")
    person = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=120)
    granted_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=OF_ONE, name="grant_of_a_concern_or_a_case")]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Grant"]:
        return _of_visible(cls.in_scope(actor), actor)


def _of_visible(rows: models.QuerySet, actor: AnyActor) -> models.QuerySet:
    return rows.filter(Q(concern__in=visible_concerns(actor)) | Q(case__in=visible_cases(actor)))


class TypedName(Record):
    """A typed name of a matter that is sealed to named people, once more under a key that the establishment opens: who
    comes to read matters later is held against it, so that nobody is named in what may be about themselves.
    """

    involved = models.OneToOneField(Involved, on_delete=models.PROTECT, related_name="typed")
    concern = models.ForeignKey("concerns.Concern", on_delete=models.PROTECT, null=True, related_name="+")
    case = models.ForeignKey("concerns.SafeguardingCase", on_delete=models.PROTECT, null=True, related_name="+")
    own_key = models.OneToOneField("core.CaseKey", on_delete=models.PROTECT, related_name="+")
    sealed_name = models.BinaryField()

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["TypedName"]:
        """Nobody is shown it: the software alone compares."""
        rows = cls.in_scope(actor)
        return rows if actor.is_system else rows.none()
