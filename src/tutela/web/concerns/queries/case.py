"""Reading a case: people, chronology, actions and how it ended. Each concern of it is audited as read too."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from tutela.web.concerns import network, rules, words
from tutela.web.concerns.models import (
    Action,
    CaseEntry,
    Closing,
    Concern,
    ConcernEntry,
    GroupSupport,
    SafeguardingCase,
    SupportDecision,
)
from tutela.web.concerns.models.visibility import STILL_INSIDE
from tutela.web.concerns.queries.aftercare import CheckRead, Linked, hidden_links, open_checks, open_links
from tutela.web.concerns.queries.concern import ConcernRead, Someone, name_of, open_concern, open_people
from tutela.web.concerns.queries.playbooks import PlanNow, read_plan_now
from tutela.web.concerns.queries.relinking import find_masked, list_mistaken_names
from tutela.web.core import audit, sealing
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.core.rows import get_visible


@dataclass(frozen=True, slots=True)
class Moment:
    """One entry of a chronology: something written in the case, a concern of it, or an event that was seen."""

    at: datetime
    title: str
    kind: str
    place: str = ""
    by: str = ""
    text: str = ""
    written_at: datetime | None = None
    entry_id: UUID | None = None
    concern_id: UUID | None = None
    order: int = 0
    corrections: tuple["Moment", ...] = ()


@dataclass(frozen=True, slots=True)
class ActionRead:
    """An action with its words open."""

    id: UUID
    text: str
    owner: str
    due_on: date
    is_done: bool
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class ClosingRead:
    """How a case ended."""

    outcome: str
    is_lesson: bool
    lesson: str
    support: tuple[tuple[str, str, str], ...]
    """Name, decision, words."""
    group: tuple[str, str, str] | None
    """The same for those who saw or heard it together."""


@dataclass(frozen=True, slots=True)
class CaseRead:
    """A case with its words open. `version` goes back with what is written next."""

    id: UUID
    number: int
    opened_at: datetime
    is_closed: bool
    concerns: tuple[ConcernRead, ...]
    people: tuple[Someone, ...]
    chronology: tuple[Moment, ...]
    actions: tuple[ActionRead, ...]
    closing: ClosingRead | None
    plan: PlanNow
    checks: tuple[CheckRead, ...]
    """Of a closed case, when it is looked at again."""
    links: tuple[Linked, ...]
    mistaken: tuple[str, ...]
    """Names of whoever was linked by mistake, where nobody in it is called so: they may stand in what was written."""
    version: int

    def entries_since(self, version: int) -> tuple[Moment, ...]:
        """What was written after `version` was read."""
        return tuple(moment for moment in self.chronology if moment.order > version)

    @property
    def bystanders(self) -> tuple[Someone, ...]:
        return tuple(someone for someone in self.people if someone.role == "bystander")


@operation
def read_case(*, actor: AnyActor, case_id: UUID, today: date, at: datetime) -> CaseRead:
    """Open a case and every concern of it: each of them is audited as read. `today` is the day it is there."""
    return open_case_words(actor, get_visible(SafeguardingCase, actor, case_id), today, at)


def open_case_words(actor: AnyActor, case: SafeguardingCase, today: date, at: datetime) -> CaseRead:
    """Its words and those of its concerns, audited first; that this person may read them was asked before."""
    audit.record(actor, "case.read", case, at=at)
    inside = ConcernEntry.in_scope(actor).filter(STILL_INSIDE, case=case, kind=rules.IN_CASE).values("concern")
    concerns = []
    for concern in Concern.in_scope(actor).filter(pk__in=inside).order_by("raised_at"):
        audit.record(actor, "concern.read", concern, at=at, case=str(case.pk))
        concerns.append(open_concern(actor, concern))
    key = sealing.open_case_key(case.case_key)
    entries = list(CaseEntry.in_scope(actor).filter(case=case).select_related("author").order_by("number"))
    people = [*(someone for concern in concerns for someone in concern.people), *open_people(actor, key, case=case)]
    done = {entry.action_id for entry in entries if entry.kind == "action-done"}
    actions = Action.in_scope(actor).filter(case=case).select_related("owner").order_by("due_on", "set_at")
    hidden = hidden_links(actor, case)
    masked = find_masked(actor, case, key)
    names = {someone.name for someone in people}
    is_closed = rules.case_is_closed([entry.kind for entry in entries])
    return CaseRead(
        id=case.pk,
        number=case.number,
        opened_at=case.opened_at,
        is_closed=is_closed,
        concerns=tuple(concerns),
        people=tuple(_once(people)),
        chronology=tuple(_chronology([entry for entry in entries if entry.pk not in hidden], concerns, key, masked)),
        actions=tuple(_action(row, key, row.pk in done, today) for row in actions),
        closing=_closing(actor, case, key, people),
        plan=read_plan_now(actor, case, today),
        checks=tuple(open_checks(actor, case, key, today)) if is_closed else (),
        links=tuple(open_links(actor, case, key)),
        mistaken=tuple(name for name in list_mistaken_names(actor, case) if name not in names),
        version=entries[-1].number if entries else 0,
    )


def _once(people: Iterable[Someone]) -> list[Someone]:
    """Each person once for each part they have, though two concerns name them."""
    seen: dict[object, Someone] = {}
    for someone in people:
        seen.setdefault((someone.person_id or someone.name.casefold(), someone.role), someone)
    return sorted(seen.values(), key=lambda someone: (rules.ROLES.index(someone.role), someone.name))


def _chronology(
    entries: list[CaseEntry], concerns: list[ConcernRead], key: bytes, masked: Collection[UUID]
) -> list[Moment]:
    """Everything that happened, online and offline, in the order in which it happened; without what is `masked`."""
    moments = {entry.pk: _masked(entry) if entry.pk in masked else _moment(entry, key) for entry in entries}
    for entry in entries:
        if entry.corrects_id:
            cited = entry.corrects_id
            moments[cited] = replace(moments[cited], corrections=(*moments[cited].corrections, moments[entry.pk]))
    shown = [moments[entry.pk] for entry in entries if not entry.corrects_id]
    for concern in concerns:
        shown.append(
            Moment(
                at=concern.happened_at or concern.raised_at,
                title=str(words.theme(concern.theme)),
                kind="concern",
                place=concern.place,
                by=concern.raised_by,
                text=concern.text,
                written_at=concern.raised_at,
                concern_id=concern.id,
            )
        )
        # what made the alert; the rest of what was seen then stands with the concern
        made = [event for event in concern.events if event.get("matched", True)]
        shown += [_seen(row, concern.id) for row in network.fold(made)]
    return sorted(shown, key=lambda moment: (moment.at, moment.order))


def _moment(entry: CaseEntry, key: bytes) -> Moment:
    return Moment(
        at=entry.happened_at,
        title=str(words.CASE_ENTRIES[entry.kind]),
        kind=entry.kind,
        place=entry.place,
        by=name_of(entry.author),
        text=sealing.unseal_field(entry, "sealed_text", key),
        written_at=entry.written_at,
        entry_id=entry.pk,
        concern_id=entry.concern_id,
        order=entry.number,
    )


def _masked(entry: CaseEntry) -> Moment:
    """That something was written, and not what: it was of somebody who was linked by mistake."""
    return Moment(
        at=entry.happened_at,
        title=words.masked(words.CASE_ENTRIES[entry.kind]),
        kind=entry.kind,
        by=name_of(entry.author),
        written_at=entry.written_at,
        entry_id=entry.pk,
        order=entry.number,
    )


def _seen(row: network.Seen, concern_id: UUID) -> Moment:
    title = str(words.EVENT_SEARCH if row.is_search else words.EVENT_REQUEST)
    if row.is_blocked:
        title = f"{title}, {words.EVENT_BLOCKED}"
    if row.times > 1:
        title = words.times(title, row.times)
    return Moment(at=row.first_at, title=title, kind="event", place="online", text=row.what, concern_id=concern_id)


def _action(row: Action, key: bytes, is_done: bool, today: date) -> ActionRead:
    return ActionRead(
        id=row.pk,
        text=sealing.unseal_field(row, "sealed_text", key),
        owner=name_of(row.owner) if row.owner else sealing.unseal_field(row, "sealed_owner_name", key),
        due_on=row.due_on,
        is_done=is_done,
        is_overdue=rules.is_overdue(row.due_on, is_done, today),
    )


def _closing(actor: AnyActor, case: SafeguardingCase, key: bytes, people: list[Someone]) -> ClosingRead | None:
    closing = Closing.in_scope(actor).filter(case=case).order_by("entry__number").last()
    if closing is None:
        return None
    names = {someone.involved_id: someone.name for someone in people}
    together = GroupSupport.in_scope(actor).filter(closing=closing).first()
    decisions = SupportDecision.in_scope(actor).filter(closing=closing)
    return ClosingRead(
        outcome=closing.outcome,
        is_lesson=closing.is_lesson,
        lesson=sealing.unseal_field(closing, "sealed_lesson", key),
        support=tuple(
            (names.get(row.involved_id, str(words.MASKED)), row.decision, sealing.unseal_field(row, "sealed_text", key))
            for row in decisions
        ),
        group=(
            sealing.unseal_field(together, "sealed_group", key),
            together.decision,
            sealing.unseal_field(together, "sealed_text", key),
        )
        if together
        else None,
    )
