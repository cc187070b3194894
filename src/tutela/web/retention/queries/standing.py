"""How long each closed case is kept, from its own records; counted for many at once, without a word or a name."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.apps import apps
from django.http import Http404

from tutela.web.concerns import queries as concerns
from tutela.web.concerns.models.visibility import NOT_DESTROYED
from tutela.web.core.actor import AnyActor
from tutela.web.establishments import queries as establishments
from tutela.web.exhibits import queries as exhibits
from tutela.web.retention import rules
from tutela.web.retention.models import Decision, Hold, PeriodChosen, Proposal
from tutela.web.retention.models.seen import usual


@dataclass(frozen=True, slots=True)
class Stand:
    """How a case stands. `proposal_id`: it was put forward and nobody has decided; `has_locked`: the police have not
    said what becomes of something in it.
    """

    case_id: UUID
    number: int
    is_closed: bool
    due: rules.Due
    years: int
    is_held: bool
    has_locked: bool
    proposal_id: UUID | None


def list_standing(actor: AnyActor, establishment: Any, due_by: date) -> list[Stand]:
    """Closed cases that the actor may see and that are due by a day, the longest overdue first."""
    keys = set(concerns.visible_case_ids(actor).values_list("pk", flat=True))
    found = [
        one for one in _stands(actor, establishment, keys) if one.is_closed and one.due.on and one.due.on <= due_by
    ]
    return sorted(found, key=lambda one: (one.due.on or due_by, one.number))


def count_due(actor: AnyActor, establishment: Any, due_by: date) -> int:
    """How many closed cases of the usual way that nothing keeps were due by a day, whoever may see them."""
    cases = _rows(actor, "concerns", "SafeguardingCase").filter(establishment=establishment)
    keys = set(usual(cases.values("pk")).filter(NOT_DESTROYED).values_list("pk", flat=True))
    stands = _stands(actor, establishment, keys)
    free = (one for one in stands if one.is_closed and not (one.is_held or one.has_locked))
    return sum(one.due.on is not None and one.due.on <= due_by for one in free)


def stand_of(actor: AnyActor, establishment: Any, case_id: UUID) -> Stand:
    """How one case stands; hidden and missing are one 404."""
    keys = set(concerns.visible_case_ids(actor).filter(pk=case_id).values_list("pk", flat=True))
    found = _stands(actor, establishment, keys)
    if not found:
        raise Http404
    return found[0]


def stand_by_number(actor: AnyActor, establishment: Any, case_id: UUID) -> Stand:
    """How a case stands for somebody who decides on it and need not read it; that they may, was asked before."""
    return _stands(actor, establishment, [case_id])[0]


def may_open(actor: AnyActor, case_id: UUID) -> bool:
    """Whether somebody may read the case, and so look through it before they decide."""
    return bool(concerns.visible_case_ids(actor).filter(pk=case_id).exists())


def chosen_years(actor: AnyActor, establishment: Any) -> dict[str, int]:
    """The years that were confirmed, by kind."""
    rows = PeriodChosen.in_scope(actor).filter(establishment=establishment).order_by("chosen_at")
    return dict(rows.values_list("kind", "years"))


def _stands(actor: AnyActor, establishment: Any, keys: Collection[UUID]) -> list[Stand]:
    years, kinds = chosen_years(actor, establishment), rules.list_kinds()
    closed = _closed_on(actor, establishment, keys)
    playbooks = _playbooks(actor, keys)
    harmed = _harmed(actor, keys)
    receipts = _receipts(actor, keys)
    held = set(Hold.in_scope(actor).filter(case__in=keys, end=None).values_list("case", flat=True))
    locked = set(exhibits.list_locked_cases(keys))
    decided = Decision.in_scope(actor).values("proposal")
    waiting = dict(Proposal.in_scope(actor).filter(case__in=keys).exclude(pk__in=decided).values_list("case", "pk"))
    cases = _rows(actor, "concerns", "SafeguardingCase").filter(pk__in=keys)
    stands = []
    for pk, number, opened_at in cases.values_list("pk", "number", "opened_at"):
        days = harmed.get(pk, {})
        sent = receipts.get(pk, {})
        born = [day for day in days.values() if day]
        closed_on = closed.get(pk)
        facts = rules.Facts(
            playbooks=frozenset(playbooks.get(pk, ())),
            closed_on=closed_on or establishments.local_day(establishment, opened_at),
            born_on=max(born) if born and len(born) == len(days) else None,
            receipt_on=max(sent.values()) if days and set(days) <= set(sent) else None,
        )
        due = rules.due_of(facts, kinds, years)
        is_held, waits = pk in held, waiting.get(pk)
        kept_for = years.get(due.kind.key, 0)
        stands.append(Stand(pk, number, closed_on is not None, due, kept_for, is_held, pk in locked, waits))
    return stands


def _closed_on(actor: AnyActor, establishment: Any, keys: Collection[UUID]) -> dict[UUID, date]:
    """The day on which each closed case was closed last."""
    steps = _rows(actor, "concerns", "CaseEntry").filter(case__in=keys, kind__in=("opened", "outcome", "reopened"))
    last = {case: (kind, at) for case, kind, at in steps.order_by("number").values_list("case", "kind", "written_at")}
    return {case: establishments.local_day(establishment, at) for case, (kind, at) in last.items() if kind == "outcome"}


def _playbooks(actor: AnyActor, keys: Collection[UUID]) -> dict[UUID, set[str]]:
    rows = _rows(actor, "concerns", "PlaybookChoice").filter(case__in=keys).order_by("entry__number")
    last = {(case, name): chosen for case, name, chosen in rows.values_list("case", "playbook", "is_chosen")}
    found: dict[UUID, set[str]] = defaultdict(set)
    for (case, name), chosen in last.items():
        if chosen:
            found[case].add(name)
    return found


def _harmed(actor: AnyActor, keys: Collection[UUID]) -> dict[UUID, dict[Any, date | None]]:
    """Birthdays of those harmed in each case; somebody who is on no list counts as one without."""
    inside = _rows(actor, "concerns", "ConcernEntry").filter(kind="in-case", case__in=keys)
    case_of = dict(inside.values_list("concern", "case"))
    involved = _rows(actor, "concerns", "Involved").filter(role="harmed")
    fields = ("case_id", "concern_id", "person_id", "pk", "person__born_on")
    found: dict[UUID, dict[Any, date | None]] = defaultdict(dict)
    for of in ({"case__in": keys}, {"concern__in": list(case_of)}):
        for case, concern, person, row, born in involved.filter(**of).values_list(*fields):
            found[case or case_of[concern]][person or row] = born
    return found


def _receipts(actor: AnyActor, keys: Collection[UUID]) -> dict[UUID, dict[UUID, date]]:
    """For each case: of whom another place has it, and the day on which their receipt was taken in."""
    steps = _rows(actor, "transfers", "TransferStep")
    receipt = dict(steps.filter(kind="receipt").values_list("bundle", "on"))
    rows = _rows(actor, "transfers", "TransferCase").filter(case__in=keys, step__bundle__in=list(receipt))
    found: dict[UUID, dict[UUID, date]] = defaultdict(dict)
    for case, bundle, person in rows.values_list("case", "step__bundle", "step__transfer__person"):
        found[case][person] = receipt[bundle]
    return found


def _rows(actor: AnyActor, app: str, name: str) -> Any:
    model: Any = apps.get_model(app, name)
    return model.in_scope(actor)
