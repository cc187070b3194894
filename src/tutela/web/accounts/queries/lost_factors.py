"""Requests to let somebody set up a new second factor: who may see, ask, confirm and tell the code."""

from datetime import datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db.models import Q, QuerySet

from tutela.web.accounts import rules
from tutela.web.accounts.models import LostFactor, User
from tutela.web.accounts.queries.users import (
    Holding,
    has_left,
    holdings_of,
    permissions_held,
    permissions_of_user,
)
from tutela.web.core.actor import Actor
from tutela.web.core.names import words_of_name


def may_ask_for(actor: Actor, user: User, *, at: datetime) -> bool:
    """Whether this actor may ask for that user: one of their own establishment, never themselves nor a conflict of
    interest, and only where a factor was set up that can have been lost.
    """
    return (
        _is_of_here(actor, user)
        and rules.may_help(actor.permissions, permissions_of_user(user, at=at))
        and _has_factor(user)
    )


def may_confirm_for(actor: Actor, lost: LostFactor, *, at: datetime) -> bool:
    """Whether this actor may be the second person: a reader who did not ask, and whom it is not about."""
    return (
        _is_of_here(actor, lost.user)
        and lost.establishment_id == actor.establishment_id
        and actor.user_id != lost.asked_by_id
        and rules.may_confirm(actor.permissions)
    )


def may_see_request(actor: Actor, lost: LostFactor, *, at: datetime) -> bool:
    """Whoever asked, may ask, or may confirm; at the same establishment."""
    if lost.establishment_id != actor.establishment_id or not _is_of_here(actor, lost.user):
        return False
    return actor.user_id == lost.asked_by_id or (
        may_ask_for(actor, lost.user, at=at) or (lost.needs_confirming and may_confirm_for(actor, lost, at=at))
    )


def teller_of(lost: LostFactor) -> UUID | None:
    """Who is shown the code: the second person where one is needed, so that who makes links never has it."""
    return lost.confirmed_by_id if lost.needs_confirming else lost.asked_by_id


def get_request(actor: Actor, pk: UUID, *, at: datetime) -> LostFactor | None:
    """That request, if the actor may see it and it has not ended."""
    lost = _open_ones(at).filter(pk=pk).first()
    return lost if lost is not None and may_see_request(actor, lost, at=at) else None


def get_own_request(user: User, *, at: datetime) -> LostFactor | None:
    """The open request about this user, which they may stop."""
    return _open_ones(at).filter(user=user).first()


def list_requests(actor: Actor, *, at: datetime) -> list[LostFactor]:
    """The open requests that this actor may see, the oldest first."""
    here = _open_ones(at).filter(establishment_id=actor.establishment_id).order_by("asked_at")
    return [lost for lost in here if may_see_request(actor, lost, at=at)]


def list_confirmers(lost: LostFactor, *, at: datetime) -> list[User]:
    """Who may be the second person: the active accounts of the establishment whose owners read about people."""
    here = User.objects.filter(is_active=True, person__establishment_id=lost.establishment_id)
    others = here.exclude(pk__in=(lost.user_id, lost.asked_by_id)).select_related("person__establishment")
    held = holdings_of(others)
    return [
        user
        for user in others.filter(pk__in=held)
        if rules.may_confirm(permissions_held(_held_here(held[user.pk], lost.establishment_id), at))
        and not has_left(user.person, at)
    ]


def get_whom_to_help(actor: Actor, pk: UUID, *, at: datetime) -> User | None:
    """That user, if the actor may ask for them."""
    user = User.objects.filter(pk=pk, is_active=True).select_related("person__establishment").first()
    return user if user is not None and may_ask_for(actor, user, at=at) else None


def holds_code_for(actor: Actor, user: User) -> bool:
    """Whether the actor is the second person who is told that user's code: they never make them a link as well."""
    return LostFactor.objects.filter(user=user, confirmed_by=actor.user_id, ended_at__isnull=True).exists()


def list_whom_to_help(actor: Actor, words: str, *, at: datetime, most: int = 20) -> list[User]:
    """People with a second factor whose names hold every word and for whom the actor may ask, by family name."""
    here = User.objects.filter(is_active=True, person__establishment_id=actor.establishment_id)
    rows = here.filter(authenticator__isnull=False).select_related("person__establishment").distinct()
    for word in words_of_name(words):
        rows = rows.filter(
            Q(person__given_name__icontains=word)
            | Q(person__family_name__icontains=word)
            | Q(person__known_as__icontains=word)
            | Q(login__icontains=word)
        )
    held = holdings_of(rows)
    return [
        user
        for user in rows.order_by("person__family_name", "person__given_name")
        if _is_of_here(actor, user) and rules.may_help(actor.permissions, permissions_held(held.get(user.pk, ()), at))
    ][:most]


def _held_here(holdings: list[Holding], establishment_id: int) -> list[Holding]:
    return [holding for holding in holdings if holding.establishment_id == establishment_id]


def _open_ones(at: datetime) -> QuerySet[LostFactor]:
    return LostFactor.objects.filter(ended_at__isnull=True, lapses_at__gt=at).select_related(
        "user__person__establishment", "asked_by__person", "confirmed_by__person"
    )


def _is_of_here(actor: Actor, user: User) -> bool:
    """Somebody of the actor's establishment whom nothing keeps the actor from: not themselves, no declared conflict."""
    person = getattr(user, "person", None)
    return (
        person is not None
        and actor.user_id != user.pk
        and person.establishment_id == actor.establishment_id
        and person.pk not in actor.exclusions
    )


def _has_factor(user: User) -> bool:
    return Authenticator.objects.filter(user_id=user.pk).exists()
