"""Who is told of a matter at once, and who next while nobody has read it. No database, no clock."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

UNREAD_FOR = timedelta(minutes=15)
"""How long, in published cover hours, what is urgent may stay unread before the next people are told."""
LADDER = ("dsl", "deputy-dsl", "head", "chair")
"""The order in which people are told."""

Person = TypeVar("Person")


def tiers(people: Sequence[Person], holders: Mapping[str, Collection[Person]]) -> list[list[Person]]:
    """Those who may be told, in the order in which they are: each once, by the highest of their roles."""
    found: list[list[Person]] = []
    placed: list[Person] = []
    for role in LADDER:
        tier = [person for person in people if person in holders.get(role, ()) and person not in placed]
        if tier:
            found.append(tier)
            placed += tier
    return found


def told_at_once(
    ladder: Sequence[Sequence[Person]], team: Collection[Person], *, urgent: bool, covered: bool
) -> list[Person]:
    """Who is told of a new concern, of those who are there, first to last.

    In cover hours the first of them; all of the team when it is urgent. Outside of them nobody is known to be at work,
    so whoever covers for the first is told too, and where it is urgent everybody whom it could go on to: its clock
    stands still until somebody is at work again.
    """
    if not covered:
        return [person for tier in (ladder if urgent else ladder[:2]) for person in tier]
    first = ladder[0] if ladder else []
    others = [person for tier in ladder[1:] for person in tier if urgent and person in team]
    return [*first, *others]


def due_steps(
    unread_since: datetime,
    now: datetime,
    steps: int,
    next_covered: Callable[[datetime], datetime],
    unread_for: timedelta = UNREAD_FOR,
) -> int:
    """How many steps beyond the first people are due by now, at most `steps`; `unread_for` lies between two.

    The clock runs in cover hours only: what came on Friday night goes further on Monday morning.
    """
    due, moment = 0, next_covered(unread_since)
    while due < steps:
        moment = next_covered(moment + unread_for)
        if moment > now:
            break
        due += 1
    return due
