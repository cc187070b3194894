"""What is kept or destroyed as one: a case with all in it, or a concern that no case took in."""

from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from tutela.web.core.rows import Record


@dataclass(frozen=True, slots=True)
class Subject:
    """One of the two, by its key."""

    kind: Literal["case", "concern"]
    id: UUID

    @property
    def key(self) -> dict[str, UUID]:
        """How a row that belongs to it names it."""
        return {self.kind: self.id}

    @property
    def record(self) -> str:
        """How the audit names it."""
        return f"concerns.{'safeguardingcase' if self.kind == 'case' else 'concern'}:{self.id}"


def called(kind: str, number: object) -> str:
    """Case 12, or Concern JXPN-HQHB: all that is left to say of what was destroyed."""
    return _("Case %(number)s") % {"number": number} if kind == "case" else _("Concern %(number)s") % {"number": number}


class OfOne(Record):
    """A row about one case or about one concern."""

    case = models.ForeignKey("concerns.SafeguardingCase", on_delete=models.PROTECT, null=True, related_name="+")
    concern = models.ForeignKey("concerns.Concern", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        abstract = True

    @property
    def subject(self) -> Subject:
        """What the row is about."""
        of: Any = self
        return Subject("case", of.case_id) if of.case_id else Subject("concern", of.concern_id)

    @property
    def called(self) -> str:
        """Its number, in words."""
        return called("case", self.case.number) if self.case else called("concern", self.concern.receipt)


def about_one(name: str) -> models.CheckConstraint:
    """Of a table of `OfOne`: each row is about a case or about a concern, and not about both."""
    of_a_case, of_a_concern = Q(case__isnull=False, concern=None), Q(case=None, concern__isnull=False)
    return models.CheckConstraint(condition=of_a_case | of_a_concern, name=name)
