"""Who holds which role now, and who looks at a matter about whom."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from tutela.web.core.actor import AnyActor
from tutela.web.core.permissions import READS_CONCERNS, Permission, get_roles, permissions_of
from tutela.web.establishments.models import Absence, Establishment, Exclusion, Person, RoleHolding, RoleProposal
from tutela.web.establishments.models.people import here_on, in_force
from tutela.web.establishments.queries.places import local_day

GUESTS = frozenset({"external-reviewer", "stakeholder"})
"""The roles of people from outside, which come with an invitation alone: to one review, or to say something."""


def has_left(person: Person, *, at: datetime) -> bool:
    """Whether this person has left, on the day that it is at their own establishment."""
    return person.left_on is not None and person.left_on <= local_day(person.establishment, at)


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
        .filter(here_on(today, "person__"))
    )
    ordered = sorted(holdings, key=lambda h: (roles.index(h.role), h.person.family_name, h.person.given_name))
    return list(dict.fromkeys(holding.person for holding in ordered))


def is_no_guest() -> Q:
    """Of people: all but those who were invited from outside and held no other role, now or ever."""
    held = RoleHolding._base_manager.filter(person=OuterRef("pk"))
    return ~Exists(held) | Exists(held.exclude(role__in=GUESTS))


def leave_out_guests(people: Collection[Person]) -> list[Person]:
    """Those of them who are more than a guest, in the same order."""
    rows = Person._base_manager.filter(is_no_guest(), pk__in=[person.pk for person in people])
    known = set(rows.values_list("pk", flat=True))
    return [person for person in people if person.pk in known]


def list_roles(person: Person, establishment: Establishment, *, at: datetime) -> list[str]:
    """The keys of the roles that this person holds there now, in the order of roles.yaml."""
    held = RoleHolding._base_manager.filter(
        in_force(local_day(establishment, at)), person=person, establishment=establishment
    )
    order = list(get_roles())
    return sorted({holding.role for holding in held if holding.role in order}, key=order.index)


def list_holdings(actor: AnyActor, person: Person) -> QuerySet[RoleHolding]:
    """Every role that a person holds, held or is to hold at the actor's establishment, the newest first."""
    rows = RoleHolding.visible_to(actor).filter(person=person).select_related("given_by", "ended_by", "person")
    return rows.order_by("-from_on", "role")


def list_role_proposals(actor: AnyActor, person: Person | None = None) -> QuerySet[RoleProposal]:
    """What waits for a second person's agreement, of everybody or of one; nothing about the actor themselves."""
    rows = RoleProposal.visible_to(actor).filter(outcome=RoleProposal.Outcome.WAITING)
    rows = rows.filter(person=person) if person else rows
    return rows.select_related("person", "proposed_by", "ends").order_by("proposed_at")


def list_deciders(person: Person, *, besides: UUID | None, at: datetime) -> list[Person]:
    """Who may agree about a role of this person: neither they, nor whoever proposed it, nor who has a conflict."""
    roles = [key for key, role in get_roles().items() if Permission.ROLE_DECIDE in role.may]
    kept_out = {person.pk, besides, *list_conflicted({person.pk}, at=at)}
    return [one for one in list_holders(person.establishment, *roles, at=at) if one.pk not in kept_out]


def reads_people(person: Person, *, at: datetime) -> bool:
    """Whether they read about people somewhere now, or will by what was decided: their account is guarded for it."""
    day = local_day(person.establishment, at)
    rows = RoleHolding._base_manager.filter(Q(until_on__isnull=True) | Q(until_on__gt=day), person=person)
    return bool(permissions_of(frozenset(rows.values_list("role", flat=True))) & READS_CONCERNS)


def list_reviewers(
    establishment: Establishment, *, about: Collection[UUID] = (), at: datetime, kept_out: Collection[UUID] = ()
) -> list[Person]:
    """Who looks at a matter about these people, first to last: DSL, deputies, head.

    About a holder of the DSL's role it goes to the head, about the head (or where the head is the DSL) to the chair:
    the route follows the holder, not the title. Nobody reviews a matter about themselves or one that a declared
    conflict keeps them from, nor do those whom the caller knows to be `kept_out`; where that leaves nobody, it goes
    further up. An empty list says that nobody inside may, so the authority has to be asked.
    """
    dsls = list_holders(establishment, "dsl", at=at)
    heads = list_holders(establishment, "head", at=at)
    chairs = list_holders(establishment, "chair", at=at)
    tiers = [[*dsls, *list_holders(establishment, "deputy-dsl", at=at), *heads], heads, chairs]
    first = 2 if _any_of(heads, about) else 1 if _any_of(dsls, about) else 0
    kept_out = {*about, *kept_out, *list_conflicted(about, at=at)}
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


def list_conflicted(
    about: Collection[UUID], *, at: datetime, record: UUID | None = None, records: Collection[UUID] = ()
) -> set[UUID]:
    """Who is kept from what is about these people, or from that record or one of those, by a declared conflict."""
    lasts = Q(until_at__isnull=True) | Q(until_at__gt=at)
    of_these = Q(about_person__in=about) | Q(about_record__in=[*records, *([record] if record else [])])
    rows = Exclusion._base_manager.filter(lasts, of_these, from_at__lte=at)
    return set(rows.values_list("person_id", flat=True))


def _any_of(people: list[Person], about: Collection[UUID]) -> bool:
    return any(person.pk in about for person in people)
