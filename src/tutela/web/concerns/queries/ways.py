"""The way of a matter: to whom it goes, who of them is there, and what whoever reported it is told of that."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from tutela.web.concerns import rules
from tutela.web.concerns.models import Concern, ConcernEntry, Involved, NameCompared, SafeguardingCase
from tutela.web.concerns.models.visibility import STILL_INSIDE, route_now
from tutela.web.concerns.queries.lists import own_concerns
from tutela.web.concerns.rules import cover
from tutela.web.core.actor import AnyActor, SystemActor, acting_as
from tutela.web.establishments import queries as establishments


@dataclass(frozen=True, slots=True)
class Way:
    """Where a matter goes and who is told of it."""

    route: str
    told: tuple[Any, ...]
    stand_ins: tuple[Any, ...] = ()
    """Of those, who needs it opened singly, since their role alone does not."""
    later: tuple[Any, ...] = ()
    """Who is there beyond them, for what nobody reads."""


@dataclass(frozen=True, slots=True)
class Hours:
    """Whether a moment lies in the published cover hours, and else when the next of them begin."""

    is_covered: bool
    opens_at: datetime


@dataclass(frozen=True, slots=True)
class Outlook:
    """Who looks at a report, and when: `hours` are those of the moment at which it was sent.

    `told` are the names of those who were told, each with their role; whoever reported it themselves is not among them.
    """

    told: tuple[tuple[str, str], ...]
    hours: Hours
    immediate_danger: bool


def find_way(
    establishment: Any,
    *,
    about: Collection[UUID],
    urgent: bool,
    at: datetime,
    is_new: bool = False,
    kept_out: Collection[UUID] = (),
) -> Way:
    """The way of a matter about these people: the DSL (all of the team when it is urgent), whoever stands in for them
    today, the head or the chair. Where everybody is away, all of the route are told nevertheless; where a role of the
    route is vacant, whoever stands in for it has it opened, and whoever is appointed finds it.

    `is_new`: what comes outside of the published hours goes to whoever covers as well. `kept_out` are more people
    whom a conflict keeps from it.
    """
    reviewers = establishments.list_reviewers(establishment, about=about, at=at, kept_out=kept_out)
    holders = list_holders(establishment, at)
    route = rules.route_of(about, holders)
    here = [person for person in reviewers if not establishments.is_away(person, establishment, at=at)] or reviewers
    team = [person for person in here if any(person.pk in holders[role] for role in rules.ROUTE_ROLES[route])]
    by_role = {role: [person for person in here if person.pk in holders[role]] for role in cover.LADDER}
    covered = not is_new or establishments.is_covered(establishment, at=at)
    told = cover.told_at_once(cover.tiers(here, by_role), team, urgent=urgent, covered=covered)
    later = [person for person in here if person not in told and person not in team]
    return Way(route, tuple(told), tuple(person for person in told if person not in team), tuple(later))


def list_holders(establishment: Any, at: datetime) -> dict[str, list[UUID]]:
    """Who holds each of the roles that a matter may go to."""
    return {
        role: [person.pk for person in establishments.list_holders(establishment, role, at=at)]
        for role in {role for roles in rules.ROUTE_ROLES.values() for role in roles} | set(cover.LADDER)
    }


def list_people(of: Q) -> set[UUID]:
    """Everybody in these (a condition on `Involved`) who is or may be meant, but for whoever reported it."""
    rows = Involved.keeping_out.filter(of).exclude(role="reporter")
    meant = NameCompared.objects.filter(involved__in=rows, may_be=True).values_list("person_id", flat=True)
    known = rows.filter(person__isnull=False).values_list("person_id", flat=True)
    return {*meant, *(person for person in known if person is not None)}


def list_concerns(case: SafeguardingCase) -> QuerySet[Concern]:
    """What is in a case."""
    inside = ConcernEntry.objects.filter(STILL_INSIDE, kind=rules.IN_CASE, case=case)
    return Concern.objects.filter(pk__in=inside.values("concern")).select_related("establishment")


def list_kept_out(
    of: Q, concerns: Collection[Concern], *, at: datetime, case: SafeguardingCase | None = None
) -> set[UUID]:
    """Whom a declared conflict keeps from these concerns and the case that they are in: with anybody in them (`of`, a
    condition on `Involved`), whoever reported it too, or with one of these records.
    """
    people = set(Involved.keeping_out.filter(of, person__isnull=False).values_list("person_id", flat=True))
    people |= {one.raised_by_id for one in concerns}
    records = [one.pk for one in concerns] + ([case.pk] if case else [])
    return establishments.list_conflicted([pk for pk in people if pk], at=at, records=records)


def list_people_and_close(concern_id: UUID, *, at: datetime) -> set[UUID]:
    """Everybody in a concern who is or may be meant, but for whoever reported it, and whom a conflict keeps from it.

    Nobody where there is no such concern.
    """
    concern = Concern._base_manager.filter(pk=concern_id).first()  # who is kept out, not what it says
    if concern is None:
        return set()
    rows = Q(concern=concern)
    with acting_as(SystemActor("who is in a concern", concern.establishment_id)):
        return list_people(rows) | list_kept_out(rows, [concern], at=at)


def way_of(concern: Concern, *, at: datetime, is_new: bool = False) -> Way:
    """The way that a concern has now: where it climbed it stays there, whoever holds its roles today.

    Nobody in it and nobody whom a conflict keeps from it, from whoever raised it or from those in it, is on it.
    """
    place, now, about = concern.establishment, route_now(concern), list_people(Q(concern=concern))
    if now == rules.IN_CONFIDENCE:
        return Way(now, ())
    kept_out = list_kept_out(Q(concern=concern), [concern], at=at)
    way = find_way(place, about=about, urgent=concern.immediate_danger, at=at, is_new=is_new, kept_out=kept_out)
    if way.route == now:
        return way
    roles = rules.ROUTE_ROLES[now]
    told = establishments.list_holders(place, *roles, at=at) if roles else []
    return Way(now, tuple(one for one in told if one.pk not in {*about, *kept_out}), ())


def get_outlook(actor: AnyActor, concern_id: UUID, at: datetime) -> Outlook | None:
    """Who looks at one's own report and when, while nobody has; None once somebody did, or where nobody inside may."""
    concern = own_concerns(actor).select_related("establishment").filter(pk=concern_id).first()
    if concern is None or route_now(concern) == rules.IN_CONFIDENCE:
        return None
    moved = route_now(concern) != concern.route
    way = way_of(concern, at=at if moved else concern.raised_at, is_new=not moved)
    place = concern.establishment
    terms = establishments.terms_of(place)
    told = []
    for person in way.told:
        held = establishments.list_roles(person, place, at=concern.raised_at)
        role = next((role for role in cover.LADDER if role in held), "")
        if person.pk != concern.raised_by_id:
            told.append((person.full_name, terms.role(role) if role else ""))
    return Outlook(
        tuple(told),
        get_hours(place, concern.raised_at),
        concern.immediate_danger,
    )


def get_hours(establishment: Any, at: datetime) -> Hours:
    """How that moment lies to the hours in which somebody there is at work."""
    opens_at = establishments.next_covered(establishment, at=at)
    return Hours(opens_at == at, opens_at)
