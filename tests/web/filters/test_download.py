"""Lists are fetched from servers nobody here vouches for; none of them leads inside, hangs or fills the disc."""

import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.filters.listserver import ListServer, list_server
from tutela.web.filters.fetching.download import CannotFetch, check_address, fetch


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ListServer]:
    with list_server(tmp_path_factory.mktemp("server")) as served:
        yield served


def test_a_list_is_fetched_and_the_next_time_only_if_it_has_changed(server: ListServer, tmp_path: Path) -> None:
    first = fetch(server.url("/list"), tmp_path / "list", bounds=server.bounds())
    assert first.path is not None
    assert first.path.read_bytes() == server.content
    again = fetch(server.url("/list"), tmp_path / "again", etag=first.etag, bounds=server.bounds())
    assert (again.path, (tmp_path / "again").exists()) == (None, False)
    assert server.asked[-1][1]["If-None-Match"] == '"one"'


def test_a_redirect_on_the_same_server_is_followed(server: ListServer, tmp_path: Path) -> None:
    assert fetch(server.url("/moved"), tmp_path / "list", bounds=server.bounds()).bytes == len(server.content)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/to-loopback", "private network"),
        ("/to-plain-http", "HTTPS only"),
        ("/around", "without end"),
        ("/page", "text/html.*no list"),
        ("/missing", "404"),
        ("/too-large", "more than 1 MB"),
        ("/endless", "more than 1 MB"),
        ("/half", "broke off"),
        ("/half-and-no-length", "broke off"),
        ("/drip", "longer than 3 seconds"),
        ("/mute", "longer than 3 seconds"),
    ],
)
def test_whatever_a_server_does_ends_in_time_and_in_words(
    server: ListServer, tmp_path: Path, path: str, words: str
) -> None:
    with pytest.raises(CannotFetch, match=words):
        fetch(server.url(path), tmp_path / "list", bounds=server.bounds())
    assert not (tmp_path / "list").exists()


def test_a_name_that_leads_inside_is_not_connected_to_even_among_others(server: ListServer, tmp_path: Path) -> None:
    asked = len(server.asked)
    bounds = server.bounds(resolve=lambda *_: ["127.0.0.1", "10.0.0.1"])
    with pytest.raises(CannotFetch, match="private network"):
        fetch(server.url("/list"), tmp_path / "list", bounds=bounds)
    assert len(server.asked) == asked


def test_a_name_is_resolved_once_for_each_connection(server: ListServer, tmp_path: Path) -> None:
    """A name that says something else the second time cannot lead from a checked address to another."""
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])
    fetch(server.url("/list"), tmp_path / "list", bounds=server.bounds(resolve=lambda *_: next(answers)))


def test_a_certificate_nobody_vouches_for_is_not_accepted(server: ListServer, tmp_path: Path) -> None:
    with pytest.raises(CannotFetch, match="certificate"):
        fetch(server.url("/list"), tmp_path / "list", bounds=server.bounds(trust=ssl.create_default_context()))


@pytest.mark.parametrize(
    "url",
    ["http://lists.example/x", "ftp://lists.example/x", "file:///etc/passwd", "https://", "https://u:p@lists.example/",
     "https://lists.example:22/x", "https://lists.example:99999/", "https://lists.example/a b", "lists.example",
     "https://[::1"],
)  # fmt: skip
def test_an_address_of_any_other_kind_is_refused(url: str) -> None:
    with pytest.raises(CannotFetch):
        check_address(url)
