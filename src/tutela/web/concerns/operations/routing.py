"""To whom a concern goes, and who is told that it waits. The words of a notice name nobody."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from tutela.web.concerns import rules
from tutela.web.concerns.models import Concern, Grant
from tutela.web.core import outbox
from tutela.web.core.outbox import Notice
from tutela.web.establishments import queries as establishments

CONCERN_WAITS = Notice(
    "concern.waiting",
    "A concern is waiting for you",
    "A concern was reported at {establishment} and is waiting for you. Sign in to read it.",
)
CONCERN_IN_DANGER = Notice(
    "concern.in-danger",
    "Urgent: somebody may be in danger now",
    "A concern was reported at {establishment} that says somebody may be in danger now. Sign in and read it at once.",
)
CONCERN_ADDED_TO = Notice(
    "concern.added-to",
    "Something was added to a concern",
    "Whoever reported a concern at {establishment} has added to it or put something right. Sign in to read it.",
)

NOBODY_INSIDE = Notice(
    "concern.without-reader",
    "A concern in Tutela has nobody who may read it",
    "A concern was reported at {establishment}, and nobody there may read it. Decide who outside looks at it, and "
    "have that person given the right to.",
)

STANDING_IN = "Nobody of the safeguarding team was there when it came in"


@dataclass(frozen=True, slots=True)
class Way:
    """Where a matter goes and who is told of it."""

    route: str
    told: tuple[Any, ...]
    stand_ins: tuple[Any, ...]
    """Of those, who needs it opened singly, since their role alone does not."""


def find_way(establishment: Any, *, about: Collection[UUID], urgent: bool, at: datetime) -> Way:
    """The way of a matter about these people: the DSL (all of the team when it is urgent), whoever stands in for them
    today, the head or the chair. Where everybody is away, all of the route are told nevertheless; where a role of the
    route is vacant, whoever stands in for it has it opened, and whoever is appointed finds it.
    """
    reviewers = establishments.list_reviewers(establishment, about=about, at=at)
    holders = list_holders(establishment, at)
    route = rules.route_of(about, holders)
    here = [person for person in reviewers if not establishments.is_away(person, establishment, at=at)] or reviewers
    team = [person for person in here if any(person.pk in holders[role] for role in rules.ROUTE_ROLES[route])]
    leads = [person for person in team if person.pk in holders["dsl"]] if route == "dsl" else team
    if urgent:
        leads = team
    told = leads or team or here
    return Way(route, tuple(told), tuple(person for person in told if person not in team))


def list_holders(establishment: Any, at: datetime) -> dict[str, list[UUID]]:
    """Who holds each of the roles that a matter may go to."""
    return {
        role: [person.pk for person in establishments.list_holders(establishment, role, at=at)]
        for role in {role for roles in rules.ROUTE_ROLES.values() for role in roles}
    }


def tell(concern: Concern, establishment: Any, way: Way, *, at: datetime) -> None:
    """Write the notices of a new concern, and open it to whoever stands in. Who raised it themselves knows of it."""
    if not way.told:
        leads = establishments.list_holders(establishment, "trust-lead", at=at)
        post_notice(NOBODY_INSIDE, concern, establishment, leads, link="", at=at)
        return
    notice = CONCERN_IN_DANGER if concern.immediate_danger else CONCERN_WAITS
    told = [person for person in way.told if person.pk != concern.raised_by_id]
    post_notice(notice, concern, establishment, told, at=at)
    for person in way.stand_ins:
        open_to(person, STANDING_IN, establishment, at=at, concern=concern)


def open_to(person: Any, reason: str, establishment: Any, *, at: datetime, **whose: Any) -> None:
    """Open one matter (`concern=` or `case=`) to somebody beyond its route."""
    Grant(establishment=establishment, person=person, reason=reason, granted_at=at, **whose).save()


def post_notice(
    notice: Notice,
    concern: Any,
    establishment: Any,
    people: Iterable[Any],
    *,
    link: str | None = None,
    at: datetime,
) -> None:
    """Put one notice about a concern into the outbox for each of these people, with the way to it unless told else."""
    for person in people:
        outbox.post(
            notice,
            to=person.email,
            at=at,
            link=f"/concerns/{concern.pk}/" if link is None else link,
            establishment_id=concern.establishment_id,
            establishment=establishment.name,
        )
