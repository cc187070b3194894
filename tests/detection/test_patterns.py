"""Patterns: words with room between them, found in what was meant and not in what merely looks alike."""

from typing import Any

import pytest

from tutela.detection.matcher import Matcher
from tutela.detection.terms import BadTermList, TermIndex, TermList
from tutela.detection.vocabulary import Vocabulary


def index(
    patterns: tuple[str, ...], allow: tuple[str, ...] = (), breaks: tuple[str, ...] = (), **words: Any
) -> TermIndex:
    about = {"title": "A test", "source": "Here", "licence": "CC0-1.0"}
    groups = {"i": ("i", "im"), "die": ("die", "kill myself")}
    vocabulary = Vocabulary(
        id="v",
        groups=groups,
        spellings={"want to": ("wanna", "wana"), "kill": ("kil",)},
        short=("i", "to"),
        **{**about, **words},
    )
    return TermIndex([TermList(id="test", patterns=patterns, allow=allow, breaks=breaks, **about)], [vocabulary])


WISH = ("{i} * want to * {die}",)


@pytest.mark.parametrize(
    "typed",
    [
        "i want to die",
        "I really just wanna DIE",
        "i want to k1ll myself",
        "i wana kil myself",
        "iwanttodie",
        "i w a n t t o d i e",
        "i want to dieeeee",
        "i want to d!e",
        "im so sad i want to kill myself childline",
    ],
)
def test_a_wish_is_found_however_leo_types_it(typed: str) -> None:
    assert index(WISH).read(typed).lists == {"test"}


@pytest.mark.parametrize(
    "typed", ["i want to diet", "want to die", "i want to eat and then my plant may die", "", "?!"]
)
def test_what_only_looks_alike_is_left_alone(typed: str) -> None:
    assert index(WISH).read(typed).lists == frozenset()


def test_a_gap_does_not_reach_over_a_break() -> None:
    terms = index(WISH, breaks=("watch",))
    assert terms.read("i want to see die").lists == {"test"}
    assert terms.read("i want to watch die").lists == frozenset()


def test_an_excuse_at_one_place_leaves_the_other_place_alone() -> None:
    terms = index(WISH, allow=("die hard",))
    assert terms.read("i want to die hard").hits[0].excused_by == "die hard"
    assert terms.read("i want to die hard no i want to die").lists == {"test"}


def test_the_ends_of_the_search_can_be_asked_for() -> None:
    terms = index(("^ want to {die} $",))
    assert terms.read("want to die").lists == {"test"}
    assert terms.read("want to die hard").lists == frozenset()


def test_one_slip_in_a_known_word_is_mended_and_a_real_word_is_not() -> None:
    terms = index(("depressed",), slips=("depressed",), ordinary=("compressed",))
    assert terms.read("am i depresed").lists == {"test"}
    assert terms.read("compressed air").lists == frozenset()


def test_words_that_contain_others_are_not_taken_apart() -> None:
    assert index(("rapist",), ordinary=("therapist",)).read("therapist jobs").lists == frozenset()


def test_a_span_of_ages_stands_for_each() -> None:
    terms = index(("im 12..14",))
    assert [bool(terms.read(f"im {age}").lists) for age in (11, 12, 13, 14, 15)] == [False, True, True, True, False]


def test_a_very_long_search_is_read_without_delay() -> None:
    assert index(WISH).read("i want to " * 100_000).lists == frozenset()


@pytest.mark.parametrize(
    ("patterns", "why"),
    [
        (("{nobody} * die",), "word group “nobody”"),
        (("* die",), "begins and ends with a word"),
        (("i * ** die",), "one \\* or \\*\\*"),
        (("i $ die",), "stands at the beginning"),
        (("{I} die",), "in small letters"),
    ],
)
def test_a_pattern_that_cannot_be_used_is_named_with_its_list(patterns: tuple[str, ...], why: str) -> None:
    with pytest.raises(BadTermList, match="test: .*" + why):
        index(patterns)


def test_a_list_has_phrases_or_patterns() -> None:
    both = TermList(id="b", title="B", source="Here", licence="CC0-1.0", phrases=("a",), patterns=("a b",))
    with pytest.raises(BadTermList, match="not both"):
        TermIndex([both])


@pytest.mark.parametrize("word", ["forgive", "selfish", "forgetting", "forever", "information", "whatever", "together"])
def test_an_ordinary_word_is_read_as_it_stands(library: Matcher, word: str) -> None:
    assert library.terms.reader.words(word) == (word,)


@pytest.mark.parametrize(("run", "words"), [("iwanttodie", "i want to die"), ("killmyself", "kill myself")])
def test_words_run_together_are_taken_apart(library: Matcher, run: str, words: str) -> None:
    assert " ".join(library.terms.reader.words(run)) == words
