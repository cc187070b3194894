"""A mail server to send to in tests: SMTP over a socket, with STARTTLS and passwords as a school's server has them."""

import base64
import ipaddress
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass
class MailServer:
    """`said` is every line that came in the clear, `taken` what was accepted: (recipient, text, came encrypted)."""

    port: int = 0
    context: ssl.SSLContext | None = None
    refuses: str = ""
    """A recipient that it does not take."""
    is_mute: bool = False
    """It takes the connection and never says a word."""
    said: list[str] = field(default_factory=list)
    passwords: list[str] = field(default_factory=list)
    taken: list[tuple[str, str, bool]] = field(default_factory=list)
    connections: int = 0
    ended: threading.Event = field(default_factory=threading.Event)


@contextmanager
def mail_server(folder: Path, *, encrypts: bool = True, **more: Any) -> Iterator[MailServer]:
    """Serve on a loopback port until the end of the block; its certificate is `folder/mail.pem`."""
    here = MailServer(context=_context(folder) if encrypts else None, **more)

    class Session(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            session = _Session(here, self.request)
            try:
                session.run()
            finally:
                session.lines.close()
                session.connection.close()

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        allow_reuse_address = True

    with Server(("127.0.0.1", 0), Session) as server:
        here.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield here
        finally:
            here.ended.set()
            server.shutdown()


class _Session:
    def __init__(self, here: MailServer, connection: Any) -> None:
        self.here, self.connection, self.encrypted, self.recipient = here, connection, False, ""
        self.lines = connection.makefile("rb")

    def run(self) -> None:
        self.here.connections += 1
        if self.here.is_mute:
            self.here.ended.wait(60)
            return
        self.say("220 mail.oakfield.example")
        while line := self.lines.readline().decode().strip():
            if not self.encrypted:
                self.here.said.append(line)
            verb = line.split(":")[0].upper()
            if verb == "QUIT":
                self.say("221 bye")
                return
            self.answer(verb, line)

    def answer(self, verb: str, line: str) -> None:
        if verb.startswith("EHLO"):
            offers = ["AUTH PLAIN"] if self.encrypted or not self.here.context else ["STARTTLS"]
            self.say("250-mail.oakfield.example", *(f"250-{one}" for one in offers), "250 8BITMIME")
        elif verb == "STARTTLS" and self.here.context:
            self.say("220 go on")
            self.connection = self.here.context.wrap_socket(self.connection, server_side=True)
            self.lines, self.encrypted = self.connection.makefile("rb"), True
        elif verb.startswith("AUTH PLAIN"):
            self.here.passwords.append(base64.b64decode(line.split()[2]).decode().split("\0")[2])
            self.say("235 welcome")
        elif verb == "RCPT TO":
            self.recipient = line.partition("<")[2].partition(">")[0]
            self.say("550 nobody of that name" if self.recipient == self.here.refuses else "250 known")
        elif verb == "DATA":
            self.say("354 go on")
            text = b"".join(iter(self.lines.readline, b".\r\n")).decode()
            self.here.taken.append((self.recipient, text, self.encrypted))
            self.say("250 taken")
        else:
            self.say("250 well")

    def say(self, *lines: str) -> None:
        self.connection.sendall("".join(f"{line}\r\n" for line in lines).encode())


def _context(folder: Path) -> ssl.SSLContext:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail.oakfield.example")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "mail.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "mail.key").write_bytes(private)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "mail.pem", folder / "mail.key")
    return context
