"""Who is in a concern or a case and in what part, and to whom either was opened singly."""

from django.db import models
from django.db.models import Q

from tutela.web.concerns import rules
from tutela.web.concerns.models.visibility import visible_cases, visible_concerns
from tutela.web.core.actor import AnyActor
from tutela.web.core.rows import Record, Row

OF_ONE = Q(concern__isnull=True) ^ Q(case__isnull=True)


class Involved(Record):
    """Somebody in a concern, or added to a case later. Without a person the sealed name is all that is known."""

    concern = models.ForeignKey("concerns.Concern", on_delete=models.PROTECT, null=True, related_name="involved")
    case = models.ForeignKey("concerns.SafeguardingCase", on_delete=models.PROTECT, null=True, related_name="involved")
    person = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, null=True, related_name="+")
    role = models.CharField(max_length=10)
    # typed: nobody chose this person; what was typed may mean them, so they are kept out to be safe
    was_typed = models.BooleanField(default=False)
    sealed_name = models.BinaryField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=OF_ONE, name="involved_in_a_concern_or_a_case"),
            models.CheckConstraint(condition=Q(role__in=rules.ROLES), name="involved_role_is_known"),
        ]
        indexes = [models.Index(fields=["person", "role"])]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Involved"]:
        return _of_visible(cls.in_scope(actor), actor)


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
