"""A referral: its steps, what they allow, and when its silence is late."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

SENT, CHASED, ACKNOWLEDGED, OUTCOME, WITHDRAWN = "sent", "chased", "acknowledged", "outcome", "withdrawn"
STEPS: tuple[str, ...] = (SENT, CHASED, ACKNOWLEDGED, OUTCOME, WITHDRAWN)
OUTCOMES: tuple[str, ...] = ("taken-on", "joined", "support", "advice", "elsewhere", "declined")
"""They took it on · it was known to them · early help instead · advice only · sent to another body · declined."""
CONSENTS: tuple[str, ...] = ("given", "refused", "not-asked", "not-needed")
TOLD: tuple[str, ...] = ("yes", "not-yet", "no")
WAYS: tuple[str, ...] = ("telephone", "their-form", "secure-mail", "by-hand")

UNSENT, AWAITING_RECEIPT, AWAITING_OUTCOME, ENDED, NOT_REFERRED = (
    "unsent",
    "unheard",
    "unanswered",
    "ended",
    "not-referred",
)
"""Where a referral stands: decided and not sent, sent and not acknowledged, acknowledged without an outcome, over;
and the decision not to refer, which ends nothing and waits for nothing.
"""
OPEN: tuple[str, ...] = (UNSENT, AWAITING_RECEIPT, AWAITING_OUTCOME)


class NotNow(Exception):
    """A step that cannot follow from where the matter stands. Its text is plain words for the person."""


@dataclass(frozen=True, slots=True)
class Times:
    """What a route says of time: hours until it is sent; working days until receipt and outcome, and between reminders.

    0 working days: nothing of the kind is to be expected, so nothing of it is late.
    """

    send_hours: int
    acknowledge_days: int
    outcome_days: int
    again_days: int


@dataclass(frozen=True, slots=True)
class Taken:
    """A step that was taken, and the local day on which it happened."""

    kind: str
    on: date


def status_of(is_referred: bool, kinds: Sequence[str]) -> str:
    """Where it stands, from the kinds of its steps."""
    if not is_referred:
        return NOT_REFERRED
    if OUTCOME in kinds or WITHDRAWN in kinds:
        return ENDED
    if ACKNOWLEDGED in kinds:
        return AWAITING_OUTCOME
    return AWAITING_RECEIPT if SENT in kinds else UNSENT


def next_steps(status: str) -> tuple[str, ...]:
    """What may be noted next, the likeliest first. A body may answer before it acknowledges."""
    return {
        UNSENT: (SENT, WITHDRAWN),
        AWAITING_RECEIPT: (ACKNOWLEDGED, CHASED, OUTCOME, WITHDRAWN),
        AWAITING_OUTCOME: (OUTCOME, CHASED, WITHDRAWN),
    }.get(status, ())


def follow(status: str, step: str) -> None:
    """Whether a step may be taken. Raises `NotNow`."""
    if step in next_steps(status):
        return
    if status == NOT_REFERRED:
        raise NotNow("It was decided not to refer. Refer anew if that has changed")
    if status == ENDED:
        raise NotNow("This referral has its outcome already. Refer anew if there is more")
    raise NotNow("Note first that it was sent" if status == UNSENT else "That was noted already")


def add_working_days(start: date, days: int) -> date:
    """The day that many Mondays to Fridays after `start`. Bank holidays count: these bodies work on them."""
    day = start
    while days:
        day += timedelta(days=1)
        days -= day.weekday() < 5
    return day


def due_on(times: Times, decided_on: date, steps: Sequence[Taken]) -> date | None:
    """By which day the next thing should have happened; None when nothing is awaited. An unsent one is due by hours."""
    kinds = [step.kind for step in steps]
    status = status_of(True, kinds)
    if status == UNSENT:
        return decided_on + timedelta(days=times.send_hours // 24)
    last = {step.kind: step.on for step in steps}
    if status == AWAITING_RECEIPT:
        days = times.acknowledge_days or times.outcome_days
        return add_working_days(last[SENT], days) if days else None
    if status == AWAITING_OUTCOME and times.outcome_days:
        return add_working_days(last[ACKNOWLEDGED], times.outcome_days)
    return None


def is_late(times: Times, decided_on: date, steps: Sequence[Taken], today: date) -> bool:
    """Whether what is awaited should have come by now."""
    due = due_on(times, decided_on, steps)
    return due is not None and due < today


def is_unsent_too_long(times: Times, decided_at: datetime, kinds: Sequence[str], at: datetime) -> bool:
    """Whether a referral that was decided on lies about unsent for longer than its route gives it."""
    return status_of(True, kinds) == UNSENT and at - decided_at > timedelta(hours=times.send_hours)


def may_remind(times: Times, last_reminded_on: date | None, today: date) -> bool:
    """Whether a late one is spoken of again today: once, then after as many working days as its route says."""
    return last_reminded_on is None or add_working_days(last_reminded_on, max(times.again_days, 1)) <= today


def awaits_nothing(times: Times, status: str) -> bool:
    """Whether a sent one is as good as over, since this body answers nobody."""
    return status == AWAITING_RECEIPT and not (times.acknowledge_days or times.outcome_days)


COMMON = frozenset(
    {"will", "may", "mark", "grace", "hope", "art", "rose", "joy", "summer", "page", "young", "day", "king"}
)


def parts_of(name: str) -> list[str]:
    """The parts of a name that may stand alone: of "A man called Stu" only the last, for the others begin small."""
    parts = re.findall(r"[^\W\d_]{3,}", name)
    return [part for part in parts if part[:1].isupper()] or parts


def names_in(text: str, names: Iterable[str]) -> list[str]:
    """Parts of people's names that stand in a text, as they stand there: for asking advice without naming anybody.

    A name that is a common word too counts only where it begins with a capital. Short parts (two letters) are left out.
    """
    said = re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", text)
    parts = {part.casefold() for name in names for part in parts_of(name)}
    found = []
    for word in said:
        bare = re.sub(r"['’]s$", "", word)
        if bare.casefold() in parts and (bare[:1].isupper() or bare.casefold() not in COMMON):
            found.append(bare)
    return list(dict.fromkeys(found))


def missing_reasons(
    *, needs: str, names_nobody: bool, is_referred: bool, why: str, consent: str, told: str, why_not: str
) -> list[str]:
    """Which reasons are missing for a decision, in plain words. `needs` is the route's word on consent.

    Where the body is told of nobody (an address on the internet), no family has to hear of it.
    """
    if not why.strip():
        return ["Say why" if is_referred else "Say why it is not referred"]
    if not is_referred:
        return []
    if needs == "needed" and consent != "given" and not why_not.strip():
        return ["This body works with consent. Say why you refer without it"]
    if consent in ("refused", "not-asked") and needs == "seek" and not why_not.strip():
        return ["Say why you refer without their consent"]
    if told == "no" and not names_nobody and not why_not.strip():
        return ["Say why the family is not told"]
    return []
