"""What is kept or destroyed as one: a case, a concern that no case took in, notes of supervision, a received file."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from tutela.web.core.rows import Record
from tutela.web.core.templatetags.when import day
from tutela.web.retention.rules import What

TABLES = {
    "case": "concerns.SafeguardingCase",
    "concern": "concerns.Concern",
    "supervision": "concerns.Supervision",
    "received": "transfers.ReceivedFile",
}
"""Their models."""


@dataclass(frozen=True, slots=True)
class Subject:
    """One of these, by its key."""

    kind: What
    id: UUID

    @property
    def key(self) -> dict[str, UUID]:
        """How a row that belongs to it names it."""
        return {self.kind: self.id}

    @property
    def record(self) -> str:
        """How the audit names it."""
        return f"{TABLES[self.kind].lower()}:{self.id}"


def called(kind: str, number: object) -> str:
    """Case 12, Concern JXPN-HQHB, or Supervision of Dana Shah, 4 March 2026: all that is left of it."""
    words = {
        "case": _("Case %(number)s"),
        "concern": _("Concern %(number)s"),
        "supervision": _("Supervision of %(number)s"),
        "received": _("File from %(number)s"),
    }
    return words[kind] % {"number": number}


def number_of(kind: str, row: Any) -> str:
    """By what a row is called. A session has no number: whose and when; nor has a file: whence, when, and its mark."""
    if kind == "received":
        return f"{row.partner.name}, {day(row.received_at)} ({row.sha256[:8]})"
    if kind == "supervision":
        return f"{row.supervised.full_name}, {day(row.held_on)}"
    return str(row.number if kind == "case" else row.receipt)


class OfOne(Record):
    """A row about one of these."""

    case = models.ForeignKey("concerns.SafeguardingCase", on_delete=models.PROTECT, null=True, related_name="+")
    concern = models.ForeignKey("concerns.Concern", on_delete=models.PROTECT, null=True, related_name="+")
    supervision = models.ForeignKey("concerns.Supervision", on_delete=models.PROTECT, null=True, related_name="+")
    received = models.ForeignKey("transfers.ReceivedFile", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        abstract = True

    @property
    def subject(self) -> Subject:
        """What the row is about."""
        of: Any = self
        kinds: tuple[What, ...] = ("case", "concern", "supervision", "received")
        return next(Subject(kind, pk) for kind in kinds if (pk := getattr(of, f"{kind}_id")))

    @property
    def called(self) -> str:
        """Its number, in words."""
        kind = self.subject.kind
        return called(kind, number_of(kind, getattr(self, kind)))


def about_one(name: str) -> models.CheckConstraint:
    """Of a table of `OfOne`: each row is about exactly one of them."""
    of_one = Q()
    for kind in TABLES:
        others = {other: None for other in TABLES if other != kind}
        of_one |= Q(**{f"{kind}__isnull": False}, **others)
    return models.CheckConstraint(condition=of_one, name=name)
