"""From an account to an actor: which person, where, with which roles today, and what they must not see."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q

from tutela.web.accounts.models import User
from tutela.web.core.actor import Actor
from tutela.web.core.permissions import permissions_of
from tutela.web.establishments.models import Establishment, Exclusion, Person, RoleHolding
from tutela.web.establishments.queries import has_left


def establishments_of(user: User, at: datetime) -> Sequence[Establishment]:
    """Where this user holds a role now, their own establishment first."""
    person = _person_of(user)
    if person is None:
        return []
    held = {holding.establishment_id for holding in _holdings(person, at)} - {person.establishment_id}
    return [person.establishment, *Establishment.objects.filter(pk__in=held).order_by("name")]


def actor_for(user: User, *, at: datetime, establishment_id: int | None = None, second_factor: bool = False) -> Actor:
    """The actor that a signed-in user is at one establishment: the one asked for if they hold a role there, else their
    own. Built anew for every request, so that a change of roles counts at once.
    """
    return find_actor(user, at=at, establishment_id=establishment_id, second_factor=second_factor)[0]


def find_actor(
    user: User, *, at: datetime, establishment_id: int | None = None, second_factor: bool = False
) -> tuple[Actor, Establishment | None]:
    """That actor, and their own establishment as it was read for it; None for a user who belongs to none."""
    person = _person_of(user)
    nobody = Actor(user_id=user.pk, person_id=None, name=user.login, establishment_id=None, second_factor=second_factor)
    if person is None or has_left(person, at=at):
        return nobody, None
    holdings = _holdings(person, at)
    here = establishment_id if establishment_id in {h.establishment_id for h in holdings} else person.establishment_id
    roles = frozenset(holding.role for holding in holdings if holding.establishment_id == here)
    actor = replace(
        nobody,
        person_id=person.pk,
        name=person.full_name,
        establishment_id=here,
        roles=roles,
        permissions=permissions_of(roles),
        exclusions=_exclusions(person, at),
    )
    return actor, person.establishment


def _person_of(user: User) -> Person | None:
    # before there is an actor nobody can be asking, so this one place reads round the scoped manager
    return Person._base_manager.select_related("establishment").filter(user_id=user.pk).first()


class _Holding(NamedTuple):
    """What of a role's holding is asked for with every request; a whole row would take twice as long."""

    establishment_id: int
    role: str
    from_on: date
    until_on: date | None
    establishment__time_zone: str


def _holdings(person: Person, at: datetime) -> list[_Holding]:
    rows = RoleHolding._base_manager.filter(person=person).values_list(*_Holding._fields)
    return [holding for holding in map(_Holding._make, rows) if _is_in_force(holding, at)]


def _is_in_force(holding: _Holding, at: datetime) -> bool:
    today = at.astimezone(ZoneInfo(holding.establishment__time_zone)).date()
    return holding.from_on <= today and (holding.until_on is None or today < holding.until_on)


def _exclusions(person: Person, at: datetime) -> frozenset[UUID]:
    lasts = Q(until_at__isnull=True) | Q(until_at__gt=at)
    declared = Exclusion._base_manager.filter(lasts, person=person, from_at__lte=at)
    named = {person_id or record for person_id, record in declared.values_list("about_person_id", "about_record")}
    return frozenset({person.pk, *named})
