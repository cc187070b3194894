"""What is still to be asked of closed cases, which cases belong together, and whether something comes back."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import OuterRef, Q, Subquery

from tutela.web.concerns import rules
from tutela.web.concerns.models import CaseLink, CheckAfter, Closing, ConcernEntry, Involved, SafeguardingCase
from tutela.web.concerns.models.visibility import STILL_INSIDE
from tutela.web.concerns.queries.lists import last_step_of
from tutela.web.concerns.shipped.lists import list_checks
from tutela.web.core import sealing
from tutela.web.core.actor import AnyActor


@dataclass(frozen=True, slots=True)
class CheckRead:
    """A look at a closed case: what is asked, by when, and the answer if there is one."""

    id: UUID
    ask: str
    due_on: date
    is_due: bool
    is_fine: bool | None
    text: str


@dataclass(frozen=True, slots=True)
class Linked:
    """Another case that this one has to do with."""

    case_id: UUID
    number: int
    is_closed: bool
    text: str


@dataclass(frozen=True, slots=True)
class Earlier:
    """A case in which somebody of a concern is already, or a brother or sister of theirs."""

    case_id: UUID
    number: int
    is_closed: bool
    names: tuple[str, ...]
    siblings: tuple[str, ...]


def open_checks(actor: AnyActor, case: SafeguardingCase, key: bytes, today: date) -> list[CheckRead]:
    """The checks of its last closing, for a case that is being read and is closed."""
    last = Closing.in_scope(actor).filter(case=case).order_by("-entry__number").values("pk")[:1]
    rows = CheckAfter.in_scope(actor).filter(case=case, closing=Subquery(last)).select_related("entry")
    asks = {check.id: check.ask for check in list_checks()}
    return [
        CheckRead(
            id=row.pk,
            ask=asks.get(row.check_id, row.check_id),
            due_on=row.due_on,
            is_due=row.entry is None and row.due_on <= today,
            is_fine=row.is_fine,
            text=sealing.unseal_field(row.entry, "sealed_text", key) if row.entry else "",
        )
        for row in rows.order_by("due_on")
    ]


def list_due_checks(actor: AnyActor, today: date) -> list[tuple[UUID, int, date]]:
    """Key and number of the closed cases that the actor may see and that are to be looked at by today, with the day."""
    newest = Closing.in_scope(actor).filter(case=OuterRef("case")).order_by("-entry__number").values("pk")[:1]
    due = CheckAfter.in_scope(actor).filter(entry=None, due_on__lte=today, closing=Subquery(newest))
    due = due.alias(step=last_step_of(OuterRef("case"))).filter(step="outcome")
    rows = list(due.order_by("due_on").values_list("case_id", "case__number", "due_on"))
    # few are due: who may see them is asked of those few, and not of all cases
    visible = SafeguardingCase.visible_to(actor).filter(pk__in=[row[0] for row in rows]) if rows else ()
    keys = {case.pk for case in visible}
    return [row for row in rows if row[0] in keys]


def open_links(actor: AnyActor, case: SafeguardingCase, key: bytes) -> list[Linked]:
    """The cases that it has to do with and that the actor may see too."""
    rows = CaseLink.visible_to(actor).filter(case=case).select_related("entry", "other")
    return [
        Linked(
            row.other_id, row.other.number, row.step == "outcome", sealing.unseal_field(row.entry, "sealed_text", key)
        )
        for row in rows.annotate(step=last_step_of(OuterRef("other"))).order_by("entry__number")
    ]


def hidden_links(actor: AnyActor, case: SafeguardingCase) -> set[UUID]:
    """Entries of a case that tell of another which the actor may not see, so that they are not shown either."""
    rows = CaseLink.in_scope(actor).filter(case=case)
    return set(rows.exclude(pk__in=CaseLink.visible_to(actor).values("pk")).values_list("entry_id", flat=True))


def list_earlier(actor: AnyActor, concern_id: UUID) -> list[Earlier]:
    """Cases with the same people in them, or with their brothers and sisters, that the actor may see; open ones first.

    A closed one is proposed to be opened again (requirement S3.39): that is for a person to decide.
    """
    involved = Involved.in_scope(actor).filter(concern=concern_id, person__isnull=False).exclude(role="reporter")
    people = set(involved.values_list("person_id", flat=True))
    siblings = _siblings(actor, people) - people
    mine = ConcernEntry.in_scope(actor).filter(concern=concern_id, kind=rules.IN_CASE).values("case")
    found = SafeguardingCase.visible_to(actor).exclude(pk__in=mine).annotate(step=last_step_of(OuterRef("pk")))
    involved = Involved.in_scope(actor).filter(person__in=people | siblings, was_typed=False).exclude(role="reporter")
    rows = list(involved.select_related("person"))
    inside = ConcernEntry.in_scope(actor).filter(STILL_INSIDE, kind=rules.IN_CASE)
    inside = inside.filter(concern__in=[row.concern_id for row in rows])
    of = dict(inside.values_list("concern_id", "case_id"))
    by_case: dict[UUID, dict[UUID, str]] = {}
    for row in rows:
        case_id = row.case_id or of.get(row.concern_id)
        if case_id:
            by_case.setdefault(case_id, {})[row.person_id] = row.person.full_name
    earlier = [
        Earlier(
            case.pk,
            case.number,
            case.step == "outcome",
            tuple(sorted(name for key, name in by_case[case.pk].items() if key in people)),
            tuple(sorted(name for key, name in by_case[case.pk].items() if key in siblings)),
        )
        for case in found.filter(pk__in=by_case).order_by("-opened_at")
    ]
    return sorted(earlier, key=lambda one: (one.is_closed, not one.names))


def _siblings(actor: AnyActor, people: Collection[UUID]) -> set[UUID]:
    """Who has a parent or carer in common with one of these."""
    links: Any = apps.get_model("establishments", "ParentLink").in_scope(actor).filter(until=None)
    parents = links.filter(child__in=people).values("parent")
    return set(links.filter(Q(parent__in=parents)).values_list("child_id", flat=True))
