"""To whom a matter about an adult goes, what may follow what in it, what is late. No database, no clock.

About anybody it goes to the head; about the head, or whoever stands above the head, to the chair of governors; about
the chair to the authority outside (Keeping children safe in education, part four).
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from tutela.web.concerns.rules import TITLES, may_mean
from tutela.web.core.operation import Refused

TIERS: tuple[str, ...] = ("head", "chair", "authority")
"""Who handles a matter; the authority is outside, and nobody inside reads what goes there."""
ASKED_TIERS: tuple[str, ...] = ("head", "chair")
MAY_BE_NAMED: tuple[str, ...] = ("head", "chair", "dsl", "deputy-dsl")
"""To whose holders one matter may be opened singly: they prove a second factor at each sign-in."""
WATCHED_ROLES: tuple[str, ...] = (*MAY_BE_NAMED, "trust-lead")
"""Roles whose holders a matter goes to, or who are told that it goes to nobody."""

REPORTED_AS: tuple[str, ...] = ("harm", "low-level", "outside", "unsure", "self")
"""What whoever reports takes it for: the harm threshold may be met, below it, not sure, or it is about themselves."""

THRESHOLDS: tuple[str, ...] = ("harm", "low-level", "neither")
"""What the handler decides: the harm threshold is met, it is a low-level concern, or it is about no adult's conduct."""

WRITTEN: tuple[str, ...] = ("note", "contact", "told", "employment")
"""What a handler adds of their own accord: a note, a conversation, who was told what, a step in employment."""
ENTRIES: tuple[str, ...] = (
    *WRITTEN,
    "reported",
    "addition",
    "correction",
    "identified",
    "threshold",
    "officer",
    "referral",
    "not-referred",
    "concern",
    "opened-to",
    "closed-to",
    "handed",
    "outcome",
    "reopened",
)
AFTER_OUTCOME: frozenset[str] = frozenset({"addition", "correction", "handed", "opened-to", "closed-to", "reopened"})
"""What an ended matter still takes."""

RECEIVED, LOOKED_AT, FINISHED = "received", "looked-at", "finished"
PACK_FORMS: tuple[str, ...] = ("pdf", "word")
TOLD_OUTSIDE: tuple[str, ...] = ("contact", "told", "employment", "officer")
"""Entries that say what was done, and so go with a referral; notes of one's own do not."""
OFFICER_WITHIN_DAYS = 1
"""Working days within which the designated officer is told once the threshold is met."""


class NotAllowed(Refused):
    """What was asked for cannot follow from where the matter stands. Its text is plain words for the person."""


class Way(NamedTuple):
    """Where a matter goes: the tier, and the people of it who may read it; nobody where it goes outside."""

    tier: str
    people: tuple[UUID, ...]


def least_tier(about: Collection[UUID], holders: Mapping[str, Sequence[UUID]]) -> str:
    """The lowest tier that may handle a matter about these people, by the roles they hold."""

    def is_about(role: str) -> bool:
        return any(person in about for person in holders.get(role, ()))

    if is_about("chair"):
        return "authority"
    return "chair" if is_about("head") or is_about("trust-lead") else "head"


def find_way(
    about: Collection[UUID], kept_out: Collection[UUID], holders: Mapping[str, Sequence[UUID]], *, least: str = "head"
) -> Way:
    """Where it goes now: the first tier, from the lowest allowed on, with somebody whom it is not kept from.

    about: whom it is or may be about. kept_out: whoever reported it, and whom a declared conflict keeps from it.
    """
    first = max(TIERS.index(least), TIERS.index(least_tier(about, holders)))
    for tier in TIERS[first:-1]:
        people = tuple(one for one in holders.get(tier, ()) if one not in about and one not in kept_out)
        if people:
            return Way(tier, people)
    return Way("authority", ())


def keep_or_move(now: str, now_people: Sequence[UUID], found: Way) -> Way:
    """A matter that climbed stays with those who have it as long as one of them may; only then it follows the roles."""
    if TIERS.index(now) > TIERS.index(found.tier) and now_people:
        return Way(now, tuple(now_people))
    return found


def is_finished(kinds: Sequence[str]) -> bool:
    """Whether a matter has ended, from the kinds of its entries in the order in which they were written."""
    steps = [kind for kind in kinds if kind in ("outcome", "reopened")]
    return bool(steps) and steps[-1] == "outcome"


def status_for_reporter(kinds: Sequence[str]) -> str:
    """All that whoever reported is told: received, looked at or finished."""
    if is_finished(kinds):
        return FINISHED
    return LOOKED_AT if set(kinds) - {"reported", "addition", "handed"} else RECEIVED


def follow(kinds: Sequence[str], kind: str) -> None:
    """Whether this may follow. Raises `NotAllowed`."""
    if is_finished(kinds) and kind not in AFTER_OUTCOME:
        raise NotAllowed("This matter has an outcome. Open it again first")
    if kind == "reopened" and not is_finished(kinds):
        raise NotAllowed("This matter is open")


def may_end(threshold: str, *, officer_told: bool, track: str) -> None:
    """Whether an outcome of this track may be given. Raises `NotAllowed`."""
    if not threshold:
        raise NotAllowed("Decide on the threshold first")
    if track != threshold:
        raise NotAllowed("This outcome does not belong to what was decided on the threshold")
    if threshold == "harm" and not officer_told:
        raise NotAllowed("Note first when the designated officer was told: the harm threshold is met")


def may_decline(threshold: str, words: str) -> None:
    """Whether it may be decided not to refer. Raises `NotAllowed`."""
    if threshold == "harm":
        raise NotAllowed("The harm threshold is met, so the designated officer is told. Decide on the threshold again")
    if not words.strip():
        raise NotAllowed("Say why it is not referred")


def working_days_after(on: date, days: int) -> date:
    """The day so many working days (Monday to Friday) after another."""
    while days:
        on += timedelta(days=1)
        days -= on.weekday() < 5
    return on


def keep_until(reported_on: date, years: int | None) -> date | None:
    """The day until which it is kept at least, where the outcome says so in years."""
    if years is None:
        return None
    try:
        return reported_on.replace(year=reported_on.year + years)
    except ValueError:  # 29 February
        return reported_on.replace(year=reported_on.year + years, day=28)


VAULT_YEARS = 10
"""After the report, for what is kept in the vault alone: as long as what stands on a personnel file at least."""


def may_go_on(keep: str, until: date | None, reported_on: date, left: Sequence[date | None], again_on: date | None,
              ) -> date | None:  # fmt: skip
    """The day from which the record of an ended matter may be put forward; None while the person works here.

    keep, until: as the outcome said it. left: when each of those it is known to be about left; None has not.
    again_on: until when somebody decided to keep it since.
    """
    if keep == "employment":
        days = [day for day in left if day is not None]
        due = max([reported_on, *days]) if len(days) == len(left) else None
    else:
        due = until or keep_until(reported_on, VAULT_YEARS)
    return max(due, again_on) if due and again_on else due


def check_put_forward(due: date | None, today: date, *, is_finished: bool, waits: bool) -> None:
    """Whether the record of a matter may be put forward to be destroyed. Raises `NotAllowed`."""
    if not is_finished:
        raise NotAllowed("This matter is open. What is open is never destroyed")
    if due is None:
        raise NotAllowed("It is kept for as long as the person works here")
    if due > today:
        raise NotAllowed("It is to be kept for longer")
    if waits:
        raise NotAllowed("It was put forward already and waits for a second person")


FEWEST = 5


def hide_small(count: int) -> str:
    """A count for those who read figures: below five, nought too, none is told from another."""
    return str(count) if count >= FEWEST else ""


def names_adult(typed: str, given: str, family: str) -> bool:
    """Whether a typed name is that of this adult: with a title a part of it does ("Mr Reed", "Miss Sue"), without one
    first and last name.
    """
    if not may_mean(typed, f"{given} {family}"):
        return False
    return _is_titled(typed) or (_words(family) <= _words(typed) and bool(_words(typed) & _words(given)))


WORKING_WORDS = frozenset(
    ["sir", "miss", "teacher", "teachers", "tutor", "coach", "assistant", "caretaker", "staff", "driver", "nurse"]
)
"""What learners call adults of the place whose names they do not say."""


def may_work_here(typed: str, working: Iterable[tuple[str, str]]) -> bool:
    """Whether a typed name may be that of one of these adults, or says that it is one."""
    return bool(_words(typed) & WORKING_WORDS) or any(may_mean(typed, f"{given} {family}") for given, family in working)


def names_other(typed: str, is_learner: bool, given: str, family: str) -> bool:
    """Whether it may as well be that of this learner or parent; with a title nobody means a learner."""
    return not (is_learner and _is_titled(typed)) and names_adult(typed, given, family)


def _is_titled(typed: str) -> bool:
    return bool(_words(typed) & (TITLES - {"the"}))


def _words(name: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]+", name.casefold()))
