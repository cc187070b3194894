"""The accounts of an establishment, and what is wrong with them: unused, left open, without a second factor, shared."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Lower

from tutela.web.accounts import rules
from tutela.web.accounts.models import User
from tutela.web.accounts.queries.users import Holding, has_left, holdings_of, local_day, permissions_held
from tutela.web.core.actor import Actor, SystemActor
from tutela.web.core.names import words_of_name
from tutela.web.core.permissions import get_roles, permissions_of

FLAGS = ("leaver", "no-factor", "dormant", "shared", "closed")


@dataclass(frozen=True, slots=True)
class Account:
    """One account as its keeper sees it: who, what they are here, and how well it is kept. Nothing they wrote."""

    user: User
    name: str
    kind: str
    roles: tuple[str, ...]
    has_factor: bool
    is_reader: bool
    flags: tuple[str, ...]
    is_own: bool
    may_change: bool
    may_close: bool


def find_accounts(actor: Actor, *, at: datetime, words: str = "", kind: str = "", flag: str = "") -> QuerySet[User]:
    """The accounts of people of the actor's establishment by name, but those that a conflict of interest hides.

    `flag` is one of FLAGS; `kind` one of the kinds of people. Only what is shown of it needs `describe_accounts`.
    """
    rows = _accounts(actor)
    if kind:
        rows = rows.filter(person__kind=kind)
    for word in words_of_name(words):
        rows = rows.filter(
            Q(person__given_name__icontains=word)
            | Q(person__family_name__icontains=word)
            | Q(person__known_as__icontains=word)
            | Q(login__icontains=word)
        )
    return rows.filter(_has_flag(actor, flag, at)) if flag in FLAGS else rows


def describe_accounts(actor: Actor, users: Iterable[User], *, at: datetime) -> list[Account]:
    """All that is to be said about these, found by `find_accounts`; for a page of them, not for a school."""
    chosen = list(users)
    held = holdings_of(User.objects.filter(pk__in=[user.pk for user in chosen]))
    shared = _shared_addresses(actor)
    return [_account(actor, user, held.get(user.pk, []), shared, at) for user in chosen]


def get_account(actor: Actor, pk: UUID, *, at: datetime) -> Account | None:
    """That account, if it is one of the list."""
    return next(iter(describe_accounts(actor, _accounts(actor).filter(pk=pk), at=at)), None)


def count_flags(actor: Actor, *, at: datetime) -> dict[str, int]:
    """How many accounts have each flag."""
    return {flag: find_accounts(actor, at=at, flag=flag).count() for flag in FLAGS}


def _accounts(actor: Actor) -> QuerySet[User]:
    hidden = actor.exclusions - {actor.person_id}
    factors = Authenticator.objects.filter(user_id=OuterRef("pk")).exclude(type=Authenticator.Type.RECOVERY_CODES)
    return (
        User.objects.filter(person__establishment_id=actor.establishment_id)
        .exclude(person__in=hidden)
        .annotate(has_factor=Exists(factors))
        .select_related("person__establishment")
        .order_by("person__family_name", "person__given_name", "login")
    )


def _has_flag(actor: Actor, flag: str, at: datetime) -> Q:
    """Which rows of `_accounts` have a flag; as `_flags` says of one account."""
    if flag == "closed":
        return Q(is_active=False)
    long_ago = at - rules.DORMANT_AFTER
    return (
        Q(is_active=True)
        & {
            "leaver": lambda: Q(person__left_on__lte=_today(actor, at)),
            "no-factor": lambda: Q(has_factor=False, pk__in=_readers(actor, at)),
            "dormant": lambda: Q(last_login__lt=long_ago) | Q(last_login__isnull=True, made_at__lt=long_ago),
            "shared": lambda: Q(email__in=_shared_spellings(actor)),
        }[flag]()
    )


def _readers(actor: Actor, at: datetime) -> list[UUID]:
    """Who reads about people: few among many, so the database looks for the roles, and the days are looked at here."""
    roles = [key for key, role in get_roles().items() if rules.reads_about_people(role.may)]
    here = User.objects.filter(person__establishment_id=actor.establishment_id)
    stays = Q(person__left_on__isnull=True) | Q(person__left_on__gt=_today(actor, at))
    candidates = here.filter(stays, person__role_holdings__role__in=roles).values("pk")
    held = holdings_of(User.objects.filter(pk__in=candidates))
    return [pk for pk, holdings in held.items() if rules.reads_about_people(permissions_held(holdings, at))]


def _today(actor: Actor, at: datetime) -> date:
    """The day that it is where all these people belong."""
    zones = User.objects.filter(person__establishment_id=actor.establishment_id)
    zone = zones.values_list("person__establishment__time_zone", flat=True).first()
    return local_day(zone or "UTC", at)


def _shared_addresses(actor: Actor) -> frozenset[str]:
    here = User.objects.filter(person__establishment_id=actor.establishment_id, is_active=True).exclude(email="")
    counted = here.annotate(address=Lower("email")).values("address").annotate(n=Count("pk")).filter(n__gt=1)
    return frozenset(counted.order_by().values_list("address", flat=True))


def _shared_spellings(actor: Actor) -> list[str]:
    """Those addresses however their owners wrote them."""
    shared = User.objects.annotate(address=Lower("email")).filter(address__in=_shared_addresses(actor))
    return list(shared.values_list("email", flat=True))


def _account(actor: Actor, user: User, held: list[Holding], shared: frozenset[str], at: datetime) -> Account:
    gone = has_left(user.person, at)
    may = frozenset() if gone else permissions_held(held, at)
    is_reader = rules.reads_about_people(may)
    # whoever is to read from next week on is looked after as a reader today: a link made now would still let in then
    to_come = frozenset() if gone else permissions_of(frozenset(h.role for h in held if not h.is_over(at)))
    here = (h.role for h in held if h.establishment_id == actor.establishment_id and h.is_in_force(at))
    table = get_roles()
    is_own = user.pk == actor.user_id
    return Account(
        user=user,
        name=user.person.full_name,
        kind=user.person.get_kind_display(),
        roles=tuple(table[role].name for role in dict.fromkeys(here) if role in table),
        has_factor=user.has_factor,
        is_reader=is_reader,
        flags=tuple(_flags(user, shared, gone=gone, is_reader=is_reader, at=at)),
        is_own=is_own,
        may_change=not is_own
        and not gone
        and rules.may_change_account(actor.permissions, to_come, has_factor=user.has_factor),
        may_close=not is_own and rules.may_change_account(actor.permissions, to_come, has_factor=False),
    )


def _flags(user: User, shared: frozenset[str], *, gone: bool, is_reader: bool, at: datetime) -> Iterable[str]:
    if not user.is_active:
        return ["closed"]
    flags = {
        "leaver": gone,
        "no-factor": is_reader and not user.has_factor,
        "dormant": rules.is_dormant(made_at=user.made_at, last_signed_in_at=user.last_login, at=at),
        "shared": user.email.lower() in shared,
    }
    return [flag for flag, is_set in flags.items() if is_set]


def count_readers(establishment_id: int, *, at: datetime) -> tuple[int, int]:
    """How many accounts read about people, and how many of those have no second factor."""
    actor: Any = SystemActor("count accounts", establishment_id)
    readers = _accounts(actor).filter(is_active=True, pk__in=_readers(actor, at))
    return readers.count(), readers.filter(has_factor=False).count()


def count_leavers(establishment_id: int, *, at: datetime) -> tuple[int, int]:
    """How many accounts belong to people who left, and how many of those are still open."""
    actor: Any = SystemActor("count accounts", establishment_id)
    left = _accounts(actor).filter(person__left_on__lte=_today(actor, at))
    return left.count(), left.filter(is_active=True).count()
