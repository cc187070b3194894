"""Term lists: whole phrases, word groups, and allow-phrases that excuse only what they touch."""

from typing import Any

import pytest

from tutela.detection.terms import BadTermList, TermIndex, TermList


def term_list(**fields: Any) -> TermList:
    given = {"id": "test", "title": "A test", "source": "Here", "licence": "CC0-1.0", **fields}
    return TermList(**given)


def index(**fields: Any) -> TermIndex:
    return TermIndex([term_list(**fields)])


def test_a_word_group_stands_for_each_of_its_words() -> None:
    terms = term_list(groups={"self": ("myself", "my self"), "just": ("", "just")}, phrases=("i {just} hurt {self}",))
    assert terms.all_phrases() == ("i hurt myself", "i hurt my self", "i just hurt myself", "i just hurt my self")


@pytest.mark.parametrize(
    ("phrases", "why"),
    [(("hurt {self}",), "word group “self”"), (("hurt {Self",), "in small letters"), (("!!!",), "no letters")],
)
def test_a_phrase_that_cannot_be_used_is_named_with_its_list(phrases: tuple[str, ...], why: str) -> None:
    with pytest.raises(BadTermList, match="test: .*" + why):
        index(phrases=phrases)


@pytest.mark.parametrize("searched", ["Scunthorpe United", "Penistone Grammar School", "hoe garden", "cockfosters"])
def test_a_place_name_is_not_the_word_inside_it(searched: str) -> None:
    found = index(phrases=("cunt", "penis", "ho", "cock")).read(searched)
    assert found.hits == ()


def test_an_allow_phrase_excuses_only_the_words_it_touches() -> None:
    terms = index(phrases=("suicide",), allow=("suicide squad",))
    assert terms.read("suicide squad").lists == frozenset()
    assert terms.read("suicide squad cast").hits[0].excused_by == "suicide squad"
    assert terms.read("suicide squad made me think of suicide").lists == {"test"}


def test_an_allow_phrase_of_one_list_says_nothing_about_another() -> None:
    lists = [term_list(id="a", phrases=("suicide",), allow=("suicide squad",)), term_list(id="b", phrases=("squad",))]
    assert TermIndex(lists).read("suicide squad").lists == {"b"}


def test_a_disguise_is_seen_only_where_a_list_asks_for_it() -> None:
    assert index(phrases=("kill myself",), disguised=True).read("k1llmys3lf").lists == {"test"}
    assert index(phrases=("kill myself",)).read("k1llmys3lf").lists == frozenset()


def test_a_disguise_is_not_looked_for_inside_ordinary_words() -> None:
    terms = index(phrases=("want to die", "kms"), disguised=True)
    assert terms.read("i want to diet").lists == frozenset()
    assert terms.read("k m s").lists == frozenset()


def test_a_list_without_phrases_finds_nothing() -> None:
    assert TermIndex([]).read("anything").hits == ()
