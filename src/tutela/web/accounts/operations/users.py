"""Accounts made, closed and opened again, and the links that sign somebody in once."""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from allauth.mfa.models import Authenticator

from tutela.web.accounts.models import SignInLink, User
from tutela.web.accounts.operations.browsers import end_all_browsers
from tutela.web.core import audit, outbox
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation

LINK_IS_VALID_FOR = timedelta(hours=24)


class LoginTaken(Exception):
    """Another account has this login."""


class LinkNotValid(Exception):
    """The link was used, has expired, or never was; which of these is not told."""


LINK_MADE = outbox.Notice(
    kind="sign-in-link-made",
    subject="A sign-in link was made for your account",
    body=(
        "Somebody who looks after accounts made a link that signs in to your account once, within a day. If you did "
        "not ask for one, tell the person at your school who gives out roles, today."
    ),
)


ADDRESS_CHANGED = outbox.Notice(
    kind="address-changed",
    subject="Notices of your account go to another address",
    body=(
        "Somebody who keeps the list of people noted another e-mail address for you. If that is not right, tell the "
        "person at your school who gives out roles, today."
    ),
)


@operation
def make_user(*, actor: AnyActor, login: str, email: str = "", at: datetime) -> User:
    """An account without a password: its owner comes in by a sign-in link and chooses one. Raises `LoginTaken`."""
    if User.objects.filter(login__iexact=login).exists():
        raise LoginTaken(login)
    user = User(login=login, email=email, made_at=at)
    user.set_unusable_password()
    user.full_clean()
    user.save()
    audit.record(actor, "user.make", user, at=at)
    return user


@operation
def close_user(*, actor: AnyActor, user: User, at: datetime) -> None:
    """Nobody signs in as this user any more; sessions and links end, authorship stays."""
    user.is_active = False
    user.save(update_fields=["is_active"])
    user.sign_in_links.filter(used_at__isnull=True, expires_at__gt=at).update(expires_at=at)
    end_all_browsers(user)
    audit.record(actor, "user.close", user, at=at)


@operation
def reopen_user(*, actor: AnyActor, user: User, at: datetime) -> None:
    """The account may be used again; its password and second factor are as they were."""
    user.is_active = True
    user.save(update_fields=["is_active"])
    audit.record(actor, "user.reopen", user, at=at)


@operation
def make_sign_in_link(
    *, user: User, actor: AnyActor, at: datetime, base_url: str, valid_for: timedelta = LINK_IS_VALID_FOR
) -> str:
    """A link under `base_url` ("http://localhost:8000") that signs `user` in once. Whoever must, still proves a
    second factor after it. Earlier links of the user end.
    """
    user.sign_in_links.filter(used_at__isnull=True).update(expires_at=at)
    secret = secrets.token_urlsafe(32)
    link = SignInLink.objects.create(user=user, secret_hash=_hash(secret), made_at=at, expires_at=at + valid_for)
    if user.last_login is not None:  # somebody new is given their first link by hand
        outbox.post(LINK_MADE, to=user.email, at=at)
    audit.record(actor, "user.make-sign-in-link", user, at=at, link=str(link.pk))
    return f"{base_url.rstrip('/')}/sign-in/{secret}/"


@operation
def begin_anew(*, actor: AnyActor, user: User, at: datetime, base_url: str) -> str:
    """An account that is to read about people begins as if it were new: no password, no second factor, no session.

    Whoever made or held an earlier link of it, and whoever knows its password, comes in no more. Returns a link that
    signs its owner in once, to be handed over by whoever gave them the role.
    """
    user.set_unusable_password()
    user.is_active = True
    user.save(update_fields=["password", "is_active"])
    factors = Authenticator.objects.filter(user=user).delete()[0]
    end_all_browsers(user)
    audit.record(actor, "user.begin-anew", user, at=at, factors=factors)
    return make_sign_in_link(user=user, actor=actor, at=at, base_url=base_url)


@operation
def change_address(*, actor: AnyActor, user: User, email: str, at: datetime) -> None:
    """Notices go to another e-mail address from now on; the old one is told. Raises Django's `ValidationError`."""
    if user.email == email:
        return
    old, user.email = user.email, email
    user.full_clean()
    user.save(update_fields=["email"])
    if old:
        outbox.post(ADDRESS_CHANGED, to=old, at=at)
    audit.record(actor, "user.change-address", user, at=at)


def is_link_valid(secret: str, *, at: datetime) -> bool:
    """Whether a link would let somebody in now; looking does not use it up."""
    return SignInLink.objects.filter(secret_hash=_hash(secret), used_at__isnull=True, expires_at__gt=at).exists()


@operation
def use_sign_in_link(*, actor: AnyActor, secret: str, at: datetime) -> User:
    """The user whom the link lets in; it never does so again. Raises `LinkNotValid`."""
    links = SignInLink.objects.filter(secret_hash=_hash(secret), used_at__isnull=True, expires_at__gt=at)
    link = links.select_related("user").first()
    if link is None or not link.user.is_active or not links.update(used_at=at):
        raise LinkNotValid
    audit.record(actor, "user.use-sign-in-link", link.user, at=at, link=str(link.pk))
    return link.user


def _hash(secret: str) -> bytes:
    return sha256(secret.encode()).digest()
