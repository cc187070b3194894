"""How answers are counted, held back and compared. No rows, no clock.

Answers are never kept as sheets. Of each question there are sums, and the words in the order of the alphabet: so
neither the order of rows nor a time says whose they were.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

THRESHOLD = 5
"""Below so many answers to a question nothing of it is shown."""
LONGEST_WORDS = 1000
"""Letters of one answer in words."""


@dataclass(frozen=True, slots=True)
class Line:
    """One choice of a question: how many took it, and which share of those who answered (0-100)."""

    words: str
    count: int
    pct: float
    good: bool


def add(sums: Mapping[str, int], taken: Collection[int]) -> dict[str, int]:
    """The sums with one more answer; under "" stands how many answered."""
    counted = dict(sums)
    for key in ("", *map(str, taken)):
        counted[key] = counted.get(key, 0) + 1
    return counted


def add_words(words: Collection[str], said: str) -> list[str]:
    """The words with one more, in the order of the alphabet."""
    return sorted([*words, " ".join(said.split())[:LONGEST_WORDS]], key=str.casefold)


def lines(choices: Collection[str], good: Collection[int], sums: Mapping[str, int]) -> list[Line] | None:
    """What came of a question; None where too few answered it to show anything."""
    total = sums.get("", 0)
    if total < THRESHOLD:
        return None
    counts = [(number, words, sums.get(str(number), 0)) for number, words in enumerate(choices, 1)]
    return [Line(words, count, round(100 * count / total, 1), number in good) for number, words, count in counts]


def good_pct(found: Collection[Line] | None) -> float | None:
    """Which share (0-100) gave an answer that is good news; None where none is, or nothing may be shown."""
    if not found or not any(line.good for line in found):
        return None
    return round(sum(line.pct for line in found if line.good), 1)


def shown_words(words: Collection[str]) -> list[str] | None:
    """What people wrote; None where too few wrote anything."""
    return list(words) if len(words) >= THRESHOLD else None
