"""Learners by year, for the turn of the school year; and who has left and still has a door open."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from tutela.web.core.actor import AnyActor
from tutela.web.establishments.importing.years import name_year
from tutela.web.establishments.models import (
    Establishment,
    Group,
    GroupMembership,
    KnownDevice,
    NetworkCredential,
    Person,
    RollOver,
)
from tutela.web.establishments.models.people import here_on, in_force
from tutela.web.establishments.queries.places import local_day


@dataclass(frozen=True, slots=True)
class YearTurn:
    """What the turn of the years means for one of them; `to` is empty for the year that leaves."""

    name: str
    learners: int
    to: str


def list_learners_by_year(
    establishment: Establishment, *, on: date, besides: RollOver | None = None
) -> list[tuple[Person, int, list[GroupMembership]]]:
    """Each learner in a year group on that day, with the year and all that the turn of the years may end.

    besides: a turn of the years that is under way; whom it has been through is left out.
    """
    rows = GroupMembership._base_manager.filter(
        in_force(on), establishment=establishment, person__kind=Person.Kind.LEARNER
    ).exclude(group__kind=Group.Kind.CLASS, group__year=None)
    if besides is not None:
        through = GroupMembership._base_manager.filter(ended_by=besides).values("person")
        rows = rows.exclude(person__in=through)
    by_person: dict[Person, list[GroupMembership]] = defaultdict(list)
    for row in rows.filter(here_on(on, "person__")).select_related("group", "person", "person__establishment"):
        by_person[row.person].append(row)
    years = {
        person: max((row.group.year for row in memberships if row.group.kind == Group.Kind.YEAR), default=None)
        for person, memberships in by_person.items()
    }
    return [(person, year, by_person[person]) for person, year in years.items() if year is not None]


def preview_roll_over(establishment: Establishment, *, on: date, last_year: int) -> list[YearTurn]:
    """What `operations.roll_over` would do, year by year, the oldest first."""
    counted: dict[int, int] = defaultdict(int)
    for _person, year, _memberships in list_learners_by_year(establishment, on=on):
        counted[year] += 1
    nation = establishment.nation
    return [
        YearTurn(name_year(year, nation), counted[year], name_year(year + 1, nation) if year < last_year else "")
        for year in sorted(counted, reverse=True)
    ]


def list_roll_overs(actor: AnyActor) -> QuerySet[RollOver]:
    """The turns of the years that were decided, the newest first."""
    return RollOver.visible_to(actor).select_related("decided_by").order_by("-on", "-decided_at")


def list_turns_under_way() -> QuerySet[RollOver]:
    """Turns of the years, of every establishment, that the worker has to carry on."""
    rows = RollOver._base_manager.filter(state__in=RollOver.UNDER_WAY)
    return rows.only("pk", "establishment_id").order_by("decided_at")


def list_leavers_with_open_doors(establishment: Establishment, *, at: datetime) -> QuerySet[Person]:
    """Who has left by today and still has an account, a network credential or a device."""
    today = local_day(establishment, at)
    left = Person._base_manager.filter(establishment=establishment, left_on__lte=today)
    credentials = NetworkCredential._base_manager.filter(person=OuterRef("pk"), ended_at=None)
    devices = KnownDevice._base_manager.filter(person=OuterRef("pk"), ended_at=None)
    return left.filter(Q(user__is_active=True) | Exists(credentials) | Exists(devices)).select_related("user")
