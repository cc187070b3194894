"""What somebody typed into a search page is seen, and nothing else is taken for it."""

import pytest

from tutela.filtering.defaults import opened_hosts
from tutela.filtering.terms import LONGEST, search_terms


@pytest.mark.parametrize(
    ("url", "terms"),
    [
        ("https://www.google.co.uk/search?client=x&q=how+photosynthesis%20works&oq=x", "how photosynthesis works"),
        ("https://images.google.com/search?q=leaf", "leaf"),
        ("https://www.google.com/SEARCH?Q=leaf", "leaf"),
        ("https://www.google.com/search?as_q=two++words", "two words"),
        ("https://www.google.com/search?q=&q=second", "second"),
        ("https://www.google.com/search?%71=hidden", "hidden"),
        ("https://www.google.com/search?q=caf%C3%A9", "café"),
        ("https://www.google.com/search?q=caf%E9", "caf\ufffd"),
        ("https://www.google.com/search?q=a;b%26c", "a;b&c"),
        ("https://www.google.com/search?" + "x=1&" * 500 + "q=last", "last"),
        ("https://www.bing.com/search?q=leaf", "leaf"),
        ("https://duckduckgo.com/?t=h_&q=leaf&ia=web", "leaf"),
        ("https://html.duckduckgo.com/html/?q=leaf", "leaf"),
        ("https://www.youtube.com/results?search_query=leaf", "leaf"),
        ("https://uk.search.yahoo.com/search;_ylt=A?p=leaf", "leaf"),
        ("https://www.ecosia.org/search?method=index&q=leaf", "leaf"),
        ("https://www.qwant.com/?q=leaf", "leaf"),
        ("https://www.startpage.com/sp/search?query=leaf", "leaf"),
        ("https://search.brave.com/search?q=leaf", "leaf"),
        ("https://en.wikipedia.org/w/index.php?search=leaf", "leaf"),
    ],
)
def test_a_search_is_seen(url: str, terms: str) -> None:
    assert search_terms(url) == terms


@pytest.mark.parametrize(
    "url",
    [
        "https://www.google.com/maps?q=leaf",
        "https://www.google.com/search",
        "https://notgoogle.com/search?q=leaf",
        "https://www.youtube.com/watch?v=leaf",
        "https://oakfield.example/search?q=leaf",
        "not an address",
        "google.com:443",
    ],
)
def test_what_is_no_search_is_not_taken_for_one(url: str) -> None:
    assert search_terms(url) == ""


def test_a_very_long_search_is_cut() -> None:
    assert len(search_terms("https://www.google.com/search?q=" + "%C3%A4" * 2_000)) == LONGEST


def test_only_search_hosts_are_ever_opened_by_interception() -> None:
    assert "google.com" in opened_hosts()
    assert not {"reddit.com", "amazon.co.uk"} & set(opened_hosts())
