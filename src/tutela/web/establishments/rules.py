"""Who may give a role, and end it: pure, without a clock or a database.

A role weighs as much as what it opens. What opens nothing about people is given by whoever looks after accounts. What
reads about people is given by whoever decides about roles. What gives out roles, or reads what is alleged of adults,
takes two of those. Nobody decides for themselves.
"""

from collections.abc import Collection
from enum import IntEnum

from tutela.web.core.permissions import READS_CONCERNS, Permission, Role, get_roles

STEERS = frozenset({Permission.ROLE_GRANT, Permission.ALLEGATION_READ})
NEVER_VACANT = ("dsl", "head")
"""A school is never without these: the last holder goes once there is another."""


class Weight(IntEnum):
    """What a role opens."""

    PLAIN = 1
    READS = 2
    STEERS = 3


def weigh(role: Role) -> Weight:
    """How much a role of roles.yaml opens."""
    if role.may & STEERS:
        return Weight.STEERS
    return Weight.READS if role.may & READS_CONCERNS else Weight.PLAIN


def weight_of(key: str) -> Weight:
    """How much the role of that key opens; one that the table no longer knows opens nothing."""
    role = get_roles().get(key)
    return weigh(role) if role else Weight.PLAIN


def may_propose(permissions: Collection[Permission]) -> bool:
    """Who may give a role, or ask that it be given."""
    return Permission.ACCOUNT_MANAGE in permissions or Permission.ROLE_DECIDE in permissions


def may_decide(permissions: Collection[Permission]) -> bool:
    """Who may agree to a role that reads about people."""
    return Permission.ROLE_DECIDE in permissions


def needs_second(permissions: Collection[Permission], weight: Weight) -> bool:
    """Whether what this person wants waits for somebody else to agree."""
    if weight == Weight.STEERS:
        return True
    return weight == Weight.READS and not may_decide(permissions)
