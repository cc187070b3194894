"""What may follow what in a concern and a case, who a matter goes to, what is late. No database, no clock."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

InvolvedRole = Literal["harmed", "alleged", "affected", "bystander", "reporter"]
PlaceKind = Literal["online", "offline", "both"]
FourC = Literal["content", "contact", "conduct", "commerce", "unsure"]

ROLES: tuple[str, ...] = ("harmed", "alleged", "affected", "bystander", "reporter")
PLACES: tuple[str, ...] = ("online", "offline", "both")
FOUR_CS: tuple[str, ...] = ("content", "contact", "conduct", "commerce")
UNSURE = "unsure"
OUTSIDE_ORIGINS: tuple[str, ...] = ("learner", "parent", "visitor", "anonymous")
"""Who told it and does not work here. Of when, the page that needs no account keeps the hour alone."""
OWN_ORIGINS: tuple[str, ...] = ("staff", "partner", *OUTSIDE_ORIGINS)
"""Who was signed in finds it among their own reports; a partner's staff say what they did about it too."""
ORIGINS: tuple[str, ...] = (*OWN_ORIGINS, "alert")

ROUTES: tuple[str, ...] = ("dsl", "head", "chair", "authority")
"""Who a concern goes to: the DSL and deputies, the head, the chair of governors, or nobody inside."""
IN_CONFIDENCE = "vault"
"""The way of a concern about an adult who works here: out of this app, and never back."""
CONCERN_ROUTES: tuple[str, ...] = (*ROUTES, IN_CONFIDENCE)

ROUTE_ROLES: dict[str, tuple[str, ...]] = {
    "dsl": ("dsl", "deputy-dsl"),
    "head": ("head",),
    "chair": ("chair",),
    "authority": (),
}

WAITING, IN_CASE, CLOSED = "waiting", "in-case", "closed"
"""Where a concern stands."""

CONCERN_ENTRIES: tuple[str, ...] = ("acknowledged", "addition", "described", "in-case", "closed", "put-right")
CLOSE_REASONS: tuple[str, ...] = ("pastoral", "no-concern", "known", "passed-on")

WRITTEN_KINDS: tuple[str, ...] = ("note", "contact", "decision", "well-done")
"""What people add to a chronology of their own accord; the rest is written by what they do."""
OUTSIDE_KINDS: tuple[str, ...] = ("referral", "advice", "shared")
"""What passed between the case and bodies outside: a referral, advice asked for, information handed over or refused."""
CASE_ENTRIES: tuple[str, ...] = (
    *WRITTEN_KINDS,
    *OUTSIDE_KINDS,
    "opened",
    "concern-added",
    "reopened",
    "person-added",
    "action-set",
    "action-done",
    "correction",
    "outcome",
    "playbook-chosen",
    "playbook-dropped",
    "step-done",
    "step-skipped",
    "agency-set",
    "sanction-set",
    "check-answered",
    "case-linked",
    "colleague-asked",
    "colleague-said",
    "body-marked",
    "glass-broken",
    "glass-reviewed",
    "put-right",
    "concern-moved",
)
AFTER_CLOSING: tuple[str, ...] = (
    "correction",
    "reopened",
    "check-answered",
    "case-linked",
    "colleague-said",
    "glass-broken",
    "glass-reviewed",
    "put-right",
    "concern-moved",
    *OUTSIDE_KINDS,
)
"""What a closed case still takes: what puts right, looks again, or comes from somebody else."""
OUTCOMES: tuple[str, ...] = ("supported", "early-help", "social-care", "police", "other-agency", "no-action")
SUPPORT: tuple[str, ...] = ("given", "offered", "not-needed")

AGENCIES: tuple[str, ...] = ("unclear", "coerced", "own-accord")
"""Whether somebody was made to do it. Unclear until the lead has judged."""
PERSON_KINDS: tuple[str, ...] = ("learner", "staff", "outside", "unknown")
"""A learner, an adult of the place, an adult outside it, or not known."""
ASKED_FOR: tuple[str, ...] = ("technical", "watch", "other")
"""What a colleague is asked for: what the technology can tell, to keep an eye on somebody, something else."""
COMPANY: tuple[str, ...] = ("alone", "others", "staff", "unknown")


@dataclass(frozen=True, slots=True)
class PersonInConcern:
    """Somebody in a concern: chosen from the list (then the key counts), or named by whoever reports."""

    person_id: UUID | None
    name: str
    role: InvolvedRole


class NotAllowed(Exception):
    """What was asked for cannot follow from where the matter stands. Its text is plain words for the person."""


def status_of(kinds: Collection[str]) -> str:
    """Where a concern stands, from the kinds of its entries: a case is never taken back."""
    if IN_CASE in kinds:
        return IN_CASE
    return CLOSED if CLOSED in kinds else WAITING


def own_status(kinds: Collection[str], case_is_closed: bool) -> str:
    """What whoever reported is told for ever: "received", "looked-at" or "finished", and nothing of what is in it."""
    status = status_of(kinds)
    if status == CLOSED or (status == IN_CASE and case_is_closed):
        return "finished"
    return "looked-at" if status == IN_CASE or "acknowledged" in kinds else "received"


def case_is_closed(kinds: Sequence[str]) -> bool:
    """Whether a case is closed, from the kinds of its entries in the order in which they were written."""
    steps = [kind for kind in kinds if kind in ("opened", "outcome", "reopened")]
    return bool(steps) and steps[-1] == "outcome"


def follow_concern(status: str, step: str) -> None:
    """Whether a step may be taken on a concern. Raises `NotAllowed`."""
    if step in (IN_CASE, CLOSED) and status == IN_CASE:
        raise NotAllowed("This concern is part of a case already")
    if step == CLOSED and status == CLOSED:
        raise NotAllowed("This concern was closed already")


def follow_case(closed: bool, kind: str) -> None:
    """Whether an entry may be added to a case: a closed one takes what `AFTER_CLOSING` says, and no new work."""
    if closed and kind not in AFTER_CLOSING:
        raise NotAllowed("This case is closed. Add a new concern to open it again")


def missing_for_closing(open_actions: int, undecided: Sequence[str]) -> list[str]:
    """What still stands in the way of closing a case, in plain words; nothing when it may be closed.

    `undecided` are the names of bystanders for whom nobody has decided on support (requirement S3.38).
    """
    missing = []
    if open_actions:
        missing.append("1 action is not done" if open_actions == 1 else f"{open_actions} actions are not done")
    missing += [f"Decide what support {name} gets" for name in undecided]
    return missing


def is_overdue(due_on: date, done: bool, today: date) -> bool:
    """Whether an action is late: not done, and its day has passed."""
    return not done and due_on < today


def route_of(about: Collection[UUID], holders: Mapping[str, Collection[UUID]]) -> str:
    """Where a matter about these people goes, by the roles that they hold: about a DSL to the head, about the head to
    the chair, about somebody of each to nobody inside.

    Vacant roles change nothing, so that whoever is appointed later finds what has waited for them.
    """
    dsl, head, chair = (any(person in holders.get(role, ()) for person in about) for role in ("dsl", "head", "chair"))
    if not (dsl or head):
        return "dsl"
    if not head:
        return "head"
    return "authority" if chair else "chair"


def reroute(now: str, derived: str) -> str:
    """Where a matter belongs once roles have changed. It climbs when somebody in it takes a role, and never comes down
    when they give one up; only where nobody inside could read it does it come back to whoever may by now. What was
    handed on in confidence stays there.
    """
    if now == IN_CONFIDENCE:
        return now
    return derived if now == "authority" else max(now, derived, key=ROUTES.index)


TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "sir", "madam", "prof", "the"})


def may_mean(typed: str, full_name: str) -> bool:
    """Whether a typed name may mean this person: every word but titles is a word of their name ("Mrs Shah", "dana").

    It errs towards yes: the cost of a yes is that somebody else reads the concern, of a no that the subject does.
    """
    words = set(re.findall(r"[^\W\d_]+", typed.casefold())) - TITLES
    return bool(words) and words <= set(re.findall(r"[^\W\d_]+", full_name.casefold()))


def may_close_case(may: bool, route: str, roles: Collection[str]) -> bool:
    """Whether somebody may close a case: who holds the permission, and the chair where the case came to the chair."""
    return may or (route == "chair" and "chair" in roles)
