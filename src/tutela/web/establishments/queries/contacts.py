"""Whom to ask now, and in which hours somebody looks."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q

from tutela.web.establishments.models import Absence, CoverHours, Establishment, NamedContact, Person
from tutela.web.establishments.queries.roles import is_away, list_holders, list_roles
from tutela.web.establishments.queries.terms import terms_of

CONTACT_ROLES = ("dsl", "deputy-dsl", "head")
"""The named contact holds one of these: safeguarding or senior, never a technical one (requirement S1.3)."""


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to ask, as every page shows it. `standing_in_for` names who is away while the deputy stands in."""

    name: str
    role: str
    email: str
    phone: str
    person_id: UUID | None
    standing_in_for: str = ""


def get_named_contact(establishment: Establishment, *, at: datetime) -> Contact | None:
    """Whom to ask now: the named contact, the deputy while they are away; None while nobody is named."""
    named = (
        NamedContact._base_manager.select_related("person", "deputy")
        .filter(Q(until_at__isnull=True) | Q(until_at__gt=at), establishment=establishment, from_at__lte=at)
        .first()
    )
    if named is None:
        return None
    if named.deputy is not None and is_away(named.person, establishment, at=at):
        return _contact(named.deputy, establishment, at, standing_in_for=named.person.full_name)
    return _contact(named.person, establishment, at)


def is_empty(establishment: Establishment, *, at: datetime) -> bool:
    """Whether nobody answers for safeguarding there yet: nobody holds such a role, and no contact was ever named."""
    named = NamedContact._base_manager.filter(establishment=establishment).exists()
    return not named and not list_holders(establishment, *CONTACT_ROLES, at=at)


def list_cover_hours(establishment: Establishment, *, at: datetime) -> list[CoverHours]:
    """The published hours that are in force at that moment, by day and hour."""
    rows = CoverHours._base_manager.filter(
        Q(from_at=None) | Q(from_at__lte=at), Q(until_at=None) | Q(until_at__gt=at), establishment=establishment
    )
    return list(rows.order_by("day", "opens"))


def list_earlier_cover_hours(establishment: Establishment) -> list[CoverHours]:
    """Hours that are in force no more, the last ones first; those published together stand together."""
    rows = CoverHours._base_manager.filter(establishment=establishment, until_at__isnull=False)
    return list(rows.select_related("published_by").order_by("-until_at", "day", "opens"))


def list_absences(establishment: Establishment, *, on: date) -> list[Absence]:
    """Who is away on that day or will be, soonest first."""
    rows = Absence._base_manager.filter(establishment=establishment, until_on__gt=on)
    return list(rows.select_related("person").order_by("from_on", "person__family_name"))


def is_covered(establishment: Establishment, *, at: datetime) -> bool:
    """Whether this moment lies in the published cover hours. Without any published hours every moment does."""
    hours = list_cover_hours(establishment, at=at)
    local = at.astimezone(ZoneInfo(establishment.time_zone))
    return not hours or any(
        h.day == local.weekday() and h.opens <= local.time().replace(tzinfo=None) < h.closes for h in hours
    )


def next_covered(establishment: Establishment, *, at: datetime) -> datetime:
    """The first moment from `at` on that lies in the published cover hours."""
    if is_covered(establishment, at=at):
        return at
    zone = ZoneInfo(establishment.time_zone)
    hours = list_cover_hours(establishment, at=at)
    local = at.astimezone(zone)
    openings = [
        datetime.combine(local.date() + timedelta(days=ahead), h.opens, tzinfo=zone)
        for ahead in range(8)
        for h in hours
        if h.day == (local.weekday() + ahead) % 7
    ]
    return min(opening for opening in openings if opening > local).astimezone(at.tzinfo)


def _contact(person: Person, establishment: Establishment, at: datetime, standing_in_for: str = "") -> Contact:
    roles = list_roles(person, establishment, at=at)
    best = next((role for role in ("dsl", "deputy-dsl") if role in roles), roles[0] if roles else "")
    return Contact(
        name=person.full_name,
        role=terms_of(establishment).role(best) if best else "",
        email=person.email,
        phone=person.phone,
        person_id=person.pk,
        standing_in_for=standing_in_for,
    )
