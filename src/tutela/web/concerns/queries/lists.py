"""Lists and counts of concerns and cases, each of what the actor may see and no more."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact

from tutela.web.concerns import rules, words
from tutela.web.concerns.confidence import stand_in_confidence
from tutela.web.concerns.models import Action, CaseEntry, Concern, ConcernEntry, Involved, SafeguardingCase
from tutela.web.concerns.models.visibility import STILL_INSIDE, on_the_way, route_now
from tutela.web.core import audit, sealing
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.core.rows import get_visible


@dataclass(frozen=True, slots=True)
class ConcernRow:
    """A concern in a list. `names` is filled for the queue alone, whose reading is audited."""

    id: UUID
    receipt: str
    raised_at: datetime
    raised_by: str
    theme: str
    four_c: str
    place: str
    origin: str
    immediate_danger: bool
    told_in_person: bool | None
    acknowledged: bool
    status: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case in a list, without a word of what is in it."""

    id: UUID
    number: int
    opened_at: datetime
    is_closed: bool
    concerns: int
    open_actions: int
    overdue_actions: int


@dataclass(frozen=True, slots=True)
class OwnReport:
    """What whoever reported is told for ever: receipt, day and plain status ("received", "looked-at", "finished")."""

    id: UUID
    receipt: str
    raised_at: datetime
    status: str
    has_reader: bool
    """Whether anybody inside may look into it; where not, the local authority has to be told."""
    in_confidence: bool = False
    """Whether it was reported as being about an adult who works here. That somebody found so later is not told: it may
    be about whoever reported."""
    is_kept: bool = True
    """Whether its words are still there; nothing can be added to what was destroyed."""


IN_TURN = ("-immediate_danger", "raised_at")


def list_waiting(actor: AnyActor) -> list[ConcernRow]:
    """Concerns that nobody has decided on, those in danger before others, then the oldest; without names."""
    return [_row(concern) for concern in _concerns(actor).filter(taken=False, shut=False).order_by(*IN_TURN)]


def count_open(actor: AnyActor) -> int:
    """How many concerns wait for a decision of this person or their team."""
    return _concerns(actor).filter(taken=False, shut=False).count()


def list_queue(actor: AnyActor, chosen: Mapping[str, list[str]]) -> Sequence[ConcernRow]:
    """The concerns that the actor may see, in the same order, without names.

    `chosen` narrows them: status, four_c, place, origin, danger ("yes"), each a list of values; empty is all.
    """
    rows = _concerns(actor)
    for field in ("place", "origin"):
        if chosen.get(field):
            rows = rows.filter(**{f"{field}__in": chosen[field]})
    if chosen.get("danger"):
        rows = rows.filter(immediate_danger=True)
    if chosen.get("four_c"):
        rows = rows.filter(Q(decided__in=chosen["four_c"]) | Q(decided__isnull=True, four_c__in=chosen["four_c"]))
    if chosen.get("status"):
        stands = {
            rules.WAITING: Q(taken=False, shut=False),
            rules.IN_CASE: Q(taken=True),
            rules.CLOSED: Q(taken=False, shut=True),
        }
        wanted = [stands[status] for status in chosen["status"] if status in stands]
        rows = rows.filter(reduce(or_, wanted)) if wanted else rows.none()
    return ConcernPages(rows.order_by(*IN_TURN, "pk"))


class ConcernPages(Sequence[ConcernRow]):
    """Concerns in their order, of which only what is asked for is read."""

    def __init__(self, rows: QuerySet[Concern]) -> None:
        self.rows = rows

    def __len__(self) -> int:
        return self.rows.count()

    def __getitem__(self, which: Any) -> Any:
        found = self.rows[which]
        return [_row(one) for one in found] if isinstance(which, slice) else _row(found)


@operation
def read_names(*, actor: AnyActor, rows: Sequence[ConcernRow], at: datetime) -> list[ConcernRow]:
    """These rows with the names of whom they are about; the audit says that a list was looked at, and how long."""
    audit.record(actor, "concern.list", "concerns.queue", at=at, count=len(rows))
    names = _names(actor, [row.id for row in rows])
    return [replace(row, names=names.get(row.id, ())) for row in rows]


def list_cases(actor: AnyActor, today: date) -> list[CaseRow]:
    """Cases that the actor may see, open ones first, then the newest."""
    return CasePages(actor, today)[:]


class CasePages(Sequence[CaseRow]):
    """The same, of which only what is asked for is read: a page of ten thousand costs what a page of ten does.

    only: "open", "closed", or "" for both.
    """

    def __init__(self, actor: AnyActor, today: date, only: str = "") -> None:
        self.actor, self.today = actor, today
        # one look at the entries of each case, and never null: databases do not agree on where null stands in an order
        ended = Exact(Coalesce(last_step_of(OuterRef("pk")), Value("")), Value("outcome"))
        self.rows = SafeguardingCase.visible_to(actor).annotate(ended=ended)
        if only:
            self.rows = self.rows.filter(ended=only == "closed")

    def __len__(self) -> int:
        return self.rows.count()

    def __getitem__(self, which: Any) -> Any:
        cases = list(self.rows.order_by("ended", "-opened_at", "pk")[which])
        keys = [case.pk for case in cases]
        inside = ConcernEntry.in_scope(self.actor).filter(STILL_INSIDE, kind=rules.IN_CASE, case__in=keys)
        members = Counter(inside.values_list("case_id", flat=True))
        waiting: dict[UUID, list[date]] = {}
        for case_id, due_on in _open_actions(self.actor).filter(case__in=keys).values_list("case_id", "due_on"):
            waiting.setdefault(case_id, []).append(due_on)
        return [
            CaseRow(
                id=case.pk,
                number=case.number,
                opened_at=case.opened_at,
                is_closed=case.ended,
                concerns=members[case.pk],
                open_actions=len(waiting.get(case.pk, ())),
                overdue_actions=sum(rules.is_overdue(due, False, self.today) for due in waiting.get(case.pk, ())),
            )
            for case in cases
        ]


def count_open_cases(actor: AnyActor) -> int:
    """How many cases that the actor may see are open."""
    return len(CasePages(actor, date.min, "open"))


@dataclass(frozen=True, slots=True)
class CaseNow:
    """How a case stands, without a word of what is in it: enough to write into it. `version` goes back with it."""

    id: UUID
    number: int
    is_closed: bool
    route: str
    version: int


def get_case(actor: AnyActor, case_id: UUID) -> CaseNow:
    """A case that the actor may see; hidden and missing are one 404."""
    case = get_visible(SafeguardingCase, actor, case_id)
    entries = list(CaseEntry.in_scope(actor).filter(case=case).order_by("number").values_list("number", "kind"))
    closed = rules.case_is_closed([kind for _, kind in entries])
    return CaseNow(case.pk, case.number, closed, route_now(case), entries[-1][0] if entries else 0)


def visible_case_ids(actor: AnyActor) -> QuerySet:
    """The keys of the cases that the actor may see, as a condition for rows above that belong to a case."""
    return SafeguardingCase.visible_to(actor).values("pk")


def count_overdue_actions(actor: AnyActor, today: date) -> int:
    """Actions that are late in the cases that the actor may see."""
    return _open_actions(actor).filter(case__in=SafeguardingCase.visible_to(actor), due_on__lt=today).count()


def list_own_reports(actor: AnyActor) -> list[OwnReport]:
    """One's own reports for ever, the newest first: whether they were read and dealt with, and nothing else."""
    return _own(actor)


def get_own_report(actor: AnyActor, concern_id: UUID) -> OwnReport | None:
    """One of one's own reports."""
    return next(iter(_own(actor, pk=concern_id)), None)


def own_concerns(actor: AnyActor) -> QuerySet[Concern]:
    """What this person reported themselves, signed in; what they raised on an alert is not a report of theirs."""
    rows = Concern.in_scope(actor)
    if actor.person_id is None:
        return rows.none()
    return rows.filter(raised_by_id=actor.person_id, origin__in=rules.OWN_ORIGINS)


def _own(actor: AnyActor, **which: UUID) -> list[OwnReport]:
    rows = list(
        on_the_way(own_concerns(actor), "concern")
        .filter(**which)
        .annotate(now=F("goes_to"), gone_at=F("case_key__destroyed_at"))
        .order_by("-raised_at")
        .only("pk", "receipt", "raised_at", "route")
    )
    kinds: dict[UUID, set[str]] = {}
    ended: dict[UUID, bool] = {}
    entries = ConcernEntry.in_scope(actor).filter(concern__raised_by=actor.person_id, **_of_concern(which))
    for concern, kind, step in entries.annotate(step=last_step_of(OuterRef("case"))).values_list(
        "concern", "kind", "step"
    ):
        kinds.setdefault(concern, set()).add(kind)
        ended[concern] = ended.get(concern, False) or step == "outcome"
    return [
        _own_in_confidence(row)
        if row.now == rules.IN_CONFIDENCE
        else OwnReport(
            row.pk,
            row.receipt,
            row.raised_at,
            rules.own_status(kinds.get(row.pk, set()), ended.get(row.pk, False)),
            row.now != "authority",
            is_kept=row.gone_at is None,
        )
        for row in rows
    ]


def _own_in_confidence(row: Concern) -> OwnReport:
    stand = stand_in_confidence(row)
    in_confidence = row.route == rules.IN_CONFIDENCE
    has_reader = stand.has_reader if in_confidence else True
    is_kept = row.gone_at is None
    return OwnReport(row.pk, row.receipt, row.raised_at, stand.status, has_reader, in_confidence, is_kept)


def _of_concern(which: Mapping[str, UUID]) -> dict[str, UUID]:
    return {f"concern__{field}": value for field, value in which.items()}


def _concerns(actor: AnyActor) -> QuerySet[Concern]:
    entries = entries_of(OuterRef("pk"))
    decided = entries.exclude(four_c="").order_by("-number").values("four_c")[:1]
    return (
        Concern.visible_to(actor)
        .select_related("raised_by")
        .annotate(
            taken=Exists(entries.filter(kind=rules.IN_CASE)),
            shut=Exists(entries.filter(kind=rules.CLOSED)),
            told=Exists(entries.filter(kind="acknowledged")),
            decided=Subquery(decided),
        )
    )


def _row(concern: Any) -> ConcernRow:
    status = rules.IN_CASE if concern.taken else rules.CLOSED if concern.shut else rules.WAITING
    return ConcernRow(
        id=concern.pk,
        receipt=concern.receipt,
        raised_at=concern.raised_at,
        raised_by=concern.raised_by.full_name if concern.raised_by else "",
        theme=concern.theme,
        four_c=concern.decided or concern.four_c,
        place=concern.place,
        origin=concern.origin,
        immediate_danger=concern.immediate_danger,
        told_in_person=concern.told_in_person,
        acknowledged=concern.told,
        status=status,
    )


def _names(actor: AnyActor, concern_ids: list[UUID]) -> dict[UUID, tuple[str, ...]]:
    """Whom each concern is about, those who may have been harmed first; who only told of it is left out."""
    found: dict[UUID, list[tuple[int, str]]] = {}
    rows = Involved.in_scope(actor).filter(concern__in=concern_ids).exclude(role__in=["reporter", "bystander"])
    for row in rows.select_related("person", "concern__case_key"):
        name = row.person.full_name if row.person and not row.was_typed else _typed_name(row)
        found.setdefault(row.concern_id, []).append((rules.ROLES.index(row.role), name))
    return {concern: tuple(name for _, name in sorted(names)) for concern, names in found.items()}


def _typed_name(row: Involved) -> str:
    try:
        return sealing.unseal_field(row, "sealed_name", sealing.open_case_key(row.concern.case_key))
    except sealing.NoKeyGrant:
        return str(words.SEALED)  # to whoever is named, whose key is not open


def entries_of(concern: OuterRef) -> QuerySet[ConcernEntry]:
    """The entries of a concern that is narrowed already. Narrowed to a place too, SQLite would go through all of the
    place's entries for each concern.
    """
    return ConcernEntry._base_manager.filter(concern=concern)


def case_entries_of(case: OuterRef) -> QuerySet[CaseEntry]:
    """The entries of the case of a concern that is narrowed already: by the case alone, as `entries_of` says."""
    return CaseEntry._base_manager.filter(case=case)


def last_step_of(case: OuterRef) -> Subquery:
    """Of the entries that open and close a case, the kind of the last one."""
    steps = case_entries_of(case).filter(kind__in=["opened", "outcome", "reopened"])
    return Subquery(steps.order_by("-number").values("kind")[:1])


def _open_actions(actor: AnyActor) -> QuerySet[Action]:
    done = CaseEntry.in_scope(actor).filter(action=OuterRef("pk"), kind="action-done")
    return Action.in_scope(actor).filter(~Exists(done))
