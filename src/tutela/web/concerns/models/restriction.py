"""A case that only named people may read: whatever roles others hold, it is not there for them."""

from django.db import models
from django.db.models import Q

from tutela.web.concerns.models.cases import SafeguardingCase
from tutela.web.concerns.models.visibility import visible_cases
from tutela.web.core.actor import AnyActor
from tutela.web.core.rows import Row


class Restriction(Row):
    """From when until when a case is restricted. Who is named in it are those to whom it is opened singly."""

    case = models.ForeignKey(SafeguardingCase, on_delete=models.PROTECT, related_name="restrictions")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(until_at=None), name="case_restricted_once_at_a_time")
        ]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Restriction"]:
        return cls.in_scope(actor).filter(case__in=visible_cases(actor))
