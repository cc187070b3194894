import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutela.events.webaddress import split_address


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("https://www.google.co.uk/search?q=how+to+revise&hl=en", "how to revise"),
        ("https://www.google.com/complete/search?q=how", "how"),
        ("https://duckduckgo.com/?q=caf%C3%A9", "café"),
        ("https://www.youtube.com/results?search_query=cats", "cats"),
        ("https://uk.search.yahoo.com/search?p=cats", "cats"),
        ("https://search.school.example/?q=cats", "cats"),
        ("https://shop.example/find?q=shoes", "shoes"),
        ("https://en.wikipedia.org/w/index.php?search=tudors", "tudors"),
    ],
)
def test_the_words_of_a_search_are_kept(url: str, words: str) -> None:
    assert split_address(url).search_terms == words


@pytest.mark.parametrize(
    "url",
    [
        "https://mail.example/read?q=secret",
        "https://example.org/?token=secret",
        "https://example.org?secret=1",
        "https://www.google.com/search?sid=secret",
        "https://user:secret@example.org/",
        "https://example.org/a#secret",
    ],
)
def test_nothing_else_of_a_query_is_kept(url: str) -> None:
    kept = split_address(url)
    assert "secret" not in "".join(kept)


@pytest.mark.parametrize(
    ("url", "method", "parts"),
    [
        ("http://Example.ORG:8080/A/b?x=1", "GET", ("http://example.org:8080/A/b", "example.org", "/A/b", "")),
        ("http://[2001:db8::1]:80/x", "GET", ("http://[2001:db8::1]:80/x", "2001:db8::1", "/x", "")),
        ("http://example.org", "GET", ("http://example.org/", "example.org", "/", "")),
        ("example.org:443", "CONNECT", ("https://example.org/", "example.org", "", "")),
        ("example.org:8443", "CONNECT", ("https://example.org:8443/", "example.org", "", "")),
        ("[2001:db8::1]:443", "CONNECT", ("https://[2001:db8::1]/", "2001:db8::1", "", "")),
        ("error:invalid-request", "NONE", ("error:invalid-request", "", "", "")),
    ],
)
def test_an_address_is_split_into_what_is_kept(url: str, method: str, parts: tuple[str, ...]) -> None:
    assert split_address(url, method) == parts


@given(st.text(max_size=200), st.sampled_from(["GET", "CONNECT", "", "PÖST"]), st.text(max_size=30))
def test_any_text_can_be_split(url: str, method: str, name: str) -> None:
    kept = split_address(url, method, name)
    assert all(isinstance(part, str) for part in kept)
