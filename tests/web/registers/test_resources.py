"""Links that Oakfield gives people: asked for politely, never inside a network, dead only after several bad days."""

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import ClassVar

import pytest
from django.test import Client
from django.utils import timezone

from tests import cast
from tests.web.pages import words_of
from tests.web.registers.scenes import NOON, dana
from tutela.web.core.actor import SystemActor
from tutela.web.registers import operations, queries
from tutela.web.registers.links.asking import Answer, Bounds, ask, check_address
from tutela.web.registers.links.running import Running, answers_in
from tutela.web.registers.models import Resource
from tutela.web.registers.rules import resources as rules
from tutela.web.registers.shipped.resources import list_links, suggest

SignIn = Callable[..., Client]
SENT = {
    "title": "Our council’s page", "address": "https://example.org/safe", "publisher": "The council",
    "audiences": ["parents"], "licence": "CC BY 4.0", "attribution": "The council, 2026",
}  # fmt: skip


def notes(row: Resource, answer: Answer, at: datetime, *, asked: str = "") -> int:
    key = str(row.pk)
    return operations.note_answers(
        actor=SystemActor("test"), at=at, asked={key: asked or row.address}, answers={key: answer}
    )


def a_link(title: str = "Safe", address: str = "https://example.org/safe") -> Resource:
    return operations.add_link(
        actor=dana(), at=NOON, establishment_id=cast.oakfield().pk, title=title, address=address, publisher="Us",
        audiences=["parents"], licence="CC BY 4.0",
    )  # fmt: skip


@contextmanager
def dripping() -> Iterator[int]:
    """A server that sends the head of its answer one letter at a time; on which port."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def drip() -> None:
            with suppress(OSError):
                connection, _ = server.accept()
                with connection:
                    for letter in "HTTP/1.1 200 OK\r\nX-Slow: " + "x" * 200:
                        connection.send(letter.encode())
                        time.sleep(0.05)

        thread = Thread(target=drip, daemon=True)
        thread.start()
        yield server.getsockname()[1]
        thread.join(15)


class Site(BaseHTTPRequestHandler):
    """A website with a page, one that moved, one that is gone, and one that turns for ever."""

    HEADS: ClassVar = {
        "/new": (200, ""), "/ask-properly": (405, ""), "/closed": (403, ""), "/old": (301, "/new"),
        "/for-now": (302, "/new"), "/round": (302, "/round"), "/inside": (301, "ftp://inside.example/"),
        "/nowhere": (301, "http://[x"), "/caf%C3%A9": (301, "/men\u00c3\u00bc"), "/men%C3%BC": (200, ""),
    }  # fmt: skip

    def do_HEAD(self) -> None:
        self._answer(*self.HEADS.get(self.path, (404, "")))

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
        ("/inside", "unclear"),
        ("/nowhere", "unclear"),
        ("/menü", "alive"),
    ],
)
def test_what_a_website_answers_is_understood(site: str, path: str, kind: str) -> None:
    answer = ask(f"{site}{path}", HERE)
    assert answer.kind == kind
    assert answer.moved_to == (f"{site}/new" if kind == "moved" else "")


def test_an_address_is_sent_in_the_letters_of_the_web_whoever_wrote_it(site: str) -> None:
    assert check_address("https://example.org/caf\u00e9?a=b%20c&d=\u00fc")[3] == "/caf%C3%A9?a=b%20c&d=%C3%BC"
    assert ask(f"{site}/caf\u00e9", HERE) == Answer("moved", "The page has moved for good.", f"{site}/men\u00fc")


def test_a_site_that_answers_letter_by_letter_is_cut_off() -> None:
    with dripping() as port:
        answer = ask(f"http://site.example:{port}/", replace(HERE, seconds=1.0))
    assert answer.kind == "silent"


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
        notes(row, Answer("gone", "The site answers with 404: there is no such page."), at)
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


def test_the_process_that_asks_knows_no_database_and_says_what_came(tmp_path: Path) -> None:
    running = Running({"a": "http://127.0.0.1/", "b": "gopher://example.org/"}, tmp_path / "links.log")
    running.wait(60)
    found = running.look()
    assert found is not None
    assert {key: answer.kind for key, answer in found.items()} == {"a": "refused", "b": "refused"}


def test_a_round_that_breaks_off_keeps_what_came_and_blames_the_one_it_was_asking() -> None:
    said = b'["a",null]\n["a",{"kind":"alive"}]\n["b",null]\n["b",{"kind":"al'
    assert answers_in(said) == {"a": Answer("alive"), "b": Answer("silent", "Asking took too long, or broke off.")}
    assert answers_in(b"") == {}


def test_an_answer_counts_for_the_address_that_was_asked_and_once() -> None:
    row = a_link()
    assert notes(row, Answer("gone"), NOON, asked="https://example.org/before") == 0
    assert notes(row, Answer("gone"), NOON) == 1
    assert notes(row, Answer("gone"), NOON) == 0
    row.refresh_from_db()
    assert row.failures == 1
    operations.retire_link(actor=dana(), at=NOON, pk=row.pk, why="Nobody used it.")
    assert notes(row, Answer("gone"), NOON + timedelta(days=3)) == 0


def test_what_is_retired_or_stands_already_is_refused_by_the_operation_itself() -> None:
    row, other = a_link(), a_link("Other", "https://example.org/other")
    with pytest.raises(operations.StandsAlready):
        operations.move_link(actor=dana(), at=NOON, pk=row.pk, address=other.address)
    operations.move_link(actor=dana(), at=NOON, pk=row.pk, address=row.address)
    operations.retire_link(actor=dana(), at=NOON, pk=row.pk, why="Nobody used it.")
    with pytest.raises(operations.Retired):
        operations.move_link(actor=dana(), at=NOON, pk=row.pk, address="https://example.org/new")
    with pytest.raises(operations.Retired):
        operations.retire_link(actor=dana(), at=NOON, pk=row.pk, why="Again.")


def test_the_database_finds_what_is_due_as_the_rule_says() -> None:
    for days in (None, 0, 1, 2, 7, 8):
        for failures in (0, 1, 2, 3):
            Resource._base_manager.create(
                establishment_id=cast.oakfield().pk, title="x", address="https://example.org/", publisher="x",
                licence="x", failures=failures, checked_at=None if days is None else NOON - timedelta(days=days),
            )  # fmt: skip
    rows = Resource._base_manager.all()
    due = {row.pk for row in rows if rules.is_due(row.checked_at, row.failures, NOON)}
    assert {row.pk for row in queries.list_due_links(NOON, 100)} == due
    assert len(queries.list_due_links(NOON, 3)) == 3


def test_a_link_that_works_is_not_said_to_have_a_new_address(sign_in: SignIn) -> None:
    row = a_link("Thinkuknow", "https://www.thinkuknow.co.uk/")
    client, page = sign_in(cast.dana()), f"/registers/links/{row.pk}/"
    assert "https://www.ceopeducation.co.uk/" in words_of(client.get(page))
    notes(row, Answer("alive"), NOON)
    assert "https://www.ceopeducation.co.uk/" not in words_of(client.get(page))
