"""What is kept or destroyed as one: a case with all in it, a concern that no case took in, or notes of supervision."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from tutela.web.core.rows import Record
from tutela.web.core.templatetags.when import day
from tutela.web.retention.rules import What

TABLES = {"case": "SafeguardingCase", "concern": "Concern", "supervision": "Supervision"}
"""Their models in `concerns`."""


@dataclass(frozen=True, slots=True)
class Subject:
    """One of the three, by its key."""

    kind: What
    id: UUID

    @property
    def key(self) -> dict[str, UUID]:
        """How a row that belongs to it names it."""
        return {self.kind: self.id}

    @property
    def record(self) -> str:
        """How the audit names it."""
        return f"concerns.{TABLES[self.kind].lower()}:{self.id}"


def called(kind: str, number: object) -> str:
    """Case 12, Concern JXPN-HQHB, or Supervision of Dana Shah, 4 March 2026: all that is left of what was destroyed."""
    words = {
        "case": _("Case %(number)s"),
        "concern": _("Concern %(number)s"),
        "supervision": _("Supervision of %(number)s"),
    }
    return words[kind] % {"number": number}


def number_of(kind: str, row: Any) -> str:
    """By what a row of one of the three is called. A session has no number: whose it was, and when."""
    if kind == "supervision":
        return f"{row.supervised.full_name}, {day(row.held_on)}"
    return str(row.number if kind == "case" else row.receipt)


class OfOne(Record):
    """A row about one case, one concern or the notes of one session of supervision."""

    case = models.ForeignKey("concerns.SafeguardingCase", on_delete=models.PROTECT, null=True, related_name="+")
    concern = models.ForeignKey("concerns.Concern", on_delete=models.PROTECT, null=True, related_name="+")
    supervision = models.ForeignKey("concerns.Supervision", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        abstract = True

    @property
    def subject(self) -> Subject:
        """What the row is about."""
        of: Any = self
        kinds: tuple[What, ...] = ("case", "concern", "supervision")
        return next(Subject(kind, pk) for kind in kinds if (pk := getattr(of, f"{kind}_id")))

    @property
    def called(self) -> str:
        """Its number, in words."""
        kind = self.subject.kind
        return called(kind, number_of(kind, getattr(self, kind)))


def about_one(name: str) -> models.CheckConstraint:
    """Of a table of `OfOne`: each row is about exactly one of the three."""
    of_a_case = Q(case__isnull=False, concern=None, supervision=None)
    of_a_concern = Q(case=None, concern__isnull=False, supervision=None)
    of_a_session = Q(case=None, concern=None, supervision__isnull=False)
    return models.CheckConstraint(condition=of_a_case | of_a_concern | of_a_session, name=name)
