"""Matters follow the roles of today: when somebody in one comes to lead, it leaves those who work for them."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from tutela.web.concerns import rules
from tutela.web.concerns.models import Concern, ConcernEntry, Grant, Involved, Move, NameCompared, SafeguardingCase
from tutela.web.concerns.models.visibility import on_the_way, restricted_cases, route_now
from tutela.web.concerns.operations import naming, restricting, routing
from tutela.web.concerns.queries import ways
from tutela.web.core import audit
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.core.outbox import Notice
from tutela.web.establishments import queries as establishments

MATTER_MOVED = Notice(
    "concern.moved",
    "A concern has come to you",
    "A concern or a case at {establishment} goes another way since somebody took a role there, and now comes to you. "
    "Sign in to read it.",
)


class _Matter(NamedTuple):
    """What goes together: a concern, or a case and all in it; `people` is a condition on `Involved`."""

    people: Q
    concerns: tuple[Concern, ...]
    case: SafeguardingCase | None = None

    def about(self) -> set[UUID]:
        """Everybody who is or may be meant in it."""
        return ways.list_people(self.people)


@operation
def follow_roles(*, actor: AnyActor, at: datetime) -> int:
    """Bring concerns and cases to whoever may read them by the roles that are held now; how many took another way.

    Typed names are held against new readers first. A case and its concerns go together. Looks at few rows: those with
    a DSL, head or chair in them, and those that nobody inside could read.
    """
    moved = 0
    for place in establishments.list_establishments():
        naming.compare_old_names(place, at=at)
        holders = ways.list_holders(place, at)
        leads = {*holders["dsl"], *holders["head"], *holders["chair"]}
        for case in _candidates(SafeguardingCase, "case", place, leads):
            moved += _follow_case(actor, case, holders, at=at)
        for case in _restricted(place):
            restricting.keep_held(actor, case, at=at)
        in_case = ConcernEntry.objects.filter(concern=OuterRef("pk"), kind=rules.IN_CASE)
        for concern in _candidates(Concern, "concern", place, leads).filter(~Exists(in_case)):
            moved += _follow_concern(actor, concern, holders, at=at)
    return moved


def follow_case(actor: AnyActor, case: SafeguardingCase, *, at: datetime) -> None:
    """The same at once for a case in hand, of which the people have changed, and for all in it."""
    _follow_case(actor, case, ways.list_holders(case.establishment, at), at=at)
    if _restricted(case.establishment).filter(pk=case.pk).exists():
        restricting.keep_held(actor, case, at=at)


def follow_concern(actor: AnyActor, concern: Concern, *, at: datetime) -> None:
    """The same for a concern in hand that is in no case."""
    _follow_concern(actor, concern, ways.list_holders(concern.establishment, at), at=at)


def _restricted(place: Any) -> QuerySet[SafeguardingCase]:
    rows = SafeguardingCase.objects.filter(establishment=place, pk__in=restricted_cases())
    return rows.select_related("establishment")


def _candidates(model: Any, kind: str, place: Any, leads: Collection[UUID]) -> QuerySet:
    """Matters at a place with one of these people in them, and those that go to nobody inside."""
    means = NameCompared.objects.filter(involved=OuterRef("pk"), person__in=leads, may_be=True)
    people = Involved.keeping_out.exclude(role="reporter").filter(Q(person__in=leads) | Exists(means))
    with_one = Q(pk__in=people.filter(**{f"{kind}__isnull": False}).values(kind))
    if kind == "case":
        through = ConcernEntry.objects.filter(kind=rules.IN_CASE, concern__in=people.values("concern"))
        with_one |= Q(pk__in=through.values("case"))
        nowhere = on_the_way(Concern.objects.all(), "concern").filter(goes_to="authority").values("pk")
        with_one |= Q(pk__in=ConcernEntry.objects.filter(kind=rules.IN_CASE, concern__in=nowhere).values("case"))
    rows = on_the_way(model.objects.filter(establishment=place).select_related("establishment"), kind)
    return rows.filter(with_one | Q(goes_to="authority"))


def _follow_concern(actor: AnyActor, concern: Concern, holders: Any, *, at: datetime) -> bool:
    matter = _Matter(Q(concern=concern), (concern,))
    return _move(actor, concern, matter, rules.route_of(matter.about(), holders), at=at)


def _follow_case(actor: AnyActor, case: SafeguardingCase, holders: Any, *, at: datetime) -> int:
    concerns = tuple(ways.list_concerns(case))
    matter = _Matter(Q(case=case) | Q(concern__in=concerns), concerns, case)
    derived = rules.route_of(matter.about(), holders)
    route = max((rules.reroute(route_now(row), derived) for row in (case, *concerns)), key=rules.ROUTES.index)
    return sum(_move(actor, row, matter, route, at=at) for row in (case, *concerns))


def _move(actor: AnyActor, row: Any, matter: _Matter, derived: str, *, at: datetime) -> bool:
    """Whether a matter took another way: whoever it was opened to singly on the old one sees it no longer."""
    before, place = route_now(row), row.establishment
    route = rules.reroute(before, derived)
    if route == before:
        return False
    whose = {"concern": row} if isinstance(row, Concern) else {"case": row}
    number = Move.objects.filter(**whose).count() + 1
    Move(establishment=place, number=number, route=route, at=at, **whose).save()
    Grant.objects.filter(ended_at=None, **whose).update(ended_at=at)
    audit.record(actor, f"{next(iter(whose))}.reroute", row, at=at, before=before, route=route)
    kept_out = ways.list_kept_out(matter.people, matter.concerns, at=at, case=matter.case)
    way = ways.find_way(place, about=matter.about(), urgent=False, at=at, kept_out=kept_out)
    for person in way.stand_ins:
        routing.open_to(person, routing.STANDING_IN, place, at=at, **whose)
    _tell(row, place, way, at=at)
    return True


def _tell(row: Any, place: Any, way: ways.Way, *, at: datetime) -> None:
    if isinstance(row, Concern):
        if not way.told:
            leads = establishments.list_holders(place, "trust-lead", at=at)
            routing.post_notice(routing.NOBODY_INSIDE, row, place, leads, link="", at=at)
        routing.post_notice(MATTER_MOVED, row, place, [one for one in way.told if one.pk != row.raised_by_id], at=at)
    else:
        routing.post_notice(MATTER_MOVED, row, place, way.told, link=reverse("concerns:case", args=[row.pk]), at=at)
