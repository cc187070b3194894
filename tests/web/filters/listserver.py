"""A server of lists that answers slowly, wrongly or with malice, over HTTPS on the loopback network."""

import gzip
import http.server
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.gateway.origin import _certificates
from tutela.web.filters.fetching.download import Bounds

NAME = "lists.test"
GAMBLING = "".join(f"bet{number}.example\n" for number in range(100))


@dataclass
class ListServer:
    port: int
    authority: Path
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    content: bytes = GAMBLING.encode()
    etag: str = '"one"'

    def url(self, path: str) -> str:
        return f"https://{NAME}:{self.port}{path}"

    def bounds(self, **changed: object) -> Bounds:
        """The world of a test: the name leads here, and here is taken to be the open internet."""
        world = {
            "ports": (self.port,),
            "resolve": lambda host, port: ["127.0.0.1"] if host == NAME else [host],
            "is_public": lambda address: address == "127.0.0.1",
            "trust": ssl.create_default_context(cafile=self.authority),
            "seconds": 3.0,
            "bytes": 1 << 20,
        }
        return Bounds(**(world | changed))  # type: ignore[arg-type]


@contextmanager
def list_server(folder: Path) -> Iterator[ListServer]:
    folder.mkdir(parents=True, exist_ok=True)
    authority, chain = _certificates(folder, [NAME])
    served = ListServer(0, authority)

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            served.asked.append((self.path, dict(self.headers)))
            answer = getattr(self, "answer_" + self.path.strip("/").replace("-", "_").partition("?")[0], None)
            try:
                answer() if answer else self.send_error(404)
            except OSError:
                self.close_connection = True

        def give(self, content: bytes, kind: str = "text/plain", **headers: str) -> None:
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            for name, value in headers.items():
                self.send_header(name.replace("_", "-"), value)
            self.end_headers()
            self.wfile.write(content)

        def go_to(self, url: str) -> None:
            self.send_response(302)
            self.send_header("Location", url)
            self.end_headers()

        def answer_list(self) -> None:
            if self.headers.get("If-None-Match") == served.etag:
                self.send_response(304)
                self.end_headers()
                return
            self.give(served.content, ETag=served.etag, Last_Modified="Sun, 22 Nov 2026 09:00:00 GMT")

        def answer_packed(self) -> None:
            self.give(gzip.compress(served.content), "application/gzip")

        def answer_moved(self) -> None:
            self.go_to("/list")

        def answer_around(self) -> None:
            self.go_to("/around")

        def answer_to_loopback(self) -> None:
            self.go_to(f"https://127.0.0.2:{served.port}/list")

        def answer_to_plain_http(self) -> None:
            self.go_to(f"http://{NAME}/list")

        def answer_page(self) -> None:
            self.give(b"<!doctype html><p>Please sign in", "text/html; charset=utf-8")

        def answer_too_large(self) -> None:
            self.give(b"x" * (2 << 20))

        def answer_endless(self) -> None:
            self.send_response(200)
            self.end_headers()
            while True:
                self.wfile.write(b"bet.example\n" * 5000)

        def answer_half(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", str(len(served.content)))
            self.end_headers()
            self.wfile.write(served.content[:100])
            self.close_connection = True

        def answer_half_and_no_length(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(served.content[:100])
            self.wfile.flush()
            self.connection.unwrap = lambda: None  # type: ignore[attr-defined]  no farewell
            self.close_connection = True

        def answer_drip(self) -> None:
            for one in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 1000:
                self.wfile.write(bytes([one]))
                self.wfile.flush()
                time.sleep(0.2)

        def answer_mute(self) -> None:
            time.sleep(20)

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.block_on_close = False
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain)
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    served.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()
