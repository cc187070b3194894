"""What waits for a handler, what somebody reported, and whom a report may be about."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from tutela.web.allegations import rules
from tutela.web.allegations.models import Adult, Allegation, ConcernRaised, Ending, Entry, Handler, Threshold, Turn
from tutela.web.concerns.queries.outside import list_in_confidence
from tutela.web.core import audit, sealing
from tutela.web.core.actor import Actor, AnyActor
from tutela.web.core.operation import operation
from tutela.web.establishments.queries import search_people


@dataclass(frozen=True, slots=True)
class Line:
    """One matter in the handler's list."""

    row: Allegation
    names: tuple[str, ...]
    decision: str
    outcome: str
    is_finished: bool


@dataclass(frozen=True, slots=True)
class OwnReport:
    """What whoever reported sees of it: that it is there and how far it is, and where it went."""

    id: UUID
    receipt: str
    raised_at: datetime
    status: str
    tier: str


def visible_ids(actor: AnyActor) -> QuerySet:
    """The keys of the matters that somebody may read."""
    return Allegation.visible_to(actor).values("pk")


@operation
def list_matters(*, actor: AnyActor, at: datetime) -> list[Line]:
    """Every matter that the actor may read: open ones first, the newest first. Names are read, so each is noted."""
    found = []
    for row in Allegation.visible_to(actor).select_related("case_key").order_by("-raised_at"):
        audit.record(actor, "vault.list", row, at=at)
        key = sealing.open_case_key(row.case_key, vault=True)
        adults = list(Adult._base_manager.filter(allegation=row).order_by("at"))
        known = [one for one in adults if one.person_id] or adults
        finished = rules.is_finished(_kinds(row))
        last = Threshold._base_manager.filter(allegation=row).order_by("entry__number").last()
        ending = Ending._base_manager.filter(allegation=row).order_by("entry__number").last() if finished else None
        found.append(
            Line(
                row=row,
                names=tuple(dict.fromkeys(sealing.unseal_field(one, "sealed_name", key) for one in known)),
                decision=last.decision if last else "",
                outcome=ending.outcome if ending else "",
                is_finished=finished,
            )
        )
    return sorted(found, key=lambda one: one.is_finished)


def count_open(actor: AnyActor) -> int:
    """How many matters that the actor may read have no outcome yet."""
    rows = Entry._base_manager.filter(allegation__in=visible_ids(actor)).order_by("allegation", "number")
    kinds: dict[UUID, list[str]] = {}
    for pk, kind in rows.values_list("allegation", "kind"):
        kinds.setdefault(pk, []).append(kind)
    return sum(not rules.is_finished(one) for one in kinds.values())


def list_own_reports(actor: Actor) -> list[OwnReport]:
    """What this person reported, the newest first; nothing of its words."""
    rows = reported_here(actor).order_by("-raised_at")
    return [
        OwnReport(row.pk, row.receipt, row.raised_at, rules.status_for_reporter(_kinds(row)), tier_of(row))
        for row in rows
    ]


def reported_here(actor: Actor) -> QuerySet[Allegation]:
    """What this person reported in the vault itself. What they reported as a concern stands among their concerns,
    whatever became of it: that it is about an adult may be what they must not learn.
    """
    if actor.person_id is None:
        return Allegation.in_scope(actor).none()
    rows = Allegation.in_scope(actor).filter(raised_by=actor.person_id)
    return rows.exclude(pk__in=list_in_confidence(actor))


def list_opened_to(actor: Actor) -> QuerySet[Allegation]:
    """Matters that were opened to this person singly."""
    singly = Handler._base_manager.filter(person=actor.person_id, role="", ended_at=None).values("allegation")
    return Allegation.visible_to(actor).filter(pk__in=singly).order_by("-raised_at")


def was_asked_for(concern_id: UUID) -> bool:
    """Whether a concern was raised beside a matter, so that it is about a learner's safety and nothing to hand on."""
    return ConcernRaised._base_manager.filter(concern_id=concern_id).exists()


def list_staff(actor: Actor, words: str) -> list[Any]:
    """Adults who work here, by a name, of those whom the actor may choose from."""
    return [one for one in search_people(actor, words) if one.kind in (one.Kind.STAFF, one.Kind.PARTNER)]


def tier_of(row: Allegation) -> str:
    """Where a matter is now."""
    last = Turn._base_manager.filter(allegation=row).order_by("number").last()
    return last.tier if last else "authority"


def _kinds(row: Allegation) -> list[str]:
    return list(Entry._base_manager.filter(allegation=row).order_by("number").values_list("kind", flat=True))
