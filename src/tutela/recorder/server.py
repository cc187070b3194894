"""Answers the ClickHouse HTTP dialect on a unix socket: named statements, inserts, nothing else.

Whoever may open the socket must also know the token. The text of a request is compared letter by
letter with the named statements, so that no SQL of anybody else's is ever run.
"""

import base64
import contextlib
import hmac
import json
import re
import socket
import socketserver
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

from tutela.events import statements
from tutela.events.stores.chdb import ChdbStore
from tutela.events.stores.errors import StoreError

LARGEST_REQUEST: Final = 64 * 1024 * 1024
AT_ONCE: Final = 8
SECONDS_IDLE: Final = 120
_OF_THE_CLIENT: Final = frozenset(
    {
        "SELECT version(), timezone()",
        "SELECT name, value, readonly FROM system.settings LIMIT 10000",
        "SELECT 1 AS check",
    }
)
"""What the stock client asks by itself when it connects."""
_INSERT: Final = re.compile(rb"INSERT INTO `?(?P<table>\w+)`?\s+FORMAT ArrowStream\n")
_OUTPUTS: Final = frozenset({"JSONEachRow", statements.EVENT_ROWS, "Native", "ArrowStream", "TSV"})


class StoreServer(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    """Serves one store until `shutdown`; the socket can be used by its owner and its group."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, path: Path, store: ChdbStore, token: str, health: Callable[[], dict[str, object]]) -> None:
        self.path = path
        self.store = store
        self.token = token
        self.health = health
        self.turns = threading.BoundedSemaphore(AT_ONCE)
        path.parent.mkdir(parents=True, exist_ok=True)
        # Ours alone: the event folder's lock is held already, so no other recorder listens here.
        path.unlink(missing_ok=True)
        super().__init__(str(path), _Request)
        path.chmod(0o660)

    def get_request(self) -> tuple[socket.socket, Any]:
        """Give a caller of a unix socket something to be known by."""
        connection, _ = super().get_request()
        return connection, ("unix", 0)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller that has gone is no news."""

    @contextlib.contextmanager
    def serving(self) -> Any:
        """Serve in a thread for as long as the block lasts."""
        thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.2}, name="store-server")
        thread.start()
        try:
            yield self
        finally:
            self.shutdown()
            thread.join()
            self.server_close()
            with contextlib.suppress(OSError):
                self.path.unlink()


class _Refused(Exception):
    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status = status


class _Request(BaseHTTPRequestHandler):
    server: StoreServer
    protocol_version = "HTTP/1.1"
    timeout = SECONDS_IDLE
    server_version = "tutela-recorder"
    sys_version = ""

    def do_GET(self) -> None:
        if urlsplit(self.path).path == "/health":
            state = self.server.health()
            self._answer(200 if state.get("ok") else 503, json.dumps(state, default=str).encode(), "JSON")
            return
        self._do()

    def do_POST(self) -> None:
        self._do()

    def _do(self) -> None:
        try:
            body = self._body()
            self._admit()
            with self.server.turns:
                answer, output = self._run(dict(parse_qsl(urlsplit(self.path).query, keep_blank_values=True)), body)
            self._answer(200, answer, output)
        except _Refused as refused:
            self._answer(refused.status, str(refused).encode(), "TSV", code="497")
        except StoreError as error:
            self._answer(500, str(error).encode(), "TSV", code="1000")

    def _body(self) -> bytes:
        if "chunked" in self.headers.get("Transfer-Encoding", "").lower():
            return self._chunks()
        length = self.headers.get("Content-Length") or "0"
        if not length.isdigit() or int(length) > LARGEST_REQUEST:
            self.close_connection = True
            raise _Refused(413, "The request is too large.")
        return self.rfile.read(int(length))

    def _chunks(self) -> bytes:
        body = bytearray()
        while size := int(self.rfile.readline(40).split(b";")[0] or b"0", 16):
            if len(body) + size > LARGEST_REQUEST:
                self.close_connection = True
                raise _Refused(413, "The request is too large.")
            body += self.rfile.read(size)
            self.rfile.readline(8)
        self.rfile.readline(8)
        return bytes(body)

    def _admit(self) -> None:
        given = self.headers.get("X-ClickHouse-Key", "")
        kind, _, value = self.headers.get("Authorization", "").partition(" ")
        if kind == "Basic":
            with contextlib.suppress(ValueError):
                given = base64.b64decode(value).decode("utf-8", "replace").partition(":")[2]
        if not hmac.compare_digest(given.encode(), self.server.token.encode()):
            raise _Refused(401, "The recorder does not know you.")

    def _run(self, asked: dict[str, str], body: bytes) -> tuple[bytes, str]:
        whole = asked.get("query", "").encode() + b"\n" + body if asked.get("query") else body
        if insert := _INSERT.match(whole):
            token = asked.get("insert_deduplication_token", "")
            self.server.store.insert_block(insert["table"].decode(), whole[insert.end() :], token)
            return b"", "TSV"
        text, mark, output = whole.decode("utf-8", "replace").strip().rpartition("\n FORMAT ")
        if not mark:
            text, output = output, "TSV"
        if output not in _OUTPUTS:
            raise _Refused(403, "That form of answer is not offered.")
        values = {key.removeprefix("param_"): value for key, value in asked.items() if key.startswith("param_")}
        if text in _OF_THE_CLIENT or text in statements.queries().values():
            return self.server.store.answer(text, values, output), output
        if text in statements.writes().values():
            self.server.store.change(text, values)
            return b"", "TSV"
        raise _Refused(403, "That is not one of the named statements.")

    def _answer(self, status: int, content: bytes, output: str, code: str = "") -> None:
        with contextlib.suppress(OSError):
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.send_header("X-ClickHouse-Format", output)
            if code:
                self.send_header("X-ClickHouse-Exception-Code", code)
            self.end_headers()
            self.wfile.write(content)

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002
        """Keep no second record of what was asked: the caller has audited its purpose."""
