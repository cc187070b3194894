"""Whether a picture of somebody may be used, and why. No rows, no clock.

A no of anybody who may say it always counts; a yes counts while whoever gave it still may.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Deciding:
    """From which age a learner answers too, and from which age nobody else does; whole years."""

    own_from: int
    adult_from: int


class Stage(StrEnum):
    """Who answers about somebody."""

    CHILD = "child"
    OLDER = "older"
    ADULT = "adult"


class Reason(StrEnum):
    """Why a picture may be used, or may not."""

    AGREED = "agreed"
    REFUSED = "refused"
    OWN_NO = "own-no"
    DISAGREE = "disagree"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    NOT_BEGUN = "not-begun"
    NOT_THEIRS = "not-theirs"
    NOW_ADULT = "now-adult"
    NEVER_ASKED = "never-asked"
    ASK_OFFICE = "ask-office"


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a picture shows."""

    is_learner: bool
    born_on: date | None


@dataclass(frozen=True, slots=True)
class Said:
    """One answer to one purpose on one channel."""

    by: UUID
    is_own: bool
    yes: bool
    from_on: date
    until_on: date | None
    """Exclusive."""
    withdrawn_on: date | None
    at: datetime
    may_agree: bool = True
    """Whether whoever said it has responsibility now and may be in contact; of one's own answer always."""
    may_refuse: bool = True
    """Whether they have responsibility now, in contact or not."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """May it be used, and why; `on` is the day that the reason speaks of."""

    allow: bool
    reason: Reason
    on: date | None = None


def age_on(born_on: date, on: date) -> int:
    """Whole years on a day; who was born on 29 February is a year older on 1 March of a common year."""
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))


def stage_of(subject: Subject, on: date, deciding: Deciding) -> Stage:
    """Who answers about them on that day. A learner whose day of birth is not known is asked about as a child."""
    if not subject.is_learner:
        return Stage.ADULT
    if subject.born_on is None:
        return Stage.CHILD
    age = age_on(subject.born_on, on)
    if age >= deciding.adult_from:
        return Stage.ADULT
    return Stage.OLDER if age >= deciding.own_from else Stage.CHILD


def decide(subject: Subject, answers: Iterable[Said], *, on: date, deciding: Deciding) -> Verdict:
    """The verdict on one purpose and one channel. Of each person the newest answer that has begun counts."""
    stage = stage_of(subject, on, deciding)
    ordered = sorted(answers, key=lambda one: (one.from_on, one.at))
    begun = [one for one in ordered if one.from_on <= on]
    newest = {one.by: one for one in begun}
    speaking = [one for one in newest.values() if _speaks(one, on)]
    nays = [one for one in speaking if not one.yes and (one.is_own or (one.may_refuse and stage != Stage.ADULT))]
    yeas = [one for one in speaking if one.yes and _may_agree(one, subject, stage, deciding)]
    if nays:
        own = next((one for one in nays if one.is_own), None)
        if own:
            return Verdict(allow=False, reason=Reason.OWN_NO, on=own.from_on)
        reason = Reason.DISAGREE if any(not one.is_own for one in yeas) else Reason.REFUSED
        return Verdict(allow=False, reason=reason, on=nays[-1].from_on)
    if yeas:
        return Verdict(allow=True, reason=Reason.AGREED, on=yeas[-1].from_on)
    return _why_not(ordered, list(newest.values()), stage, on)


def still_says(subject: Subject, one: Said, *, on: date, deciding: Deciding) -> bool:
    """Whether somebody need not be asked again: it has not ended, and is no yes of a small child who is older now."""
    outgrown = one.yes and one.is_own and stage_of(subject, on, deciding) != Stage.CHILD
    return _speaks(one, on) and not (outgrown and not _of_age_then(one, subject, deciding))


def _may_agree(one: Said, subject: Subject, stage: Stage, deciding: Deciding) -> bool:
    if one.is_own:
        return _of_age_then(one, subject, deciding)
    return stage != Stage.ADULT and one.may_agree


def _of_age_then(one: Said, subject: Subject, deciding: Deciding) -> bool:
    """Whether they were old enough on the day they said it: no birthday turns a child's "I do not mind" into more."""
    return stage_of(subject, one.from_on, deciding) != Stage.CHILD


def _speaks(one: Said, on: date) -> bool:
    ended = one.withdrawn_on is not None and one.withdrawn_on <= on
    return not ended and (one.until_on is None or on < one.until_on)


def _why_not(ordered: Sequence[Said], newest: Sequence[Said], stage: Stage, on: date) -> Verdict:
    """Which yes there was, and why it does not count."""
    yeses = [one for one in newest if one.yes]
    withdrawn = [one for one in yeses if one.withdrawn_on is not None and one.withdrawn_on <= on]
    if withdrawn:
        return Verdict(allow=False, reason=Reason.WITHDRAWN, on=withdrawn[-1].withdrawn_on)
    expired = [one for one in yeses if one.until_on is not None and one.until_on <= on]
    if expired:
        return Verdict(allow=False, reason=Reason.EXPIRED, on=expired[-1].until_on)
    others = [one for one in yeses if not one.is_own]
    if others and stage == Stage.ADULT:
        return Verdict(allow=False, reason=Reason.NOW_ADULT)
    if others:
        return Verdict(allow=False, reason=Reason.NOT_THEIRS)
    coming = [one for one in ordered if one.from_on > on and one.yes]
    if coming:
        return Verdict(allow=False, reason=Reason.NOT_BEGUN, on=coming[0].from_on)
    return Verdict(allow=False, reason=Reason.NEVER_ASKED)
