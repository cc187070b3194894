"""What was plainly to be seen on somebody's body, in words: there is no picture of it."""

from django.db import models

from tutela.web.concerns.models.cases import CaseEntry, SafeguardingCase
from tutela.web.concerns.models.people import Involved
from tutela.web.core.actor import AnyActor
from tutela.web.core.rows import Record


class BodyMark(Record):
    """One mark: part, side, view and what was seen, sealed together; its entry says when it was seen."""

    case = models.ForeignKey(SafeguardingCase, on_delete=models.PROTECT, related_name="body_marks")
    entry = models.OneToOneField(CaseEntry, on_delete=models.PROTECT, related_name="body_mark")
    involved = models.ForeignKey(Involved, on_delete=models.PROTECT, related_name="+")
    sealed_mark = models.BinaryField()

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["BodyMark"]:
        return cls.in_scope(actor).filter(case__in=SafeguardingCase.visible_to(actor))
