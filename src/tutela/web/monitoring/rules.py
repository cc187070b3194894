"""What folds into one alert, where it goes, when it goes further. No database, no clock."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

FOLDED_WITHIN = timedelta(minutes=30)
"""Matches of one rule for one person this close to an alert that still waits belong to it."""
UNREAD_FOR = timedelta(minutes=15)
"""How long, in published cover hours, the worst alert may stay unread before the next people are told."""
WORST = 1
LATE_AFTER_SCHOOL_DAYS = 1
"""An alert that nobody has read for longer than this stands out in the inbox."""
MOST_TOGETHER = 20
"""How many alerts of one person may be settled at once: as many as somebody can read on one page."""
WINDOWS = (5, 15, 60)
"""How many minutes before and after an alert may be looked at, without saying more than that it is triaged."""

WAITING, DISMISSED, NOTED, RAISED = "waiting", "dismissed", "noted", "raised"
DECISIONS = (DISMISSED, NOTED, RAISED)

UNKNOWN = "unknown"
"""Who asked, where neither a person nor a device nor an address is known."""

FALSE_POSITIVE = "false-positive"
DISMISS_REASONS = (FALSE_POSITIVE, "school-work", "known", "test", "other")

DSL, HEAD, CHAIR, AUTHORITY = "dsl", "head", "chair", "authority"
ROUTE_ROLES: Mapping[str, tuple[str, ...]] = {
    DSL: ("dsl", "deputy-dsl"),
    HEAD: ("head",),
    CHAIR: ("chair",),
    AUTHORITY: (),
}
"""Who may read an alert by the role they hold: of an alert about a DSL the head, about the head the chair."""
RANK = (DSL, HEAD, CHAIR, AUTHORITY)
LADDER = ("dsl", "deputy-dsl", "head", "chair")
"""The order in which people are told."""

LEAVE_WORDS, LOWER_SEVERITY = "words", "severity"
PROPOSED, ACCEPTED, REFUSED, ENDED = "waiting", "accepted", "refused", "ended"
"""What a proposal about a rule changes, and how it stands."""

Person = TypeVar("Person")


def folds(first_at: datetime, last_at: datetime, at: datetime) -> bool:
    """Whether a match at that time belongs to an alert whose matches span these times; matches may come late."""
    return first_at - FOLDED_WITHIN <= at <= last_at + FOLDED_WITHIN


def route_of(about: Collection[UUID], holders: Mapping[str, Collection[UUID]]) -> str:
    """The route of a matter about these people, by the roles they hold: vacant roles change nothing, so that whoever
    is appointed later finds what has waited.
    """
    dsl, head, chair = (any(person in holders.get(role, ()) for person in about) for role in ("dsl", "head", "chair"))
    if not (dsl or head):
        return DSL
    if not head:
        return HEAD
    return AUTHORITY if chair else CHAIR


def reroute(now: str, derived: str) -> str:
    """Where an alert that waits belongs once roles have changed. It climbs when its subject takes a role, and never
    comes down when they give one up, since those below worked for them; only where nobody inside could read it does
    it come back to whoever may by now.
    """
    return derived if now == AUTHORITY else max(now, derived, key=RANK.index)


def holder_first(tiers: Sequence[Sequence[Person]], holder: Person | None) -> list[list[Person]]:
    """Those who may be told, with whom the alert was handed to before all others, if they are there."""
    if holder is None or not any(holder in tier for tier in tiers):
        return [list(tier) for tier in tiers]
    others = [[person for person in tier if person != holder] for tier in tiers]
    return [[holder], *(tier for tier in others if tier)]


def is_imported(source_id: str) -> bool:
    """Whether a record was brought in from a file afterwards: what it shows did not happen just now."""
    return source_id.startswith("import-")


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


def due_steps(unread_since: datetime, now: datetime, steps: int, next_covered: Callable[[datetime], datetime]) -> int:
    """How many steps beyond the first people are due by now, at most `steps`.

    The clock runs in cover hours only: an alert of Friday night goes further on Monday morning.
    """
    due, moment = 0, next_covered(unread_since)
    while due < steps:
        moment = next_covered(moment + UNREAD_FOR)
        if moment > now:
            break
        due += 1
    return due
