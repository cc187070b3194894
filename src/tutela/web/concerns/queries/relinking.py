"""Who was linked by mistake and put right: the trace of it, and what was written of them, which nothing else shows."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.db.models import Max, Q, QuerySet

from tutela.web.concerns import rules
from tutela.web.concerns.models import (
    Agency,
    BodyMark,
    CaseEntry,
    Concern,
    ConcernEntry,
    Involved,
    Relinked,
    SafeguardingCase,
    Sanction,
)
from tutela.web.concerns.models.visibility import STILL_INSIDE
from tutela.web.concerns.queries.concern import name_of
from tutela.web.core import audit, sealing
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.core.rows import get_visible


@dataclass(frozen=True, slots=True)
class MaskedEntry:
    """An entry of the chronology about somebody who was linked by mistake, with its words."""

    kind: str
    at: datetime
    by: str
    text: str


@dataclass(frozen=True, slots=True)
class PutRight:
    """Somebody linked by mistake: in which concern (its receipt, or "" for the case itself) and part, who put it right
    when and why, and who stands there instead, where anybody does.
    """

    name: str
    role: str
    receipt: str
    instead: str
    instead_role: str
    at: datetime
    by: str
    reason: str
    entries: tuple[MaskedEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Where:
    """One place in which somebody stands: their part, and the concern's receipt, or "" for the case itself."""

    involved_id: UUID
    role: str
    receipt: str


@dataclass(frozen=True, slots=True)
class Left:
    """Something that has left the house already, as the chronology tells it."""

    kind: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class LinkedPerson:
    """Somebody in a matter, everywhere they stand in it, and what has left it already. `version` goes back with it."""

    name: str
    person_id: UUID | None
    """Whom somebody chose from the list; None of a name that was typed."""
    places: tuple[Where, ...]
    left: tuple[Left, ...]
    version: int


@operation
def read_linked(
    *, actor: AnyActor, kind: Literal["concern", "case"], pk: UUID, involved_id: UUID, at: datetime
) -> LinkedPerson | None:
    """Somebody in a concern, or in a case and all in it; None where nobody stands there by that key any more.

    Audited as reading it; hidden and missing are one 404.
    """
    case: SafeguardingCase | None
    if kind == "concern":
        concern = get_visible(Concern, actor, pk)
        audit.record(actor, "concern.read", concern, at=at, part="people")
        steps: QuerySet = ConcernEntry.in_scope(actor).filter(concern=concern)
        entry = steps.filter(kind=rules.IN_CASE).select_related("case__case_key").first()
        case = entry.case if entry else None
        rows = Involved.in_scope(actor).filter(concern=concern)
    else:
        case = get_visible(SafeguardingCase, actor, pk)
        audit.record(actor, "case.read", case, at=at, part="people")
        steps = CaseEntry.in_scope(actor).filter(case=case)
        inside = ConcernEntry.in_scope(actor).filter(STILL_INSIDE, case=case, kind=rules.IN_CASE).values("concern")
        rows = Involved.in_scope(actor).filter(Q(case=case) | Q(concern__in=inside))
    keys: dict[UUID, bytes] = {}
    found = list(rows.select_related("person", "concern__case_key", "case__case_key").order_by("role", "pk"))
    one = next((row for row in found if row.pk == involved_id), None)
    if one is None:
        return None
    who = one.person_id or _name(one, keys).casefold()
    same = [row for row in found if (row.person_id or _name(row, keys).casefold()) == who]
    return LinkedPerson(
        name=_name(one, keys),
        person_id=None if one.was_typed else one.person_id,
        places=tuple(Where(row.pk, row.role, row.concern.receipt if row.concern else "") for row in same),
        left=tuple(_list_left(actor, case)) if case else (),
        version=steps.aggregate(last=Max("number"))["last"] or 0,
    )


def was_put_right(actor: AnyActor, involved_id: UUID) -> bool:
    """Whether that row of a matter that the actor may read is masked."""
    return Relinked.visible_to(actor).filter(involved=involved_id).exists()


def _list_left(actor: AnyActor, case: SafeguardingCase) -> list[Left]:
    key = sealing.open_case_key(case.case_key)
    entries = CaseEntry.in_scope(actor).filter(case=case, kind__in=("referral", "shared")).order_by("number")
    return [Left(one.kind, one.happened_at, sealing.unseal_field(one, "sealed_text", key)) for one in entries]


def list_put_right(actor: AnyActor, concern_id: UUID) -> list[PutRight]:
    """What was put right in a concern that is being read: that was audited, and so is who may."""
    concern = get_visible(Concern, actor, concern_id)
    return _open(list(_of(actor, Q(involved__concern=concern))), {}, {})


def open_put_right(actor: AnyActor, case: SafeguardingCase, key: bytes) -> list[PutRight]:
    """The same of a case and its concerns, with the entries that are masked; for a case that is being read."""
    rows = list(_of(actor, _in(actor, case)))
    masked = find_masked(actor, case, key) if rows else {}
    entries = CaseEntry.in_scope(actor).filter(pk__in=masked).select_related("author").order_by("number")
    texts = {
        one.pk: MaskedEntry(
            one.kind, one.happened_at, name_of(one.author), sealing.unseal_field(one, "sealed_text", key)
        )
        for one in entries
    }
    return _open(rows, masked, texts)


def find_masked(actor: AnyActor, case: SafeguardingCase, key: bytes) -> dict[UUID, UUID]:
    """Entries of a case that say something of whoever was linked by mistake, or correct that: each with their row."""
    rows = {row.involved_id: row for row in _of(actor, _in(actor, case))}
    if not rows:
        return {}
    found: dict[UUID, UUID] = {}
    for model in (Agency, Sanction, BodyMark):
        said = model.in_scope(actor).filter(case=case, involved__in=rows)
        found |= dict(said.values_list("entry_id", "involved_id"))
    found |= _names_added(actor, case, [one.involved for one in rows.values() if one.involved.case_id], key)
    corrections = CaseEntry.in_scope(actor).filter(corrects__in=found).values_list("pk", "corrects_id")
    return found | {pk: found[old] for pk, old in corrections}


def list_masked_entries(actor: AnyActor) -> QuerySet:
    """The entries of all cases that were written of somebody linked by mistake, and what corrects them; but for those
    that only say who was added: only their words tell whom.
    """
    mistaken = Relinked.in_scope(actor).values("involved")
    of_these = Q(agency__involved__in=mistaken) | Q(sanction__involved__in=mistaken)
    found = CaseEntry.in_scope(actor).filter(of_these | Q(body_mark__involved__in=mistaken)).values("pk")
    return CaseEntry.in_scope(actor).filter(Q(pk__in=found) | Q(corrects__in=found))


def list_mistaken_names(actor: AnyActor, case: SafeguardingCase) -> list[str]:
    """The names of whoever was linked to a case by mistake: they may still stand in what people wrote."""
    return list(dict.fromkeys(_name(one.involved, {}) for one in _of(actor, _in(actor, case))))


def _names_added(actor: AnyActor, case: SafeguardingCase, masked: Collection[Involved], key: bytes) -> dict[UUID, UUID]:
    """Entries that only say the name of somebody who was added, by that name as it was sealed then."""
    still = Involved.in_scope(actor).filter(case=case)
    there = {sealing.unseal_field(row, "sealed_name", key) for row in still}
    names = {sealing.unseal_field(row, "sealed_name", key): row.pk for row in masked}
    added = CaseEntry.in_scope(actor).filter(case=case, kind="person-added") if names else ()
    said = {one.pk: sealing.unseal_field(one, "sealed_text", key) for one in added}
    return {pk: names[name] for pk, name in said.items() if name in names and name not in there}


def _of(actor: AnyActor, which: Q) -> QuerySet[Relinked]:
    rows = Relinked.in_scope(actor).filter(which).order_by("at", "pk")
    related = ("by", "involved__person", "involved__concern__case_key", "involved__case__case_key")
    return rows.select_related(*related, "replaced_by__person")


def _in(actor: AnyActor, case: SafeguardingCase) -> Q:
    inside = ConcernEntry.in_scope(actor).filter(STILL_INSIDE, case=case, kind=rules.IN_CASE).values("concern")
    return Q(involved__case=case) | Q(involved__concern__in=inside)


def _open(rows: Collection[Relinked], masked: dict[UUID, UUID], entries: dict[UUID, MaskedEntry]) -> list[PutRight]:
    keys: dict[UUID, bytes] = {}
    return [
        PutRight(
            name=_name(row.involved, keys),
            role=row.involved.role,
            receipt=row.involved.concern.receipt if row.involved.concern else "",
            instead=_name(row.replaced_by, keys, row.involved) if row.replaced_by else "",
            instead_role=row.replaced_by.role if row.replaced_by else "",
            at=row.at,
            by=name_of(row.by),
            reason=sealing.unseal_field(row, "sealed_reason", _key(row.involved, keys)),
            entries=tuple(entries[pk] for pk in entries if masked[pk] == row.involved_id),
        )
        for row in rows
    ]


def _name(row: Any, keys: dict[UUID, bytes], owner: Involved | None = None) -> str:
    if row.person and not row.was_typed:
        return str(row.person.full_name)
    return sealing.unseal_field(row, "sealed_name", _key(owner or row, keys))


def _key(row: Any, keys: dict[UUID, bytes]) -> bytes:
    case_key = (row.concern or row.case).case_key
    if case_key.pk not in keys:
        keys[case_key.pk] = sealing.open_case_key(case_key)
    return keys[case_key.pk]
