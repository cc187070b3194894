"""What others may ask about establishments and their people."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from tutela.web.core.actor import AnyActor
from tutela.web.core.permissions import get_roles
from tutela.web.establishments.models import (
    Absence,
    CoverHours,
    Establishment,
    Exclusion,
    Group,
    GroupMembership,
    KnownDevice,
    NamedContact,
    NetworkCredential,
    Person,
    RoleHolding,
)
from tutela.web.establishments.models.people import in_force

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


def get_establishment(slug: str) -> Establishment:
    """The establishment of that slug. Raises `Establishment.DoesNotExist`."""
    return Establishment.objects.get(slug=slug)


def get_first_establishment() -> Establishment | None:
    """The establishment that is meant when none is named."""
    return Establishment.objects.order_by("pk").first()


def list_establishments() -> QuerySet[Establishment]:
    """All of them, by number."""
    return Establishment.objects.order_by("pk")


def local_day(establishment: Establishment, at: datetime) -> date:
    """The day that it is there."""
    return at.astimezone(ZoneInfo(establishment.time_zone)).date()


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


def is_away(person: Person, establishment: Establishment, *, at: datetime) -> bool:
    """Whether this person is away, or has left, on the day that it is there."""
    today = local_day(establishment, at)
    if person.left_on is not None and person.left_on <= today:
        return True
    return Absence._base_manager.filter(person=person, from_on__lte=today, until_on__gt=today).exists()


def list_holders(establishment: Establishment, *roles: str, at: datetime) -> list[Person]:
    """Who holds one of these roles there now, in the order of the roles as given, then by name; those away too."""
    today = local_day(establishment, at)
    holdings = (
        RoleHolding._base_manager.select_related("person")
        .filter(in_force(today), establishment=establishment, role__in=roles)
        .filter(Q(person__left_on__isnull=True) | Q(person__left_on__gt=today))
    )
    ordered = sorted(holdings, key=lambda h: (roles.index(h.role), h.person.family_name, h.person.given_name))
    return list(dict.fromkeys(holding.person for holding in ordered))


def list_roles(person: Person, establishment: Establishment, *, at: datetime) -> list[str]:
    """The keys of the roles that this person holds there now, in the order of roles.yaml."""
    held = RoleHolding._base_manager.filter(
        in_force(local_day(establishment, at)), person=person, establishment=establishment
    )
    order = list(get_roles())
    return sorted({holding.role for holding in held if holding.role in order}, key=order.index)


def list_reviewers(establishment: Establishment, *, about: Collection[UUID] = (), at: datetime) -> list[Person]:
    """Who looks at a matter about these people, first to last: DSL, deputies, head.

    About a holder of the DSL's role it goes to the head, about the head (or where the head is the DSL) to the chair:
    the route follows the holder, not the title. Nobody reviews a matter about themselves or one that a declared
    conflict keeps them from; where that leaves nobody, it goes further up. An empty list says that nobody inside may,
    so the authority has to be asked.
    """
    dsls = list_holders(establishment, "dsl", at=at)
    heads = list_holders(establishment, "head", at=at)
    chairs = list_holders(establishment, "chair", at=at)
    tiers = [[*dsls, *list_holders(establishment, "deputy-dsl", at=at), *heads], heads, chairs]
    first = 2 if _any_of(heads, about) else 1 if _any_of(dsls, about) else 0
    kept_out = {*about, *_conflicted(about, at)}
    for tier in tiers[first:]:
        reviewers = [person for person in dict.fromkeys(tier) if person.pk not in kept_out]
        if reviewers:
            return reviewers
    return []


def list_stand_ins(establishment: Establishment, *, about: Collection[UUID] = (), at: datetime) -> list[Person]:
    """The reviewers who are not away now, for what cannot wait."""
    return [
        person
        for person in list_reviewers(establishment, about=about, at=at)
        if not is_away(person, establishment, at=at)
    ]


def is_covered(establishment: Establishment, *, at: datetime) -> bool:
    """Whether this moment lies in the published cover hours. Without any published hours every moment does."""
    hours = list(CoverHours._base_manager.filter(establishment=establishment))
    local = at.astimezone(ZoneInfo(establishment.time_zone))
    return not hours or any(
        h.day == local.weekday() and h.opens <= local.time().replace(tzinfo=None) < h.closes for h in hours
    )


def next_covered(establishment: Establishment, *, at: datetime) -> datetime:
    """The first moment from `at` on that lies in the published cover hours."""
    if is_covered(establishment, at=at):
        return at
    zone = ZoneInfo(establishment.time_zone)
    hours = list(CoverHours._base_manager.filter(establishment=establishment))
    local = at.astimezone(zone)
    openings = [
        datetime.combine(local.date() + timedelta(days=ahead), h.opens, tzinfo=zone)
        for ahead in range(8)
        for h in hours
        if h.day == (local.weekday() + ahead) % 7
    ]
    return min(opening for opening in openings if opening > local).astimezone(at.tzinfo)


def list_groups(actor: AnyActor) -> QuerySet[Group]:
    """The groups of the actor's establishment."""
    return Group.visible_to(actor).order_by("name")


def get_group_of(person: Person, *, on: date) -> Group | None:
    """The group that a person is in on that day; the one joined last where there are several."""
    membership = (
        GroupMembership._base_manager.select_related("group").filter(in_force(on), person=person).order_by("-from_on")
    ).first()
    return membership.group if membership else None


def get_person_by_pseudonym(establishment: Establishment, pseudonym: str) -> Person | None:
    """Who is meant by a pseudonym of the event store. Audit the purpose first."""
    return Person._base_manager.filter(establishment=establishment, pseudonym=pseudonym).first()


def get_person(actor: AnyActor, pk: UUID) -> Person | None:
    """That person, if the actor may see who they are."""
    return Person.visible_to(actor).filter(pk=pk).first()


def search_people(actor: AnyActor, words: str, *, most: int = 20) -> list[Person]:
    """People whose names hold every word, of those whom the actor may see; nothing below three letters."""
    if len(words.strip()) < 3:
        return []
    rows = Person.visible_to(actor).filter(left_on__isnull=True)
    for word in words.split():
        rows = rows.filter(Q(given_name__icontains=word) | Q(family_name__icontains=word) | Q(known_as__icontains=word))
    return list(rows.order_by("family_name", "given_name")[:most])


def list_network_credentials(establishment: Establishment) -> QuerySet[NetworkCredential]:
    """The credentials in force, with their people, for the policy that the gateway gets."""
    return NetworkCredential._base_manager.filter(establishment=establishment, ended_at=None).select_related("person")


def list_known_devices(establishment: Establishment) -> QuerySet[KnownDevice]:
    """The devices in force, for the policy that the gateway gets."""
    devices = KnownDevice._base_manager.filter(establishment=establishment, ended_at=None)
    return devices.select_related("person", "group")


def _contact(person: Person, establishment: Establishment, at: datetime, standing_in_for: str = "") -> Contact:
    roles = list_roles(person, establishment, at=at)
    best = next((role for role in ("dsl", "deputy-dsl") if role in roles), roles[0] if roles else "")
    return Contact(
        name=person.full_name,
        role=get_roles()[best].name if best else "",
        email=person.email,
        phone=person.phone,
        person_id=person.pk,
        standing_in_for=standing_in_for,
    )


def _conflicted(about: Collection[UUID], at: datetime) -> set[UUID]:
    lasts = Q(until_at__isnull=True) | Q(until_at__gt=at)
    rows = Exclusion._base_manager.filter(lasts, about_person__in=about, from_at__lte=at)
    return set(rows.values_list("person_id", flat=True))


def _any_of(people: list[Person], about: Collection[UUID]) -> bool:
    return any(person.pk in about for person in people)
