"""Who may answer for a duty, what is wrong with how it is held, and when somebody no longer holds it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from enum import StrEnum


class Part(StrEnum):
    """The part somebody has in a duty. One person answers for it; of the others there may be any number."""

    ACCOUNTABLE = "accountable"
    RESPONSIBLE = "responsible"
    CONSULTED = "consulted"
    INFORMED = "informed"


LEADING = frozenset({"dsl", "deputy-dsl", "head", "chair"})
"""Safeguarding and senior roles."""
TECHNICAL = "it"
FIND_WITHIN = timedelta(days=14)
"""How long there is to find somebody for a duty that nobody answers for any more."""
NEVER = frozenset({"learner", "parent", "assessor", "external-reviewer", "stakeholder"})
"""Whoever holds nothing but these takes no duty upon them: they are whom it is for, or only look at it."""


def is_technical_only(roles: Collection[str]) -> bool:
    """Whether somebody looks after the technology and leads nothing else (requirement S1.3)."""
    return TECHNICAL in roles and not LEADING & set(roles)


def may_take(roles: Collection[str]) -> bool:
    """Whether somebody with these roles may have a part in a duty."""
    return bool(set(roles) - NEVER)


def choose_role(wanted: Sequence[str], roles: Sequence[str]) -> str:
    """In which of their roles somebody takes a duty: the first that is wanted, else the first they hold."""
    taken = [role for role in roles if role not in NEVER]
    return next((role for role in wanted if role in taken), taken[0] if taken else "")


class Flaw(StrEnum):
    """What is wrong with how a duty is held, the gravest first."""

    NOBODY = "nobody"
    TECHNICAL_ONLY = "technical-only"
    ELSEWHERE = "elsewhere"


def find_flaw(*, lead: bool, role: str, holder_roles: Collection[str] | None, role_is_held: bool) -> Flaw | None:
    """The flaw of a duty. holder_roles: of whoever answers for it, None while nobody does.

    role_is_held: whether anybody holds the role that should answer for it; else somebody of another role is no flaw.
    """
    if holder_roles is None:
        return Flaw.NOBODY
    if lead and is_technical_only(holder_roles):
        return Flaw.TECHNICAL_ONLY
    return Flaw.ELSEWHERE if role_is_held and role not in holder_roles else None


def has_ended(as_role: str, roles: Collection[str], *, left: bool) -> str:
    """Why somebody no longer holds what they took in that role: "left", "role-ended" or "" while they do."""
    if left:
        return "left"
    return "role-ended" if as_role and as_role not in roles else ""


def share_assigned(holders: Mapping[str, object], duties: Collection[str]) -> float | None:
    """How many of the duties (0-100) have somebody who answers for them; None where there are no duties."""
    if not duties:
        return None
    return round(100 * sum(1 for duty in duties if duty in holders) / len(duties), 1)
