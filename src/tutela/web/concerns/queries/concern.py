"""Reading a concern: its words are opened here and for its case alone, and the audit says so first."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from tutela.web.concerns import rules
from tutela.web.concerns.models import Concern, ConcernEntry, Involved
from tutela.web.concerns.models.visibility import route_now
from tutela.web.concerns.queries.circumstances import CircumstancesRead, open_circumstances
from tutela.web.concerns.rules import InvolvedRole, PersonInConcern
from tutela.web.core import audit, sealing
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.core.rows import get_visible


@dataclass(frozen=True, slots=True)
class Someone:
    """A person in a concern or case, as the page shows them."""

    involved_id: UUID
    person_id: UUID | None
    name: str
    role: InvolvedRole
    was_typed: bool


@dataclass(frozen=True, slots=True)
class Step:
    """An entry of a concern."""

    kind: str
    at: datetime
    by: str
    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class ConcernRead:
    """A concern with its words open. `version` goes back with what is done next."""

    id: UUID
    receipt: str
    raised_at: datetime
    raised_by: str
    happened_at: datetime | None
    place: str
    four_c: str
    theme: str
    told_in_person: bool | None
    immediate_danger: bool
    origin: str
    origin_id: UUID | None
    route: str
    status: str
    acknowledged: bool
    case_id: UUID | None
    case_number: int | None
    text: str
    where: str
    note: str
    events: tuple[Mapping[str, Any], ...]
    people: tuple[Someone, ...]
    steps: tuple[Step, ...]
    circumstances: CircumstancesRead | None
    version: int


@operation
def read_concern(*, actor: AnyActor, concern_id: UUID, at: datetime) -> ConcernRead:
    """Open a concern for somebody who may read it; hidden and missing are one 404. The audit is written first."""
    concern = get_visible(Concern, actor, concern_id)
    audit.record(actor, "concern.read", concern, at=at)
    return open_concern(actor, concern)


def may_read(actor: AnyActor, concern_id: UUID) -> bool:
    """Whether this person would find that concern."""
    return Concern.visible_to(actor).filter(pk=concern_id).exists()


def open_concern(actor: AnyActor, concern: Concern) -> ConcernRead:
    """Its words; audit the reading first."""
    key = sealing.open_case_key(concern.case_key)
    rows = list(
        ConcernEntry.in_scope(actor).filter(concern=concern).select_related("author", "case").order_by("number")
    )
    kinds = {row.kind for row in rows}
    case = next((row.case for row in rows if row.case), None)
    decided = [row.four_c for row in rows if row.four_c]
    return ConcernRead(
        id=concern.pk,
        receipt=concern.receipt,
        raised_at=concern.raised_at,
        raised_by=name_of(concern.raised_by),
        happened_at=concern.happened_at,
        place=concern.place,
        four_c=decided[-1] if decided else concern.four_c,
        theme=concern.theme,
        told_in_person=concern.told_in_person,
        immediate_danger=concern.immediate_danger,
        origin=concern.origin,
        origin_id=concern.origin_id,
        route=route_now(concern),
        status=rules.status_of(kinds),
        acknowledged="acknowledged" in kinds,
        case_id=case.pk if case else None,
        case_number=case.number if case else None,
        text=sealing.unseal_field(concern, "sealed_text", key),
        where=sealing.unseal_field(concern, "sealed_where", key),
        note=sealing.unseal_field(concern, "sealed_note", key),
        events=tuple(json.loads(sealing.unseal_field(concern, "sealed_events", key))),
        people=tuple(open_people(actor, key, concern=concern)),
        steps=tuple(
            Step(row.kind, row.at, name_of(row.author), row.reason, sealing.unseal_field(row, "sealed_text", key))
            for row in rows
        ),
        circumstances=open_circumstances(actor, concern, key) if "described" in kinds else None,
        version=rows[-1].number if rows else 0,
    )


def named_in(read: ConcernRead) -> list[PersonInConcern]:
    """Everybody in a concern as it was told: with a key who was chosen, by a name alone whose name was typed."""
    return [PersonInConcern(None if one.was_typed else one.person_id, one.name, one.role) for one in read.people]


def open_people(actor: AnyActor, key: bytes, **whose: Any) -> list[Someone]:
    """The people of a concern or a case (`concern=` or `case=`), those who may have been harmed first."""
    rows = Involved.in_scope(actor).filter(**whose).select_related("person")
    people = [
        Someone(
            row.pk,
            row.person_id,
            row.person.full_name if row.person and not row.was_typed else sealing.unseal_field(row, "sealed_name", key),
            row.role,
            row.was_typed,
        )
        for row in rows
    ]
    return sorted(people, key=lambda someone: (rules.ROLES.index(someone.role), someone.name))


def name_of(person: Any) -> str:
    """The name of a person, where there is one."""
    return person.full_name if person else ""
