"""Which perspectives the e-safety group needs, and which of them are missing."""

from collections.abc import Collection, Iterable
from enum import StrEnum

from tutela.web.responsibilities.rules.duties import is_technical_only


class Perspective(StrEnum):
    """From where a member looks at things."""

    LEADERSHIP = "leadership"
    CURRICULUM = "curriculum"
    TECHNICAL = "technical"
    SAFEGUARDING = "safeguarding"
    GOVERNORS = "governors"
    LEARNERS = "learners"
    PARENTS = "parents"


NEEDED = (Perspective.LEADERSHIP, Perspective.CURRICULUM, Perspective.TECHNICAL, Perspective.SAFEGUARDING)
WELCOME = (Perspective.LEARNERS, Perspective.PARENTS)
STAFF_ONLY = frozenset(NEEDED)


def counts(perspective: str, roles: Collection[str]) -> bool:
    """Whether somebody with these roles brings a perspective in: the technical one alone takes no other seat."""
    if perspective in (Perspective.LEADERSHIP, Perspective.CURRICULUM, Perspective.SAFEGUARDING):
        return not is_technical_only(roles)
    return True


def list_missing(seats: Iterable[tuple[str, Collection[str]]]) -> list[Perspective]:
    """The needed perspectives that nobody brings in. seats: perspective and roles of each member."""
    there = {perspective for perspective, roles in seats if counts(perspective, roles)}
    return [one for one in NEEDED if one not in there]
