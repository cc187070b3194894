"""Whether something was clear: answers wait until five can be shown at once. No rows, no clock.

Surveys show nothing before they end. What is asked at the foot of a page never ends, so whoever looked every day would
see one person's answer arrive. Therefore five are laid open together, and the next ones wait for four more.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from tutela.web.engagement.rules import asking, counting

CHOICES = ("yes", "partly", "no")
"""As addresses and forms name them; in sums they are numbered from 1."""
GOOD = {1}
LONGEST_WORDS = 500
"""Letters of what somebody adds in words."""
MOST_WORDS = 500
"""So many texts are kept of one version of one item; after that only the choices are counted."""
GUEST, SEVERAL = "guest", "several"
ORDER = ("learners", "staff", "governors", "parents")
"""Which group somebody of several roles answers as: the first of these."""

Sums = Mapping[str, Mapping[str, int]]
"""By group, the sums as `counting.add` keeps them."""


@dataclass(frozen=True, slots=True)
class Heap:
    """What came of one version of one item: what waits, and what may be shown."""

    waiting: Sums
    waiting_words: Collection[str]
    shown: Sums
    words: Collection[str]


def group_of(roles: Collection[str], band: str | None) -> str:
    """As what somebody is counted: learners by age band where it is known; "guest" where nothing else fits."""
    for audience in ORDER:
        if asking.ROLES[audience] & set(roles):
            return f"learners:{band}" if audience == "learners" and band else audience
    return GUEST


def add(heap: Heap, group: str, choice: int, said: str) -> Heap:
    """The heap with one more answer. The fifth that waits lays all five open, with the words that came among them.

    Five of one group are shown as that group; else as several, so that nobody can be told from the rest of a group.
    """
    waiting = dict(heap.waiting) | {group: counting.add(heap.waiting.get(group, {}), [choice])}
    waiting_words = counting.add_words(heap.waiting_words, said) if said.strip() else list(heap.waiting_words)
    if count(waiting) < counting.THRESHOLD:
        return Heap(waiting, waiting_words, heap.shown, heap.words)
    name = group if len(waiting) == 1 else SEVERAL
    shown = dict(heap.shown) | {name: total({"": heap.shown.get(name, {})} | waiting)}
    return Heap({}, [], shown, sorted([*heap.words, *waiting_words], key=str.casefold))


def comes_after(version: str, other: str) -> bool:
    """Whether a version is known to be a later one; of those that are no numbers nobody can tell."""
    return version.isdecimal() and other.isdecimal() and int(version) > int(other)


def count(sums: Sums) -> int:
    """How many answered."""
    return sum(one.get("", 0) for one in sums.values())


def total(sums: Sums) -> dict[str, int]:
    """The sums of all groups together."""
    found: dict[str, int] = {}
    for one in sums.values():
        for key, number in one.items():
            found[key] = found.get(key, 0) + number
    return found
