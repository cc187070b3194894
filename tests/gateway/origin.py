"""A small web to browse in tests: HTTP and HTTPS on a loopback address, under an authority of its own."""

import datetime as dt
import http.server
import random
import socket
import ssl
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID


@dataclass
class Origin:
    """`names` are served on `address`, ports 80 and 443; `authority` is the PEM that browsers must trust for them."""

    address: str
    names: tuple[str, ...]
    authority: Path
    hosts_file: Path
    asked: list[tuple[str, str]] = field(default_factory=list)
    """(host, path with query) of every request that arrived."""
    pages: dict[str, str] = field(default_factory=dict)
    """HTML by host; any other page says which host and path it is."""


@contextmanager
def origin(folder: Path, names: Sequence[str]) -> Iterator[Origin]:
    """Serve until the end of the block. Skips the test where ports 80 and 443 cannot be bound."""
    folder.mkdir(parents=True, exist_ok=True)
    authority, chain = _certificates(folder, names)
    for _ in range(20):
        address = f"127.{random.randint(64, 250)}.{random.randint(1, 250)}.{random.randint(2, 250)}"
        try:
            plain, secure = _listen(address, 80), _listen(address, 443)
            break
        except PermissionError:
            pytest.skip("ports 80 and 443 on the loopback network need root")
        except OSError:
            continue
    hosts = folder / "hosts"
    hosts.write_text(f"{address} {' '.join(names)}\n")
    served = Origin(address, tuple(names), authority, hosts)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain)
    for file in (authority, hosts):
        file.chmod(0o644)
    servers = [_Server(plain, served, None), _Server(secure, served, context)]
    threads = [threading.Thread(target=server.serve_forever, daemon=True) for server in servers]
    for thread in threads:
        thread.start()
    try:
        yield served
    finally:
        for server in servers:
            server.shutdown()
            server.server_close()


def _listen(address: str, port: int) -> socket.socket:
    made = socket.socket()
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((address, port))
    except OSError:
        made.close()
        raise
    made.listen(512)
    return made


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, listening: socket.socket, served: Origin, context: ssl.SSLContext | None) -> None:
        self.served, self.context = served, context
        super().__init__(listening.getsockname(), _Page, bind_and_activate=False)
        self.socket.close()
        self.socket = listening

    def finish_request(self, request, client_address):
        request.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if self.context:
            request.settimeout(10)
            try:
                request = self.context.wrap_socket(request, server_side=True)
            except (OSError, ssl.SSLError):
                return
        try:
            super().finish_request(request, client_address)
        except (OSError, ssl.SSLError, ValueError):
            pass
        finally:
            if self.context:
                request.close()

    def handle_error(self, request, client_address):
        """A browser that leaves early is no fault of the test."""


class _Page(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = 65536

    def do_GET(self):
        host = self.headers.get("Host", "").partition(":")[0]
        self.server.served.asked.append((host, self.path))
        text = self.server.served.pages.get(host) or f"<!DOCTYPE html><title>{host}</title><p>origin {host} {self.path}"
        raw = text.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    do_POST = do_GET

    def log_message(self, *arguments):
        """Quiet."""


def _certificates(folder: Path, names: Sequence[str]) -> tuple[Path, Path]:
    at = dt.datetime.now(dt.UTC)
    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root_name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Authority of the test web")])

    def begin(subject, public_key):
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(root_name)
            .public_key(public_key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(at - dt.timedelta(days=1))
            .not_valid_after(at + dt.timedelta(days=30))
        )

    root = (
        begin(root_name, root_key.public_key())
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(root_key, hashes.SHA256())
    )
    leaf_name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0])])
    leaf = (
        begin(leaf_name, key.public_key())
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name) for name in names]), critical=False)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(root_key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    authority, chain = folder / "test-web-authority.pem", folder / "test-web.pem"
    authority.write_bytes(root.public_bytes(pem))
    chain.write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()) + leaf.public_bytes(pem)
    )
    chain.chmod(0o600)
    return authority, chain
