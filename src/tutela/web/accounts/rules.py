"""What may be done about accounts, and when: pure, without a clock or a database."""

from collections.abc import Collection
from datetime import datetime, timedelta

from tutela.web.core.permissions import READS_CONCERNS, Permission

DORMANT_AFTER = timedelta(days=90)
"""Cyber Essentials asks that accounts nobody uses be found and closed; the number of days is ours."""

READERS_WAIT = timedelta(hours=24)
"""How long the notice has to reach whoever reads about people before somebody lets "them" in without a factor."""

LAPSES_AFTER = timedelta(days=7)
"""A request to help that nobody finished ends by itself."""

Permissions = Collection[Permission]


def reads_about_people(permissions: Permissions) -> bool:
    """Whether a second factor is compulsory for whoever holds these."""
    return bool(READS_CONCERNS & frozenset(permissions))


def may_manage_accounts(permissions: Permissions) -> bool:
    """Who sees the list of accounts: whoever runs the establishment's IT, or gives out roles."""
    return Permission.ACCOUNT_MANAGE in permissions


def may_change_account(actor: Permissions, owner: Permissions, *, has_factor: bool) -> bool:
    """Who may make a sign-in link for an account, close it or open it again.

    An account that reads about people stays with whoever gives out roles. IT may still make a link for one that has
    a second factor, since the link does not replace that; `has_factor` is False where it would.
    """
    if reads_about_people(owner) and not has_factor:
        return Permission.ROLE_GRANT in actor
    return may_manage_accounts(actor)


def may_help(actor: Permissions, owner: Permissions) -> bool:
    """Who may ask that somebody gets a new second factor: whoever gives out roles; for one of those, whoever else
    allegations are routed to (the chair, where the head has lost theirs).
    """
    if Permission.ROLE_GRANT in actor:
        return True
    return Permission.ROLE_GRANT in owner and Permission.ALLEGATION_READ in actor


def may_ask_at_all(actor: Permissions) -> bool:
    """Who may ask for somebody or other."""
    return Permission.ROLE_GRANT in actor or Permission.ALLEGATION_READ in actor


def may_confirm(actor: Permissions) -> bool:
    """Who may confirm such a request as the second person: whoever reads about people themselves."""
    return reads_about_people(actor)


def is_dormant(*, made_at: datetime, last_signed_in_at: datetime | None, at: datetime) -> bool:
    """Whether nobody has signed in for too long; an account that was never used counts from when it was made."""
    return at - (last_signed_in_at or made_at) > DORMANT_AFTER
