"""Where a matter went since it began, and whom a typed name was compared with. Both are added to and never changed."""

from django.db import models
from django.db.models import Q

from tutela.web.concerns import rules
from tutela.web.concerns.models.people import OF_ONE, Involved
from tutela.web.concerns.models.visibility import visible_cases, visible_concerns
from tutela.web.core.actor import AnyActor
from tutela.web.core.rows import Record


class Move(Record):
    """A concern or a case took another route: somebody in it took a role, or it left for the vault. The last holds."""

    concern = models.ForeignKey("concerns.Concern", on_delete=models.PROTECT, null=True, related_name="moves")
    case = models.ForeignKey("concerns.SafeguardingCase", on_delete=models.PROTECT, null=True, related_name="moves")
    number = models.PositiveIntegerField()
    route = models.CharField(max_length=10)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=OF_ONE, name="move_of_a_concern_or_a_case"),
            models.CheckConstraint(condition=Q(route__in=rules.CONCERN_ROUTES), name="move_route_is_known"),
            models.UniqueConstraint(fields=["concern", "number"], name="concern_move_numbered_once"),
            models.UniqueConstraint(fields=["case", "number"], name="case_move_numbered_once"),
        ]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Move"]:
        visible = Q(concern__in=visible_concerns(actor)) | Q(case__in=visible_cases(actor))
        return cls.in_scope(actor).filter(visible)


class NameCompared(Record):
    """A typed name was held against one person who may read matters: `may_be` says that it may mean them.

    Nobody reads a matter with a typed name before it was compared with them and found to be another's.
    """

    involved = models.ForeignKey(Involved, on_delete=models.PROTECT, related_name="compared")
    person = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, related_name="+")
    may_be = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["involved", "person"], name="name_compared_once_with_a_person")]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["NameCompared"]:
        return cls.in_scope(actor).filter(involved__in=Involved.visible_to(actor))
