"""One matter with its words, for whoever may read it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from tutela.web.allegations import rules, shipped
from tutela.web.allegations.models import (
    Adult,
    Allegation,
    ConcernRaised,
    Ending,
    Entry,
    Handler,
    OfficerTold,
    PackMade,
    Threshold,
)
from tutela.web.core import audit, sealing
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.core.rows import get_visible


@dataclass(frozen=True, slots=True)
class EntryRead:
    """An entry with its words; `corrected` says that a later one puts it right."""

    id: UUID
    number: int
    kind: str
    happened_at: datetime
    by: str
    text: str
    detail: str
    corrects: int | None
    corrected: bool


@dataclass(frozen=True, slots=True)
class Other:
    """Another matter about the same adult that the same person may read."""

    id: UUID
    receipt: str
    raised_at: datetime
    reported_as: str
    decision: str
    outcome: str
    text: str


@dataclass(frozen=True, slots=True)
class MatterRead:
    """All of a matter."""

    row: Allegation
    version: int
    text: str
    when: str
    learners: str
    names: tuple[str, ...]
    is_known: bool
    """Whether it is known who is meant, or only what name was typed."""
    entries: tuple[EntryRead, ...]
    decision: str
    officer_by: date | None
    officer_told: bool
    ending: Ending | None
    is_finished: bool
    others: tuple[Other, ...]
    handlers: tuple[Handler, ...]
    i_handle: bool
    concern_ids: tuple[UUID, ...]
    pack_answers: Mapping[str, str]
    """What was answered for the last pack that was made."""


@operation
def read_matter(*, actor: AnyActor, at: datetime, pk: UUID) -> MatterRead:
    """A matter with its words and all others about the same adult. Hidden and missing are one 404."""
    row = get_visible(Allegation, actor, pk)
    audit.record(actor, "vault.read", row, at=at)
    key = sealing.open_case_key(row.case_key, vault=True)
    adults = list(Adult._base_manager.filter(allegation=row).order_by("at"))
    entries = _entries(row, key)
    kinds = [one.kind for one in sorted(entries, key=lambda one: one.number)]
    last = Threshold._base_manager.filter(allegation=row).order_by("entry__number").last()
    handlers = tuple(Handler._base_manager.filter(allegation=row, ended_at=None).select_related("person"))
    known = [one for one in adults if one.person_id]
    finished = rules.is_finished(kinds)
    return MatterRead(
        row=row,
        version=max(one.number for one in entries),
        text=sealing.unseal_field(row, "sealed_text", key),
        when=sealing.unseal_field(row, "sealed_when", key),
        learners=sealing.unseal_field(row, "sealed_learners", key),
        names=tuple(dict.fromkeys(sealing.unseal_field(one, "sealed_name", key) for one in known or adults)),
        is_known=bool(known),
        entries=tuple(entries),
        decision=last.decision if last else "",
        officer_by=last.officer_by if last else None,
        officer_told=OfficerTold._base_manager.filter(allegation=row).exists(),
        ending=_ending(row) if finished else None,
        is_finished=finished,
        others=_others(actor, row, known, at),
        handlers=handlers,
        i_handle=any(one.person_id == actor.person_id and one.role for one in handlers),
        concern_ids=tuple(ConcernRaised._base_manager.filter(allegation=row).values_list("concern_id", flat=True)),
        pack_answers=_pack_answers(row, key),
    )


def list_adults(actor: AnyActor, pk: UUID) -> list[Any]:
    """Whom a matter is about, as far as it is known who they are. Hidden and missing are one 404."""
    row = get_visible(Allegation, actor, pk)
    adults = Adult._base_manager.filter(allegation=row, person__isnull=False).select_related("person").order_by("at")
    return list(dict.fromkeys(one.person for one in adults))


def _pack_answers(row: Allegation, key: bytes) -> dict[str, str]:
    last = PackMade._base_manager.filter(allegation=row).order_by("entry__number").last()
    answers: dict[str, str] = json.loads(sealing.unseal_field(last, "sealed_answers", key)) if last else {}
    return answers


def _ending(row: Allegation) -> Ending | None:
    return Ending._base_manager.filter(allegation=row).order_by("entry__number").last()


def _entries(row: Allegation, key: bytes) -> list[EntryRead]:
    rows = list(Entry._base_manager.filter(allegation=row).select_related("author").order_by("happened_at", "number"))
    numbers = {one.pk: one.number for one in rows}
    corrected = {one.corrects_id for one in rows if one.corrects_id}
    details = _details(row, key)
    return [
        EntryRead(
            id=one.pk,
            number=one.number,
            kind=one.kind,
            happened_at=one.happened_at,
            by=one.author.full_name if one.author else "",
            text=sealing.unseal_field(one, "sealed_text", key),
            detail=details.get(one.pk, ""),
            corrects=numbers.get(one.corrects_id),
            corrected=one.pk in corrected,
        )
        for one in rows
    ]


def _details(row: Allegation, key: bytes) -> dict[Any, str]:
    thresholds = {one.id: one.title for one in shipped.get_words().thresholds}
    found = {one.entry_id: thresholds[one.decision] for one in Threshold._base_manager.filter(allegation=row)}
    for told in OfficerTold._base_manager.filter(allegation=row):
        found[told.entry_id] = sealing.unseal_field(told, "sealed_officer", key)
    for pack in PackMade._base_manager.filter(allegation=row):
        found[pack.entry_id] = f"{pack.form.upper() if pack.form == 'pdf' else 'Word'}, SHA-256 {pack.sha256[:16]}…"
    for ending in Ending._base_manager.filter(allegation=row):
        found[ending.entry_id] = shipped.get_outcome(ending.outcome).title
    return found


def _others(actor: AnyActor, row: Allegation, adults: Sequence[Adult], at: datetime) -> tuple[Other, ...]:
    people = {one.person_id for one in adults}
    if not people:
        return ()
    same = Adult._base_manager.filter(person__in=people).values("allegation")
    rows = Allegation.visible_to(actor).filter(pk__in=same).exclude(pk=row.pk).select_related("case_key")
    found = []
    for other in rows.order_by("raised_at"):
        audit.record(actor, "vault.read-beside", other, at=at)
        key = sealing.open_case_key(other.case_key, vault=True)
        last = Threshold._base_manager.filter(allegation=other).order_by("entry__number").last()
        kinds = list(Entry._base_manager.filter(allegation=other).order_by("number").values_list("kind", flat=True))
        ending = _ending(other) if rules.is_finished(kinds) else None
        found.append(
            Other(
                id=other.pk,
                receipt=other.receipt,
                raised_at=other.raised_at,
                reported_as=other.reported_as,
                decision=last.decision if last else "",
                outcome=ending.outcome if ending else "",
                text=sealing.unseal_field(other, "sealed_text", key),
            )
        )
    return tuple(found)
