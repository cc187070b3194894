"""Reading what is known of exhibits. The bytes themselves are opened by `operations.opening` alone."""

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, Sum

from tutela.web.core import audit, sealing
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.core.rows import get_visible
from tutela.web.exhibits import rules, words
from tutela.web.exhibits.models import Custody, Exhibit, NotKept


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a ledger with its words open; `by` is empty for the software."""

    number: int
    kind: str
    at: datetime
    by: str
    by_id: UUID | None
    text: str
    detail: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What was written down of an image that is not kept: question and answer, and the police's reference."""

    at: datetime
    by: str
    facts: dict[str, str]
    reference: str
    exhibit_id: UUID | None


@dataclass(frozen=True, slots=True)
class ExhibitRead:
    """An exhibit without its bytes."""

    id: UUID
    case_id: UUID
    number: int
    kind: str
    name: str
    about: str
    size_bytes: int
    sha256: str
    zone: str
    notes: tuple[str, ...]
    received_at: datetime
    received_by: str
    standing: str
    original_id: UUID | None
    original: int | None
    lines: tuple[Line, ...]
    facts: tuple[Facts, ...]

    @property
    def seen(self) -> int:
        """How often its bytes were opened to a person."""
        return sum(line.kind in rules.OPENED for line in self.lines)

    @property
    def instruction(self) -> dict[str, Any]:
        """What the police told: officer, reference, told_on (a day); empty where they told nothing."""
        told = next((json.loads(line.text) for line in self.lines if line.kind == rules.TO_DESTROY), {})
        return told | ({"told_on": date.fromisoformat(told["told_on"])} if told else {})

    def line(self, kind: str) -> Line | None:
        """The first line of that kind."""
        return next((line for line in self.lines if line.kind == kind), None)


@operation
def list_exhibits(*, actor: AnyActor, case_id: UUID, at: datetime) -> tuple[list[ExhibitRead], list[Facts]]:
    """The exhibits of a case that the actor may see, and facts of what is not kept. Audited as read."""
    rows = Exhibit.visible_to(actor).filter(case=case_id).select_related("case__case_key", "received_by", "original")
    audit.record(actor, "case.list-exhibits", f"concerns.safeguardingcase:{case_id}", at=at)
    found = [_open(exhibit) for exhibit in rows.order_by("number")]
    facts = NotKept.visible_to(actor).filter(case=case_id, exhibit=None).select_related("case__case_key", "by")
    return found, [_facts(row) for row in facts]


@operation
def read_exhibit(*, actor: AnyActor, exhibit_id: UUID, at: datetime) -> ExhibitRead:
    """What is known of one exhibit. Audited as read; hidden and missing are one 404."""
    exhibit = get_visible(Exhibit, actor, exhibit_id)
    audit.record(actor, "exhibit.read", exhibit, at=at)
    return _open(exhibit)


def list_choices(actor: AnyActor, case_id: UUID) -> list[tuple[str, str]]:
    """Exhibits of a case that may be opened now, by key and number with the kind; not a word of what is in them."""
    rows = Exhibit.visible_to(actor).filter(case=case_id).prefetch_related("custody").order_by("number")
    return [
        (str(row.pk), f"{row.number}: {words.KINDS[row.kind]}")
        for row in rows
        if rules.may_open(rules.standing_of(line.kind for line in row.custody.all()))
    ]


def sum_sizes(actor: AnyActor, chosen: Iterable[UUID]) -> int:
    """Bytes of these exhibits together, of those that the actor may see."""
    return Exhibit.visible_to(actor).filter(pk__in=list(chosen)).aggregate(sum=Sum("size_bytes"))["sum"] or 0


def find_taken(actor: AnyActor, chosen: Iterable[UUID]) -> dict[UUID, int | None]:
    """Of these keys, which are exhibits of a case by now, each with its number there, or None where it is not seen."""
    keys = list(chosen)
    found: dict[UUID, int | None] = dict.fromkeys(
        Exhibit.in_scope(actor).filter(pk__in=keys).values_list("pk", flat=True)
    )
    return found | dict(Exhibit.visible_to(actor).filter(pk__in=keys).values_list("pk", "number"))


def list_objects(actor: AnyActor, case_id: UUID) -> list[str]:
    """How the record names the exhibits of a case."""
    rows = Exhibit.visible_to(actor).filter(case=case_id).order_by("number")
    return [f"exhibits.exhibit:{pk}" for pk in rows.values_list("pk", flat=True)]


def list_waiting() -> Iterator[Exhibit]:
    """Everything in quarantine, for the scanner; the software alone asks."""
    return Exhibit.objects.filter(quarantine_part__isnull=False).order_by("received_at").iterator()


def list_ids(*, are_destroyed: bool) -> list[UUID]:
    """Keys of exhibits that were destroyed, or of all others; the software alone asks."""
    destroyed = Custody.objects.filter(kind=rules.DESTROYED).values("exhibit")
    rows = Exhibit.objects.all()
    rows = rows.filter(pk__in=destroyed) if are_destroyed else rows.exclude(pk__in=destroyed)
    return list(rows.values_list("pk", flat=True))


def list_unreadable_ids() -> list[UUID]:
    """Keys of exhibits whose case was erased, key and all; the software alone asks. What was locked is not among them:
    it goes on the word of the police alone.
    """
    erased = Exhibit.objects.filter(case__case_key__destroyed_at__isnull=False)
    return list(erased.exclude(pk__in=_locked()).values_list("pk", flat=True))


def list_locked_cases(case_ids: Collection[UUID]) -> list[UUID]:
    """Of these cases, those in which something is locked and not destroyed. Whoever decides how long a case is kept
    need not read it, and learns no more than that.
    """
    return list(Exhibit._base_manager.filter(case__in=case_ids, pk__in=_locked()).values_list("case_id", flat=True))


def _locked() -> QuerySet[Custody, Any]:
    destroyed = Custody._base_manager.filter(kind=rules.DESTROYED).values("exhibit")
    return Custody._base_manager.filter(kind=rules.LOCKED).exclude(exhibit__in=destroyed).values("exhibit")


def list_locked_ids() -> list[UUID]:
    """Keys of exhibits that are or were locked; the software alone asks."""
    return list(Custody.objects.filter(kind=rules.LOCKED).values_list("exhibit_id", flat=True))


def _open(exhibit: Exhibit) -> ExhibitRead:
    key = sealing.open_case_key(exhibit.case.case_key)
    rows = Custody._base_manager.filter(exhibit=exhibit).select_related("by").order_by("number")  # of one in hand
    lines = tuple(
        Line(row.number, row.kind, row.at, _name(row.by), row.by_id, _text(row, key), row.detail) for row in rows
    )
    facts = NotKept._base_manager.filter(exhibit=exhibit).select_related("by", "case__case_key")  # of one in hand
    return ExhibitRead(
        id=exhibit.pk,
        case_id=exhibit.case_id,
        number=exhibit.number,
        kind=exhibit.kind,
        name=sealing.unseal_field(exhibit, "sealed_name", key),
        about=sealing.unseal_field(exhibit, "sealed_about", key),
        size_bytes=exhibit.size_bytes,
        sha256=exhibit.sha256,
        zone=exhibit.zone,
        notes=tuple(filter(None, exhibit.notes.split(","))),
        received_at=exhibit.received_at,
        received_by=_name(exhibit.received_by),
        standing=rules.standing_of(line.kind for line in lines),
        original_id=exhibit.original_id,
        original=exhibit.original.number if exhibit.original else None,
        lines=lines,
        facts=tuple(_facts(row) for row in facts),
    )


def _facts(row: NotKept) -> Facts:
    key = sealing.open_case_key(row.case.case_key)
    told = json.loads(sealing.unseal_field(row, "sealed_facts", key))
    return Facts(row.at, _name(row.by), told, sealing.unseal_field(row, "sealed_reference", key), row.exhibit_id)


def _text(row: Custody, key: bytes) -> str:
    return sealing.unseal_field(row, "sealed_text", key) if bytes(row.sealed_text) else ""


def _name(person: Any) -> str:
    return person.full_name if person else ""
