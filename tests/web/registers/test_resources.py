"""Links that Oakfield gives people: asked for politely, never inside a network, dead only after several bad days."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from django.test import Client
from django.utils import timezone

from tests import cast
from tests.web.registers.scenes import NOON, dana, words_of
from tutela.web.core.actor import SystemActor
from tutela.web.registers import operations, queries
from tutela.web.registers.links.asking import Answer, Bounds, ask, is_public
from tutela.web.registers.links.running import Running
from tutela.web.registers.models import Resource
from tutela.web.registers.rules import resources as rules
from tutela.web.registers.shipped.resources import list_links, suggest

SignIn = Callable[..., Client]
SENT = {
    "title": "Our council’s page", "address": "https://example.org/safe", "publisher": "The council",
    "audiences": ["parents"], "licence": "CC BY 4.0", "attribution": "The council, 2026",
}  # fmt: skip


class Site(BaseHTTPRequestHandler):
    """A website with a page, one that moved, one that is gone, and one that turns for ever."""

    def do_HEAD(self) -> None:
        self._answer(*{"/old": (301, "/new"), "/for-now": (302, "/new"), "/round": (302, "/round")}.get(
            self.path, ({"/new": 200, "/ask-properly": 405, "/closed": 403}.get(self.path, 404), "")
        ))  # fmt: skip

    def do_GET(self) -> None:
        self._answer({"/ask-properly": 200, "/closed": 403}.get(self.path, 404), "")

    def _answer(self, status: int, to: str) -> None:
        self.send_response(status)
        if to:
            self.send_header("Location", to)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://site.example:{server.server_port}"
    server.shutdown()
    server.server_close()


HERE = Bounds(
    seconds=5, ports=lambda *_: True, resolve=lambda *_: ["127.0.0.1"], is_public=lambda address: address == "127.0.0.1"
)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/new", "alive"),
        ("/ask-properly", "alive"),
        ("/old", "moved"),
        ("/for-now", "alive"),
        ("/gone", "gone"),
        ("/closed", "unclear"),
        ("/round", "unclear"),
    ],
)
def test_what_a_website_answers_is_understood(site: str, path: str, kind: str) -> None:
    answer = ask(f"{site}{path}", HERE)
    assert answer.kind == kind
    assert answer.moved_to == (f"{site}/new" if kind == "moved" else "")


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.org/",
        "file:///etc/passwd",
        "http://user:word@example.org/",
        "http://example.org:8080/",
        "https://example.org:22/",
        "http://127.0.0.1/",
        "http://169.254.169.254/latest/",
        "http://[::1]/",
        "http://[::ffff:10.0.0.1]/",
        "https://exam ple.org/",
        "https://" + "a" * 500 + ".org/",
        "nonsense",
    ],
)
def test_no_link_makes_the_server_knock_inside_a_network(url: str) -> None:
    assert ask(url, Bounds(seconds=2)).kind in ("refused", "silent")
    assert not is_public("10.0.0.1")


def test_a_name_that_leads_inside_spoils_all_its_addresses() -> None:
    answer = ask("http://both.example/", Bounds(resolve=lambda *_: ["93.184.216.34", "192.168.1.1"]))
    assert (answer.kind, answer.words) == ("refused", "The address leads into a private network.")


def test_nobody_who_does_not_answer_holds_up_the_others() -> None:
    answer = ask("http://nobody.example/", Bounds(seconds=1, resolve=lambda *_: ["127.0.0.1"], is_public=lambda _: True,
                                                  ports=lambda *_: True))  # fmt: skip
    assert answer.kind == "silent"


def test_one_bad_day_kills_no_link_and_three_do() -> None:
    state, failures = rules.judge("silent", 0)
    assert (state, failures) == ("unclear", 1)
    assert rules.judge("gone", 2) == ("dead", 3)
    assert rules.judge("alive", 2) == ("alive", 0)
    assert rules.judge("refused", 0)[0] == "dead"
    assert rules.is_due(None, 0, NOON)
    assert not rules.is_due(NOON - timedelta(days=2), 0, NOON)
    assert rules.is_due(NOON - timedelta(days=2), 1, NOON)
    assert rules.is_due(NOON - timedelta(days=7), 0, NOON)


@pytest.mark.requirement("S3.44")
def test_links_are_shipped_and_old_ones_have_what_took_their_place() -> None:
    assert len(list_links()) >= 12
    for old, new in (
        ("https://www.thinkuknow.co.uk/", "ceopeducation"),
        ("www.digizen.org", "childnet"),
        ("http://www.preventforfeandtraining.org.uk", "educateagainsthate"),
    ):
        found = suggest(old)
        assert found is not None
        assert new in found.url
    assert suggest("https://example.org/") is None


@pytest.mark.requirement("S0.28")
def test_a_dead_link_is_shown_with_what_took_its_place_and_its_history_stays(sign_in: SignIn) -> None:
    client = sign_in(cast.dana())
    client.post("/registers/links/take-over/", {"keys": list(list_links())})
    old = {"title": "Thinkuknow", "address": "https://www.thinkuknow.co.uk/"}
    client.post("/registers/links/new/", SENT | old)
    row = Resource._base_manager.get(title="Thinkuknow")
    assert row in queries.list_due_links(NOON, 20)
    for day in range(3):
        at = timezone.now() + timedelta(days=day)
        answers = {str(row.pk): Answer("gone", "The site answers with 404: there is no such page.")}
        operations.note_answers(actor=SystemActor("test"), at=at, answers=answers)
    page = words_of(client.get(f"/registers/links/{row.pk}/"))
    assert "Dead" in page
    assert "https://www.ceopeducation.co.uk/" in page
    assert "The council, 2026" in page
    assert "Thinkuknow" in words_of(client.get("/registers/links/?show=dead"))
    client.post(f"/registers/links/{row.pk}/move/", {"address": "https://www.ceopeducation.co.uk/parents"})
    page = words_of(client.get(f"/registers/links/{row.pk}/"))
    assert "Not asked yet" in page
    assert "https://www.thinkuknow.co.uk/" in page


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("ftp://example.org/", "must begin with"),
        ("https://user:word@example.org/", "must not hold a name or password"),
        ("https://example.org:8443/", "must not name a port"),
        ("here", "Enter the whole address"),
        ("https://example.org/safe", "stands in the register already"),
    ],
)
def test_a_link_that_cannot_be_asked_for_is_refused_in_words(sign_in: SignIn, address: str, said: str) -> None:
    client = sign_in(cast.dana())
    client.post("/registers/links/new/", SENT)
    assert said in words_of(client.post("/registers/links/new/", SENT | {"address": address}))
    assert Resource._base_manager.count() == 1


def test_what_is_retired_is_asked_for_no_more(sign_in: SignIn) -> None:
    client = sign_in(cast.dana())
    client.post("/registers/links/new/", SENT)
    row = Resource._base_manager.get()
    client.post(f"/registers/links/{row.pk}/retire/", {"why": "Nobody used it."})
    assert queries.list_due_links(NOON, 20) == []
    assert row in queries.list_resources(dana(), retired=True)


def test_the_process_that_asks_knows_no_database_and_says_what_came() -> None:
    running = Running({"a": "http://127.0.0.1/", "b": "gopher://example.org/"})
    running._process.wait(timeout=60)
    found = running.look()
    assert found is not None
    assert {key: answer.kind for key, answer in found.items()} == {"a": "refused", "b": "refused"}
