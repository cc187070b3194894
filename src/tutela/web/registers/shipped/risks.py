"""Kinds of technology with their benefit, challenges with controls to choose from: library/risks.yaml."""

from collections.abc import Iterable, Iterator
from typing import Annotated, Literal

import msgspec

from tutela.library.read import ROOT, BadLibraryFile, Sourced, read

FourC = Literal["content", "contact", "conduct", "commerce"]
Tag = Literal["protect", "educate", "empower"]
Words = Annotated[str, msgspec.Meta(min_length=1, max_length=300)]


class _Strict(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Anything the file is not asked for is a mistake."""


class Suggestion(_Strict, frozen=True):
    """A control that other places use."""

    words: Words
    tag: Tag
    technical: bool = False


class KindOfTechnology(_Strict, frozen=True):
    """What a kind is good for, and what it stands for in plain words."""

    benefit: Words
    stands_for: list[str]
    outside: bool = False
    """Whether it is people's own and leaves our network with them, so that something must be taught about it."""


class Challenge(_Strict, frozen=True):
    """What may go wrong, with which kinds, and what may be done."""

    title: str
    words: Words
    four_c: FourC
    kinds: list[str]
    in_care: list[Suggestion]
    beyond: list[Suggestion]


class Risks(Sourced, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The two lists."""

    kinds: dict[str, KindOfTechnology]
    challenges: dict[str, Challenge]

    def pairs(self, kinds: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Kind and challenge of every risk that comes with these kinds, in the order of the file."""
        wanted = set(kinds)
        for kind in self.kinds:
            if kind in wanted:
                yield from ((kind, name) for name, challenge in self.challenges.items() if kind in challenge.kinds)


def get_risks() -> Risks:
    """Raises `BadLibraryFile`, also where a challenge names a kind that is not in the list."""
    found = read(ROOT / "risks.yaml", Risks)
    for name, challenge in found.challenges.items():
        if unknown := set(challenge.kinds) - set(found.kinds):
            raise BadLibraryFile(f"{ROOT / 'risks.yaml'}:1: {name} names a kind that is not listed: {min(unknown)}")
    return found
