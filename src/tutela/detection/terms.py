"""Term lists: phrases to look for in a search, the phrases that excuse them, and one pass that finds all.

A phrase may name a word group in braces: with `groups: {self: [myself, my self]}` the phrase
"kill {self}" stands for two. A pattern is a phrase with room in it (see `patterns`), looked for in
the words that were meant (see `vocabulary`). An allow-phrase excuses a term only where both share
letters, so a harmless song title never excuses the sentence beside it.
"""

from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from typing import Any

import ahocorasick
import msgspec

from tutela.detection import text
from tutela.detection.patterns import Found, PatternIndex
from tutela.detection.vocabulary import BadVocabulary, Reader, Vocabulary, fill
from tutela.library.read import Sourced

_LONGEST_LIST = 60_000
_SHORTEST_DISGUISE = 6
"""Shorter terms are looked for as typed only: run together, they hide in ordinary words."""
_REMEMBERED = 20_000


class BadTermList(ValueError):
    """A term list that cannot be used; the message names the list and what to change."""


class TermList(Sourced, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One list of phrases in our own words, with where it comes from.

    `disguised` asks for the looser second reading too; `slips` are words for which one wrong
    letter still counts, so none of them may be one letter away from an innocent word. `groups` of
    the list come before those of the same name in the vocabularies; `breaks` are words over which
    no gap of a pattern reaches.
    """

    id: str
    title: str
    language: str = "en-GB"
    disguised: bool = False
    slips: tuple[str, ...] = ()
    groups: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict)
    phrases: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    breaks: tuple[str, ...] = ()
    allow: tuple[str, ...] = ()

    def all_phrases(self) -> tuple[str, ...]:
        """Every phrase with its groups filled in, without doubles, in order."""
        return tuple(self._filled(self.phrases))

    def all_allowed(self) -> tuple[str, ...]:
        """Every allow-phrase with its groups filled in; those of a list of patterns are patterns themselves."""
        return () if self.patterns else tuple(self._filled(self.allow))

    def _filled(self, phrases: Iterable[str]) -> dict[str, None]:
        filled: dict[str, None] = {}
        try:
            for phrase in phrases:
                filled.update(dict.fromkeys(fill(phrase, self.groups, self.id)))
                if len(filled) > _LONGEST_LIST:
                    raise BadTermList(f"{self.id}: more than {_LONGEST_LIST} phrases; use smaller word groups")
        except BadVocabulary as error:
            raise BadTermList(str(error)) from error
        return filled


class Hit(msgspec.Struct, frozen=True):
    """A phrase of a list found in a text; `excused_by` is the allow-phrase that overlaps it, or "".

    Where a pattern was found, `phrase` is the words as they were read and `pattern` how it is written.
    """

    list_id: str
    phrase: str
    start: int
    end: int
    disguised: bool = False
    excused_by: str = ""
    pattern: str = ""


class Reading(msgspec.Struct, frozen=True):
    """What all lists found in one text."""

    hits: tuple[Hit, ...] = ()
    lists: frozenset[str] = frozenset()
    """Ids of the lists with at least one hit that nothing excuses."""


_Key = tuple[str, str, bool]  # list id, phrase, is an allow-phrase


class TermIndex:
    """All lists compiled: two automata (as typed, disguised) and the patterns; holds a memory of texts seen."""

    def __init__(self, lists: Iterable[TermList], vocabularies: Iterable[Vocabulary] = ()) -> None:
        self.lists = {terms.id: terms for terms in lists}
        vocabularies = list(vocabularies)
        typed: dict[str, list[_Key]] = {}
        loose: dict[str, list[_Key]] = {}
        slips = text.slips(
            (word for terms in self.lists.values() for word in terms.slips),
            # "suicides" in a film's title is no misspelt "suicide"
            (word for terms in self.lists.values() for phrase in terms.all_allowed() for word in phrase.split()),
        )
        self._mend = text.mender(slips)
        for terms in self.lists.values():
            for is_allowed, phrases in ((False, terms.all_phrases()), (True, terms.all_allowed())):
                for phrase in phrases:
                    self._add(terms, phrase, is_allowed, typed, loose)
        self._typed, self._loose = _automaton(typed), _automaton(loose)
        self.reader = Reader(vocabularies)
        self._patterns = self._compile_patterns(vocabularies)
        self._memory: dict[str, Reading] = {"": Reading()}

    def _add(
        self,
        terms: TermList,
        phrase: str,
        is_allowed: bool,
        typed: dict[str, list[_Key]],
        loose: dict[str, list[_Key]],
    ) -> None:
        key = (terms.id, phrase, is_allowed)
        words = text.plain_words(phrase)
        if not words:
            raise BadTermList(f"{terms.id}: “{phrase}” has no letters to look for")
        typed.setdefault(f" {' '.join(words)} ", []).append(key)
        if not terms.disguised:
            return
        letters = text.letters(phrase)
        if is_allowed or len(letters) >= _SHORTEST_DISGUISE:
            same = loose.setdefault(letters, [])
            if all((owner, excuses) != (terms.id, is_allowed) for owner, _, excuses in same):
                same.append(key)  # spellings that read alike are shown as the first of them

    def _compile_patterns(self, vocabularies: Collection[Vocabulary]) -> PatternIndex:
        shared = {name: words for vocabulary in vocabularies for name, words in vocabulary.groups.items()}
        everyday = (word for vocabulary in vocabularies for word in vocabulary.everyday)
        index = PatternIndex(self.reader.spell, everyday)
        for terms in self.lists.values():
            if not terms.patterns:
                continue
            if terms.phrases:
                raise BadTermList(f"{terms.id}: give it phrases or patterns, not both; make two lists")
            groups = {**shared, **terms.groups}
            for phrases, excuses in ((terms.patterns, False), (terms.allow, True)):
                for written in phrases:
                    try:
                        index.add(terms.id, written, groups, excuses=excuses, breaks=terms.breaks)
                    except BadVocabulary as error:
                        raise BadTermList(str(error)) from error
        index.seal()
        self.reader.know(index.words)
        return index

    def read(self, searched: str) -> Reading:
        """What the lists find in `searched`; remembered, since people search the same things."""
        known = self._memory.get(searched)
        if known is None:
            if len(self._memory) >= _REMEMBERED:
                self._memory = {"": Reading()}
            known = self._memory[searched] = self._read(searched)
        return known

    def _read(self, searched: str) -> Reading:
        hits = [
            *_judged(self._find_typed(searched), False),
            *_judged(self._find_loose(searched), True),
            *self._find_patterns(searched),
        ]
        best: dict[tuple[str, str], Hit] = {}
        for hit in hits:  # as typed comes first; the looser reading adds only what is new
            known = best.get((hit.list_id, hit.phrase))
            if known is None or (known.excused_by and not hit.excused_by):
                best[hit.list_id, hit.phrase] = hit
        found = tuple(best.values())
        return Reading(found, frozenset(hit.list_id for hit in found if not hit.excused_by))

    def _find_typed(self, searched: str) -> list[tuple[int, int, _Key]]:
        words = text.plain(searched)
        # phrases carry a space on both sides, so whole words are the only ones that match
        return [
            (end - len(key) + 2, end - 1, meaning)
            for end, (key, meanings) in _iterate(self._typed, words)
            for meaning in meanings
        ]

    def _find_loose(self, searched: str) -> list[tuple[int, int, _Key]]:
        skeleton = text.disguised(searched, self._mend)
        return [
            (start, end, meaning)
            for end, (key, meanings) in _iterate(self._loose, skeleton.letters)
            if end in skeleton.ends and (start := end - len(key) + 1) in skeleton.starts
            for meaning in meanings
        ]

    def _find_patterns(self, searched: str) -> Iterator[Hit]:
        words = self.reader.words(searched)
        found = self._patterns.find(words)
        allowed = [(one.pattern.list_id, place) for one in found if one.pattern.excuses for place in one.places]
        for one in found:
            if not one.pattern.excuses:
                mine = [place for owner, place in allowed if owner == one.pattern.list_id]
                yield _judged_pattern(one, mine, words)


def _judged_pattern(found: Found, allowed: list[tuple[int, int]], words: tuple[str, ...]) -> Hit:
    """The first place of a pattern that no allow-phrase overlaps, else its first place with what excuses it."""
    excuse = ""
    for start, end in found.places:
        over = next(((s, e) for s, e in allowed if s < end and start < e), None)
        if over is None:
            excuse = ""
            break
        excuse = excuse or " ".join(words[over[0] : over[1]])
    if excuse:
        start, end = found.places[0]
    said = " ".join(words[start:end])
    return Hit(found.pattern.list_id, said, start, end - 1, excused_by=excuse, pattern=found.pattern.written)


def index_of(lists: Iterable[TermList], vocabularies: Iterable[Vocabulary] = ()) -> TermIndex:
    """The index of these lists; compiled once for the same content, which takes a second or two of one core."""
    return _compiled(msgspec.json.encode(list(lists)), msgspec.json.encode(list(vocabularies)))


@lru_cache(maxsize=2)
def _compiled(lists: bytes, vocabularies: bytes) -> TermIndex:
    decode = msgspec.json.decode
    return TermIndex(decode(lists, type=list[TermList]), decode(vocabularies, type=list[Vocabulary]))


def _judged(found: list[tuple[int, int, _Key]], disguised: bool) -> Iterator[Hit]:
    """The terms found, each with the allow-phrase of its own list that overlaps it, if any."""
    allowed = [(start, end, list_id, phrase) for start, end, (list_id, phrase, is_allowed) in found if is_allowed]
    for start, end, (list_id, phrase, is_allowed) in found:
        if not is_allowed:
            excuse = next((p for s, e, owner, p in allowed if owner == list_id and s <= end and start <= e), "")
            yield Hit(list_id, phrase, start, end, disguised, excuse)


def _automaton(keys: dict[str, list[_Key]]) -> Any:
    automaton = ahocorasick.Automaton()
    for key, meanings in keys.items():
        automaton.add_word(key, (key, tuple(meanings)))
    automaton.make_automaton()
    return automaton


def _iterate(automaton: Any, letters: str) -> Iterator[tuple[int, tuple[str, tuple[_Key, ...]]]]:
    """Matches in `letters`; an automaton without a single word may not be asked."""
    return automaton.iter(letters) if len(automaton) else iter(())
