"""Words that mean the same, for everybody's patterns: groups of them, and the spellings children use.

A vocabulary is data of the library (`detections/words`). A `Reader` made of it turns a search into
the words that were meant: figures read as letters, letters spaced out or repeated, shorthand, one
slip in a known word, words run together. The reading only ever adds to what is looked at: the
search as it was typed is looked at too.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import product

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
_REMEMBERED = 50_000
_MOST_WORDS = 64
"""A longer search is read to here for patterns; phrases as typed are looked for in all of it."""


class BadVocabulary(ValueError):
    """A vocabulary that cannot be used; the message says which and what to change."""


class Vocabulary(Sourced, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Groups and spellings in our own words, with where they come from.

    `spellings` maps what is meant to how it is typed. `slips` are words that count with one wrong
    letter; `ordinary` are real words that look like such a slip, or like words run together.
    `everyday` are words of every second search: by them alone no pattern is tried. `short` are the
    words of one or two letters that people run together with others.
    """

    id: str
    title: str
    groups: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict)
    spellings: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict)
    slips: tuple[str, ...] = ()
    ordinary: tuple[str, ...] = ()
    everyday: tuple[str, ...] = ()
    short: tuple[str, ...] = ()


def fill(phrase: str, groups: Mapping[str, tuple[str, ...]], whose: str, depth: int = 0) -> Iterator[str]:
    """Every phrase that `phrase` stands for, its groups filled in; raises BadVocabulary, which names `whose`."""
    parts = _GROUP.split(phrase)  # text, name, text, name, ..., text
    if any("{" in part or "}" in part for part in parts[::2]):
        raise BadVocabulary(f"{whose}: “{phrase}”: a word group is written {{name}}, in small letters")
    if depth > _MOST_GROUPS:
        raise BadVocabulary(f"{whose}: “{phrase[:60]}”: a word group stands within itself, or groups stand too deep")
    choices: list[list[str]] = []
    for number, part in enumerate(parts):
        if number % 2 == 0:
            choices.append(list(_spanned(part)))
            continue
        options = groups.get(part)
        if options is None:
            raise BadVocabulary(f"{whose}: “{phrase}” names the word group “{part}”, which there is not")
        choices.append([filled for option in options for filled in fill(option, groups, whose, depth + 1)])
    for combination in product(*choices):
        yield " ".join("".join(combination).split())


def _spanned(part: str) -> Iterator[str]:
    """ "18..20" stands for 18, 19 and 20."""
    found = _SPAN.search(part)
    if found is None:
        yield part
        return
    for number in range(int(found[1]), int(found[2]) + 1):
        yield from _spanned(f"{part[: found.start()]}{number}{part[found.end() :]}")


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
        self._short = {word for vocabulary in vocabularies for word in vocabulary.short}
        self._slips: dict[str, str] = {}
        for word in sorted({word for vocabulary in vocabularies for word in vocabulary.slips}):
            for variant in (word, *text.one_letter_less(word)):
                self._slips.setdefault(variant, word)
        self._known: set[str] = set()
        self._pieces: set[str] = set()
        self.word = lru_cache(maxsize=_REMEMBERED)(self._word)

    def spell(self, phrase: str) -> str:
        """A phrase of a group or pattern as it stands in a reading."""
        return " ".join([meant for word in text.plain_words(phrase) for meant in self._spelt.get(word, (word,))])

    def know(self, words: Iterable[str]) -> None:
        """Learn the words that patterns ask for: these are not misspelt, and may be run together."""
        asked = {*words}
        self._known |= asked | self._ordinary
        self._pieces |= {word for word in asked if len(word) > 2 or word in self._short}
        self.word.cache_clear()

    def words(self, searched: str) -> tuple[str, ...]:
        """The words meant, at most 64 of them."""
        marked = text.fold(searched[:1000])
        if not marked.replace(" ", "").isalnum():
            if "!" in marked or "|" in marked:
                marked = _INNER_MARK.sub("i", marked)
            marked = _NOT_WORD.sub(" ", marked.translate(_MARKS).translate(_SIGNS))
        read: list[str] = []
        for typed in _joined(marked.split()):
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
