"""The gateway's own pages, which work when the web application does not: "This seems wrong", set-up of devices.

    python3 -ISu pages.py EDGE ADDRESS PORT PROXY_PORTS      PROXY_PORTS: slug=port,slug=port

    /SLUG/wrong?t=TOKEN     a form, and its answer: a spool record of kind "report-wrong", on the disc before the thanks
    /SLUG/authority.pem     the certificate that devices must trust
    /SLUG/proxy.pac         how a device finds the proxy
    /alive                  the page server lives

Runs as Squid's user on the standard library alone. Writes down nothing about who looks at these pages.
"""

import json
import os
import sys
import threading
import time
from base64 import b64encode
from collections import deque
from hashlib import sha256
from html import escape
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socket import AF_INET, AF_INET6, socket
from typing import Any
from urllib.parse import parse_qs, urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tutela.gateway import blockpage, report

LONGEST_BODY = 4096
LONGEST_WORDS = 500
MOST_PER_MINUTE = 60
MOST_AT_ONCE = 32
SECONDS_PER_REQUEST = 10
CSS = Path(__file__).with_name("page.css").read_text("utf-8").replace("\n", "")
HEADERS = {
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{b64encode(sha256(CSS.encode()).digest()).decode()}'; "
        "img-src data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class Establishment:
    """What the pages need of one establishment; read anew for each request, so it is never stale."""

    def __init__(self, edge: Path, slug: str) -> None:
        self.slug, self.own, self.live = slug, edge / "own" / slug, edge / "live" / slug
        self.spool = edge / "spool" / f"gateway-{slug}"

    def named(self) -> tuple[str, dict[str, Any], str]:
        """The name people know it by, the words of the pages, and where its web application is, if that is known."""
        for name in ("live.json", "lastgood.json"):
            try:
                files = json.loads((self.live / name).read_bytes())["files"]
                policy = json.loads((self.live / files["policy"]["file"]).read_bytes())
                words = json.loads((self.live / files["words"]["file"]).read_bytes())
                pages = policy.get("pages", {})
                return pages.get("school") or policy["establishment"]["name"], words, pages.get("address", "")
            except (OSError, ValueError, KeyError):
                continue
        return "your school", {}, ""

    def key(self) -> bytes:
        return (self.own / "page.key").read_bytes()

    def write(self, fields: dict[str, Any]) -> None:
        """One record, on the disc when this returns. Each gets a file of its own. Raises OSError."""
        now = time.time_ns()
        record = {"seq": 1, "kind": "report-wrong", "at_ms": now // 1_000_000, "establishment": self.slug, **fields}
        target = self.spool / f"{now}.ndjson"
        draft = target.with_suffix(".new")
        with draft.open("wb") as file:
            file.write(json.dumps(record, ensure_ascii=False).encode() + b"\n")
            file.flush()
            os.fchmod(file.fileno(), 0o640)
            os.fsync(file.fileno())
        draft.rename(target)
        folder = os.open(self.spool, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


class Pages(BaseHTTPRequestHandler):
    """One request to the gateway's own pages."""

    server: "Server"
    timeout = SECONDS_PER_REQUEST
    server_version, sys_version = "tutela", ""

    def do_GET(self) -> None:
        place = urlsplit(self.path)
        if place.path == "/alive" or self.headers.get("Host", "").startswith("canary."):
            self._send(HTTPStatus.OK, "alive\n", "text/plain; charset=utf-8")
            return
        slug, _, what = place.path.strip("/").partition("/")
        if slug not in self.server.ports:
            self._short(
                HTTPStatus.NOT_FOUND, self.server.any(), "Nothing here", "This page of the filter does not exist."
            )
            return
        there = Establishment(self.server.edge, slug)
        if what == "wrong":
            self._form(there, parse_qs(place.query).get("t", [""])[0])
        elif what == "authority.pem":
            self._send(HTTPStatus.OK, (there.own / "certificate.pem").read_text(), "application/x-x509-ca-cert")
        elif what == "proxy.pac":
            proxy = f"PROXY {self._reached_at()}:{self.server.ports[slug]}"
            script = f'function FindProxyForURL(url, host) {{ return "{proxy}"; }}\n'
            self._send(HTTPStatus.OK, script, "application/x-ns-proxy-autoconfig")
        else:
            self._short(HTTPStatus.NOT_FOUND, there, "Nothing here", "This page of the filter does not exist.")

    def do_POST(self) -> None:
        place = urlsplit(self.path)
        slug, _, what = place.path.strip("/").partition("/")
        length = self.headers.get("Content-Length", "")
        if slug not in self.server.ports or what != "wrong" or not length.isdecimal() or int(length) > LONGEST_BODY:
            self.close_connection = True
            self._short(HTTPStatus.BAD_REQUEST, self.server.any(), "That did not work", "Please go back and try again.")
            return
        fields = parse_qs(self.rfile.read(int(length)).decode("utf-8", "replace"))
        self._take(Establishment(self.server.edge, slug), fields)

    def _take(self, there: Establishment, fields: dict[str, list[str]]) -> None:
        try:
            said = report.read(there.key(), fields.get("t", [""])[0])
        except (report.BadToken, OSError):
            self._expired(there)
            return
        if not self.server.may_report():
            self._short(
                HTTPStatus.TOO_MANY_REQUESTS, there, "Please wait", "Many reports came at once. Try again soon."
            )
            return
        words = " ".join("".join(c for c in fields.get("words", [""])[0] if c.isprintable() or c.isspace()).split())
        there.write({**said, "words": words[:LONGEST_WORDS]})
        body = (
            '<div class="panel"><h1>Thank you</h1></div>'
            f"<p>We have told the school about <b>{escape(said['site'])}</b>.</p>"
            "<p>Somebody will look at it. If it should be open, it will be opened.</p>"
        )
        self._page(HTTPStatus.OK, there, "Thank you", body)

    def _form(self, there: Establishment, token: str) -> None:
        try:
            said = report.read(there.key(), token)
        except (report.BadToken, OSError):
            self._expired(there)
            return
        young = said.get("band") == blockpage.YOUNGEST
        question = "Why should it be open?" if young else "What did you want to do there?"
        hint = (
            ""
            if young
            else '<p class="hint" id="hint">You may leave this empty. Do not give your name or a password.</p>'
        )
        body = (
            "<h1>Should this page be open?</h1>"
            f"<p>You are about to tell the school about <b>{escape(said['site'])}</b>.</p>"
            f'<form method="post" action="/{there.slug}/wrong"><input type="hidden" name="t" value="{escape(token)}">'
            f'<label for="words">{question}</label>{hint}'
            f'<p><textarea id="words" name="words" maxlength="{LONGEST_WORDS}" aria-describedby="hint"></textarea></p>'
            "<p>Your name is not sent with this.</p><button>Tell the school</button></form>"
        )
        self._page(HTTPStatus.OK, there, "Should this page be open?", body)

    def _expired(self, there: Establishment) -> None:
        lead = "Load the blocked page again and use the link on it."
        self._short(HTTPStatus.BAD_REQUEST, there, "This link no longer works", lead)

    def _short(self, status: HTTPStatus, there: Establishment | None, title: str, lead: str) -> None:
        self._page(status, there, title, f'<h1>{escape(title)}</h1><p class="lead">{escape(lead)}</p>')

    def _page(self, status: HTTPStatus, there: Establishment | None, title: str, body: str) -> None:
        school, words, address = there.named() if there else ("Web filter", {}, "")
        below = blockpage.help_link(address, words.get("help_link", ""))
        whole = blockpage.opening(title, school) + body + blockpage.closing(school, below)
        self._send(status, blockpage.document(words.get("language", "en"), CSS, whole), "text/html; charset=utf-8")

    def _send(self, status: HTTPStatus, text: str, kind: str) -> None:
        raw = text.encode()
        self.send_response(status)
        for name, value in (HEADERS | {"Content-Type": kind, "Content-Length": str(len(raw))}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(raw)

    def _reached_at(self) -> str:
        """The address by which a device asked us directly, so that it finds the proxy beside us."""
        address: str = self.connection.getsockname()[0]
        return f"[{address}]" if ":" in address else address

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  the name is the base class's
        """Nobody writes down who reads these pages."""


class Server(ThreadingHTTPServer):
    """Serves the pages of every establishment; at most 32 requests at once."""

    daemon_threads = True

    def __init__(self, edge: Path, address: tuple[str, int], ports: dict[str, int]) -> None:
        self.edge, self.ports = edge, ports
        self.address_family = AF_INET6 if ":" in address[0] else AF_INET
        self._free = threading.BoundedSemaphore(MOST_AT_ONCE)
        self._reports: deque[float] = deque(maxlen=MOST_PER_MINUTE)
        super().__init__(address, Pages)

    def any(self) -> Establishment | None:
        return Establishment(self.edge, next(iter(self.ports))) if self.ports else None

    def may_report(self) -> bool:
        """Whether one more report is taken in this minute."""
        now = time.monotonic()
        if len(self._reports) == MOST_PER_MINUTE and now - self._reports[0] < 60:
            return False
        self._reports.append(now)
        return True

    def process_request(self, request: socket | tuple[bytes, socket], client_address: Any) -> None:
        if self._free.acquire(blocking=False):
            super().process_request(request, client_address)
        else:
            self.shutdown_request(request)

    def process_request_thread(self, request: socket | tuple[bytes, socket], client_address: Any) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._free.release()


def main(arguments: list[str]) -> None:
    edge, address, port = Path(arguments[0]), arguments[1], int(arguments[2])
    ports = {slug: int(number) for slug, _, number in (one.partition("=") for one in arguments[3].split(","))}
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    Server(edge, (address, port), ports).serve_forever()


def _end_with(parent: int) -> None:
    """Leave the port free for the next one when the supervisor is gone."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1:])
