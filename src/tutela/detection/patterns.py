"""Phrases with room in them: "{i} * {want} * {die}" finds a wish however it is worded.

A pattern is words and {groups} in their order. Between two parts nothing may stand, or, where the
pattern says `*`, up to three other words (`**`: up to seven). `^` and `$` are the ends of the
search. A gap never reaches over a word that the list calls a break.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby

import msgspec

from tutela.detection.vocabulary import BadVocabulary, fill

_TOKEN = re.compile(r"\*{1,2}|\^|\$|\{[a-z_]+\}|[^\s{}*^$]+")
_GAPS = {"*": 3, "**": 7}
_MOST_OPTIONS = 20_000
Words = tuple[str, ...]
Places = list[tuple[int, int]]
"""From which word, and before which word."""


class Step(msgspec.Struct, frozen=True):
    """A part with the room before it. `optional`: it may be missing."""

    part: int
    gap: int
    optional: bool


class Pattern(msgspec.Struct, frozen=True):
    """One pattern of one list, compiled."""

    list_id: str
    written: str
    steps: tuple[Step, ...]
    at_start: bool
    at_end: bool
    excuses: bool
    breaks: frozenset[str]


class Found(msgspec.Struct, frozen=True):
    """A pattern in a reading, with every place where it stands."""

    pattern: Pattern
    places: tuple[tuple[int, int], ...]


class _Options:
    """Which parts a run of words may be."""

    def __init__(self) -> None:
        self._parts: dict[Words, list[int]] = {}
        self._lengths: dict[str, set[int]] = {}

    def add(self, words: Words, part: int) -> None:
        self._parts.setdefault(words, []).append(part)
        self._lengths.setdefault(words[0], set()).add(len(words))

    def __iter__(self) -> Iterator[tuple[Words, int]]:
        for words, parts in self._parts.items():
            for part in parts:
                yield words, part

    def present(self, words: Words) -> set[int]:
        """The parts that stand somewhere in a reading."""
        present: set[int] = set()
        for start, word in enumerate(words):
            for length in self._lengths.get(word, ()):
                present.update(self._parts.get(words[start : start + length], ()))
        return present

    def places(self, words: Words) -> dict[int, Places]:
        """Where each part stands in a reading."""
        places: dict[int, Places] = {}
        for start, word in enumerate(words):
            # by length, since hundreds of options begin with "how" or "i"
            for length in self._lengths.get(word, ()):
                for part in self._parts.get(words[start : start + length], ()):
                    places.setdefault(part, []).append((start, start + length))
        return places


class PatternIndex:
    """Every pattern of every list; looks only at those whose two rarest parts are there."""

    def __init__(self, spell: Callable[[str], str] = str, everyday: Iterable[str] = ()) -> None:
        self._spell = spell
        self._everyday = frozenset(everyday)
        self._parts: dict[tuple[str, ...], int] = {}
        self._all = _Options()
        self._rare = _Options()
        self._steps_of: dict[tuple[str, str], tuple[int, bool]] = {}
        self._patterns: list[Pattern] = []
        self._by_anchor: dict[int, dict[int, list[tuple[Pattern, frozenset[int]]]]] = {}

    def add(
        self,
        list_id: str,
        written: str,
        groups: Mapping[str, tuple[str, ...]],
        *,
        excuses: bool,
        breaks: Iterable[str] = (),
    ) -> None:
        """Take in a pattern, or an allow-phrase (`excuses`); raises BadVocabulary, which names the list."""
        tokens = _TOKEN.findall(written)
        if "".join(tokens) != "".join(written.split()):
            raise BadVocabulary(f"{list_id}: “{written}”: a word group is written {{name}}, in small letters")
        at_start, at_end = tokens[:1] == ["^"], tokens[-1:] == ["$"]
        tokens = tokens[at_start : -1 if at_end else None]
        steps = tuple(self._steps(list_id, written, tokens, groups))
        if all(step.optional for step in steps) or steps[0].gap or tokens[-1] in _GAPS:
            raise BadVocabulary(f"{list_id}: “{written}”: a pattern begins and ends with a word")
        self._patterns.append(Pattern(list_id, written, steps, at_start, at_end, excuses, frozenset(breaks)))

    def seal(self) -> "PatternIndex":
        """Make ready for reading, when all patterns are known."""
        needed = [frozenset(step.part for step in p.steps if not step.optional) for p in self._patterns]
        common: dict[int, int] = {}
        for parts in needed:
            for part in parts:
                common[part] = common.get(part, 0) + 1
        everyday = {part for words, part in self._all if self._everyday.issuperset(words)}
        self._by_anchor = {}
        for pattern, parts in zip(self._patterns, needed, strict=True):
            anchor, other, *_ = sorted(parts, key=lambda part: (part in everyday, common[part], part)) * 2
            self._by_anchor.setdefault(anchor, {}).setdefault(other, []).append((pattern, parts))
        asked = {*self._by_anchor, *(other for others in self._by_anchor.values() for other in others)}
        self._rare = _Options()
        for words, part in self._all:
            if part in asked:
                self._rare.add(words, part)
        return self

    @property
    def words(self) -> Iterator[str]:
        """All words that some pattern asks for."""
        for options in self._parts:
            for option in options:
                yield from option.split()

    def find(self, words: Words) -> list[Found]:
        """The patterns in a reading."""
        rare = self._rare.present(words)
        tried = [
            candidate
            for anchor in self._by_anchor.keys() & rare
            for other in self._by_anchor[anchor].keys() & rare
            for candidate in self._by_anchor[anchor][other]
        ]
        if not tried:
            return []
        places = self._all.places(words)
        here = places.keys()
        return [
            Found(pattern, where)
            for pattern, needed in tried
            if needed <= here and (where := _where(pattern, places, words))
        ]

    def _steps(
        self, list_id: str, written: str, tokens: Sequence[str], groups: Mapping[str, tuple[str, ...]]
    ) -> Iterator[Step]:
        gap = 0
        for kind, run in groupby(tokens, key=lambda token: token in _GAPS or token if token[0] in "*{^$" else False):
            same = list(run)
            if kind is True:
                if len(same) > 1:
                    raise BadVocabulary(f"{list_id}: “{written}”: write one * or ** between two words")
                gap = _GAPS[same[0]]
                continue
            if same[0] in {"^", "$"}:
                raise BadVocabulary(f"{list_id}: “{written}”: ^ stands at the beginning, $ at the end")
            for token in same if kind else [" ".join(same)]:
                known = self._steps_of.get((list_id, token))
                if known is None:
                    options = {self._spell(option) for option in fill(token, groups, list_id)}
                    if len(options) > _MOST_OPTIONS:
                        raise BadVocabulary(
                            f"{list_id}: “{written}”: {token} stands for more than {_MOST_OPTIONS} phrases"
                        )
                    known = self._steps_of[list_id, token] = (self._part(frozenset(options - {""})), "" in options)
                yield Step(known[0], gap, known[1])
                gap = 0

    def _part(self, options: frozenset[str]) -> int:
        key = tuple(sorted(options))
        number = self._parts.get(key)
        if number is None:
            number = self._parts[key] = len(self._parts)
            for option in key:
                self._all.add(tuple(option.split()), number)
        return number


def _where(pattern: Pattern, places: Mapping[int, Places], words: Words) -> tuple[tuple[int, int], ...]:
    """The places of a pattern; a way is (where it began, where it is now, room before what comes next)."""
    ways: list[tuple[int, int, int]] = [(-1, 0, 0)]
    for step in pattern.steps:
        onward = []
        for began, now, room in ways:
            gap = max(room, step.gap)
            for start, end in places.get(step.part, ()):
                if began < 0:
                    if not pattern.at_start or start == 0:
                        onward.append((start, end, 0))
                elif now <= start <= now + gap and pattern.breaks.isdisjoint(words[now:start]):
                    onward.append((began, end, 0))
            if step.optional:
                onward.append((began, now, gap if began >= 0 else 0))
        ways = list(dict.fromkeys(onward))
        if not ways:
            return ()
    ends = {(began, now) for began, now, _ in ways if began >= 0 and (not pattern.at_end or now == len(words))}
    return tuple(sorted(ends))
