"""A stack of sheets on paper, counted by a person: what fits together, and what it adds. No rows, no clock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Tally:
    """What a stack of sheets says to one question."""

    answered: int = 0
    """Sheets on which anything was said to it."""
    counts: Mapping[int, int] = field(default_factory=dict)
    """By the number of the choice, from 1."""
    words: Sequence[str] = ()


def code_of(pk: UUID) -> str:
    """What is printed on the sheets of a survey, so that a stack is entered where it belongs."""
    return f"{pk.hex[:3]}-{pk.hex[3:6]}".upper()


def is_code(said: str, pk: UUID) -> bool:
    """Whether that is what stands on its sheets, however it was typed."""
    return said.replace("-", "").replace(" ", "").casefold() == pk.hex[:6]


def fits(kind: str, tally: Tally, sheets: int) -> bool:
    """Whether so many sheets can have said this.

    Of a question with one answer the ticks add up to those who answered; of one with many each choice was ticked by
    no more than answered, and all of them by at least one each.
    """
    if not 0 <= tally.answered <= sheets or any(count < 0 for count in tally.counts.values()):
        return False
    ticks = sum(tally.counts.values())
    if kind == "one":
        return ticks == tally.answered
    if kind == "many":
        return max(tally.counts.values(), default=0) <= tally.answered <= ticks
    return len(tally.words) == tally.answered


def add(sums: Mapping[str, int], tally: Tally) -> dict[str, int]:
    """The sums with a stack more; under "" stands how many answered."""
    added = {"": tally.answered} | {str(number): count for number, count in tally.counts.items()}
    return dict(sums) | {key: sums.get(key, 0) + count for key, count in added.items() if count}
