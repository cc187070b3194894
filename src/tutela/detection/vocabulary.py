"""Words that mean the same, for everybody's patterns: groups of them, and the spellings children use.

A vocabulary is data of the library (`detections/words`). A `Reader` made of it turns a search into
the words that were meant: figures read as letters, letters spaced out or repeated, shorthand, one
slip in a known word, words run together. The reading only ever adds to what is looked at: the
search as it was typed is looked at too.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

import msgspec

from tutela.detection import text
from tutela.library.read import Sourced

_GROUP = re.compile(r"\{([a-z_]+)\}")
_SPAN = re.compile(r"(\d{1,3})\.\.(\d{1,3})")
_INNER_MARK = re.compile(r"(?<=[a-z0-9])[!|](?=[a-z0-9])")
_MARKS = str.maketrans("", "", "*#'’‘ʼ`´")
_SIGNS = str.maketrans("$€", "se")
_NOT_WORD = re.compile(r"[^\w@]+|_+")
_FIGURES = str.maketrans("013457@", "oieasta")
_REPEATED = re.compile(r"(.)\1{2,}")
_DOUBLED = re.compile(r"(.)\1")
_MOST_GROUPS = 20
_SHORTEST_SLIP = 5
_SHORTEST_RUN = 9
_LONGEST_RUN = 60
_SHORT_PIECES = frozenset("i a am im id me my we us he it is do be go to of in up so no if ur".split())
"""Words of one or two letters that people run together with others; "at" and "on" would take every "-ation" apart."""
_REMEMBERED = 50_000
_MOST_WORDS = 64
"""A longer search is read to here for patterns; phrases as typed are looked for in all of it."""


class BadVocabulary(ValueError):
    """A vocabulary that cannot be used; the message says which and what to change."""


class Vocabulary(Sourced, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Groups and spellings in our own words, with where they come from.

    `spellings` maps what is meant to how it is typed. `slips` are words that count with one wrong
    letter; `ordinary` are real words that look like such a slip, or like words run together.
    """

    id: str
    title: str
    groups: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict)
    spellings: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict)
    slips: tuple[str, ...] = ()
    ordinary: tuple[str, ...] = ()


def fill(phrase: str, groups: Mapping[str, tuple[str, ...]], whose: str, depth: int = 0) -> Iterator[str]:
    """Every phrase that `phrase` stands for, its groups filled in; raises BadVocabulary, which names `whose`."""
    if depth > _MOST_GROUPS:
        raise BadVocabulary(f"{whose}: “{phrase[:60]}”: a word group stands within itself, or groups stand too deep")
    found = _GROUP.search(phrase)
    if found is None:
        if "{" in phrase or "}" in phrase:
            raise BadVocabulary(f"{whose}: “{phrase}”: a word group is written {{name}}, in small letters")
        yield from _spanned(phrase)
        return
    options = groups.get(found[1])
    if options is None:
        raise BadVocabulary(f"{whose}: “{phrase}” names the word group “{found[1]}”, which there is not")
    for option in options:
        yield from fill(phrase[: found.start()] + option + phrase[found.end() :], groups, whose, depth + 1)


def _spanned(phrase: str) -> Iterator[str]:
    """ "18..20" stands for 18, 19 and 20."""
    found = _SPAN.search(phrase)
    if found is None:
        yield " ".join(phrase.split())
        return
    for number in range(int(found[1]), int(found[2]) + 1):
        yield from _spanned(f"{phrase[: found.start()]}{number}{phrase[found.end() :]}")


class Reader:
    """Reads a search as the words that were meant."""

    def __init__(self, vocabularies: Iterable[Vocabulary]) -> None:
        vocabularies = list(vocabularies)
        self._spelt: dict[str, tuple[str, ...]] = {}
        for vocabulary in vocabularies:
            for meant, ways in vocabulary.spellings.items():
                for way in ways:
                    self._spell(vocabulary.id, way, tuple(meant.split()))
        self._ordinary = {word for vocabulary in vocabularies for word in vocabulary.ordinary}
        self._slips: dict[str, str] = {}
        for word in sorted({word for vocabulary in vocabularies for word in vocabulary.slips}):
            for variant in (word, *text.one_letter_less(word)):
                self._slips.setdefault(variant, word)
        self._known: set[str] = set()
        self._pieces: set[str] = set()
        self.word = lru_cache(maxsize=_REMEMBERED)(self._word)

    def spell(self, phrase: str) -> str:
        """A phrase of a group or pattern as it stands in a reading."""
        return " ".join(" ".join(self._spelt.get(word, (word,))) for word in text.plain(phrase).split())

    def know(self, words: Iterable[str]) -> None:
        """Learn the words that patterns ask for: these are not misspelt, and may be run together."""
        asked = {*words}
        self._known |= asked | self._ordinary
        self._pieces |= {word for word in asked if len(word) > 2 or word in _SHORT_PIECES}
        self.word.cache_clear()

    def words(self, searched: str) -> tuple[str, ...]:
        """The words meant, at most 64 of them."""
        marked = _INNER_MARK.sub("i", text.fold(searched[:1000])).translate(_MARKS).translate(_SIGNS)
        read: list[str] = []
        for typed in _joined(_NOT_WORD.sub(" ", marked).split()):
            read.extend(self.word(typed))
        return tuple(read[:_MOST_WORDS])

    def _spell(self, whose: str, way: str, meant: tuple[str, ...]) -> None:
        typed = text.plain(way).strip()
        if " " in typed or not typed:
            raise BadVocabulary(f"{whose}: “{way}”: a spelling is one word; put several words into a group")
        if self._spelt.setdefault(typed, meant) != meant:
            raise BadVocabulary(f"{whose}: “{way}” is a spelling of “{' '.join(self._spelt[typed])}” already")

    def _word(self, typed: str) -> tuple[str, ...]:
        looks = _looks(typed)
        for look in looks:
            if look in self._spelt:
                return self._spelt[look]
            if look in self._known:
                return (look,)
        shortest = looks[-1]
        if len(shortest) >= _SHORTEST_SLIP and typed.isalnum() and not typed.isdecimal():
            for candidate in (shortest, *text.one_letter_less(shortest)):
                meant = self._slips.get(candidate)
                if meant is not None and text.is_one_slip(shortest, meant):
                    return (meant,)
        if _SHORTEST_RUN <= len(looks[0]) <= _LONGEST_RUN:
            for look in looks:
                if (run := self._apart(look)) is not None:
                    return run
        return (typed,)

    def _apart(self, run: str) -> tuple[str, ...] | None:
        """Known words run together, the fewest that make up the whole."""
        best: list[tuple[str, ...] | None] = [(), *[None] * len(run)]
        for end in range(1, len(run) + 1):
            for start in range(max(0, end - 14), end):
                before = best[start]
                piece = run[start:end]
                if before is None or piece not in self._pieces:
                    continue
                held = best[end]
                if held is None or len(before) + 1 < len(held):
                    best[end] = (*before, piece)
        found = best[-1]
        if found is None or len(found) < 2 or (len(found) == 2 and min(map(len, found)) < 4):
            return None  # "forgetting" is not "for getting"
        return found


def _looks(typed: str) -> list[str]:
    """As typed, then with figures as letters and repeated letters taken back, each once, in order."""
    looks = [typed]
    if not typed.isdecimal():
        lettered = typed.translate(_FIGURES) if any(c.isalpha() for c in typed) else typed
        for base in (typed, lettered, lettered.replace("i", "l", 1) if "1" in typed else lettered):
            looks += [base, _REPEATED.sub(r"\1\1", base), _REPEATED.sub(r"\1", base)]
        looks += [_DOUBLED.sub(r"\1", look) for look in looks[-1:] if _REPEATED.search(typed)]
    return list(dict.fromkeys(looks))


def _joined(words: list[str]) -> Iterator[str]:
    """Three or more single letters in a row are one word: "k m s", "d i e"."""
    singles: list[str] = []
    for word in [*words, ""]:
        if len(word) == 1 and not word.isdecimal():
            singles.append(word)
            continue
        if len(singles) > 2:
            yield "".join(singles)
        else:
            yield from singles
        singles = []
        if word:
            yield word
