"""How many of a role have done and understood what they were to learn. No rows, no clock."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

FEW = 5
"""Of a role of fewer people nobody sees what was understood, and only keepers of the list what was finished."""

First = tuple[int, int]
"""Of somebody's first answers to one part: how many were right, and how many were asked."""


@dataclass(frozen=True, slots=True)
class OfRole:
    """One role in figures."""

    role: str
    people: int
    whole: int
    """With so many of them all that they owe counts today."""
    answered: int
    """So many answers were given: one for each person and course."""
    understood: int
    """So many of these had every answer right at the first try."""

    @property
    def is_small(self) -> bool:
        """Whether single people could be made out."""
        return self.people < FEW


def of_roles(people: Iterable[tuple[Sequence[str], bool, Sequence[First]]]) -> list[OfRole]:
    """By role. people: of each the roles, whether all they owe counts, and their first answers to what they owe."""
    found: dict[str, list[tuple[bool, Sequence[First]]]] = {}
    for roles, is_whole, firsts in people:
        for role in roles:
            found.setdefault(role, []).append((is_whole, firsts))
    return [
        OfRole(
            role, len(those), sum(whole for whole, _firsts in those), sum(len(firsts) for _whole, firsts in those),
            sum(right == asked for _whole, firsts in those for right, asked in firsts),
        )
        for role, those in found.items()
    ]  # fmt: skip


def count_right(right: Sequence[int], said: Mapping[int, int]) -> int:
    """How many answers are right. right: the number of the right answer by question; said: the one that was given."""
    return sum(said.get(number) == answer for number, answer in enumerate(right))
