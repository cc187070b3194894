"""What folds into one alert, where it goes, when it goes further. No database, no clock."""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

FOLDED_WITHIN = timedelta(minutes=30)
"""Matches of one rule for one person this close to an alert that still waits belong to it."""
FOUND_LATER_UNREAD_FOR = timedelta(days=1)
"""The same for what was found in older records: it did not happen just now, and yet somebody has to look."""
WAVE_IS_QUIET_FOR = timedelta(minutes=2)
"""Older records are looked through in one go: when nothing new came for so long, what was found is told as one."""
LONGEST_WAVE = timedelta(minutes=15)
"""However long a wave goes on, those who have to look are told after this."""
WORST = 1
LATE_AFTER_SCHOOL_DAYS = 1
"""An alert that nobody has read for longer than this stands out in the inbox."""
DIGEST_HOUR = 8
"""When the daily mail about what is unread comes to whoever has chosen no other hour, local time."""
MOST_TOGETHER = 20
"""How many alerts of one person may be settled at once: as many as somebody can read on one page."""
WINDOWS = (5, 15, 60)
"""How many minutes before and after an alert may be looked at, without saying more than that it is triaged."""

WAITING, DISMISSED, NOTED, RAISED = "waiting", "dismissed", "noted", "raised"
DECISIONS = (DISMISSED, NOTED, RAISED)

UNKNOWN = "unknown"
"""Who asked, where neither a person nor a device nor an address is known."""

FALSE_POSITIVE = "false-positive"

DSL, HEAD, CHAIR, AUTHORITY = "dsl", "head", "chair", "authority"
ROUTE_ROLES: Mapping[str, tuple[str, ...]] = {
    DSL: ("dsl", "deputy-dsl"),
    HEAD: ("head",),
    CHAIR: ("chair",),
    AUTHORITY: (),
}
"""Who may read an alert by the role they hold: of an alert about a DSL the head, about the head the chair."""
RANK = (DSL, HEAD, CHAIR, AUTHORITY)
NOT_A_WORRY = (FALSE_POSITIVE, "school-work", "test")
"""Reasons for which an alert was dismissed that say something of the rule, and not of the person."""

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


def is_found_later(source_id: str, origin: str = "") -> bool:
    """Whether what matched did not happen just now: its record was brought in from a file afterwards, or it was found
    by looking through stored records once more. `origin` is the match's own word for it, empty where it has none.
    """
    return source_id.startswith("import-") or origin not in ("", "live")


def is_wave_over(first_at: datetime, last_at: datetime, now: datetime) -> bool:
    """Whether what was found in older records, from the first find to the last, is to be told now."""
    return now - last_at >= WAVE_IS_QUIET_FOR or now - first_at >= LONGEST_WAVE


LEAST_SUGGESTED = 5
"""Words that stand in fewer alerts than this are no ground for changing a rule."""
SUGGESTED_SHARE = 0.8
SHORTEST_WORD = 4
MOST_SUGGESTED = 3


@dataclass(frozen=True, slots=True)
class Sample:
    """One decided alert of a rule: what was searched for, whether it was a worry, and the group of whom it is about."""

    said: str
    was_a_worry: bool
    group: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Words that stood in `alerts` decided alerts, `not_a_worry` of them none; most of those in one group, if any."""

    words: str
    alerts: int
    not_a_worry: int
    group: str
    in_group: int


def suggest(samples: Sequence[Sample], examples: Sequence[str] = ()) -> list[Suggestion]:
    """Words that a rule could leave alone, the most frequent first: those of alerts that were hardly ever a worry.

    Never words of what the rule is there to find: without those it would find nothing.
    """
    own = {word for example in examples for word in _words(example)}
    found: dict[str, list[Sample]] = {}
    for sample in samples:
        for word in set(_words(sample.said)):
            if len(word) >= SHORTEST_WORD and word not in own:
                found.setdefault(word, []).append(sample)
    suggestions = []
    for word, with_it in found.items():
        wrong = [sample for sample in with_it if not sample.was_a_worry]
        if len(with_it) < LEAST_SUGGESTED or len(wrong) / len(with_it) < SUGGESTED_SHARE:
            continue
        groups = Counter(sample.group for sample in wrong if sample.group)
        group, in_group = groups.most_common(1)[0] if groups else ("", 0)
        suggestions.append(Suggestion(word, len(with_it), len(wrong), group, in_group))
    return sorted(suggestions, key=lambda one: (-one.not_a_worry, one.words))[:MOST_SUGGESTED]


def has_words(said: str, words: str) -> bool:
    """Whether these words stand in what was searched for, as whole words and in their order, however written."""
    spoken, sought = _words(said), _words(words)
    length = len(sought)
    return bool(sought) and any(spoken[at : at + length] == sought for at in range(len(spoken) - length + 1))


def would_silence(words: str, examples: Sequence[str]) -> bool:
    """Whether leaving these words alone would keep a rule from something that it is there to find."""
    return any(has_words(example, words) for example in examples)


def may_be_quieter(severity: int) -> bool:
    """Whether a rule may be made quieter at all: one of the worst severity never."""
    return severity > WORST


def may_decide_tuning(proposer: UUID, decider: UUID | None, deciders: Collection[UUID]) -> bool:
    """Whether somebody may decide about a proposal: who may change rules, but not the one who made it, unless nobody
    else may.
    """
    return decider in deciders and (decider != proposer or not set(deciders) - {proposer})


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.casefold())
