"""Fetches one file from a server that nobody here vouches for.

HTTPS alone, on its own ports, with the certificate verified. A name is resolved once and the connection goes to the
address that was looked at, which must be a public one; after every redirect anew. Size, time and number of redirects
are bounded, however slowly a server answers.
"""

import http.client
import ipaddress
import os
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urljoin, urlsplit

PORTS = (443, 8443)
MOST_BYTES = 64 << 20
MOST_SECONDS = 120.0
READ_SECONDS = 15.0
MOST_REDIRECTS = 4
LONGEST_ADDRESS = 2_000
BLOCK = 1 << 16
NOT_LISTS = ("text/html", "application/xhtml", "image/", "video/", "audio/", "font/", "multipart/")
NEVER_LISTS = ("/proc", "/sys")
"""Folders of the machine in which no file is a list."""
REDIRECTS = (301, 302, 303, 307, 308)
USER_AGENT = "Tutela (list update)"


class CannotFetch(Exception):
    """The file was not fetched; the message says why in words for the person who looks after the list."""


@dataclass(frozen=True)
class Fetched:
    """What came back. `path` is None when the server says that nothing has changed."""

    path: Path | None
    etag: str = ""
    last_modified: str = ""
    bytes: int = 0


TRANSLATED = tuple(map(ipaddress.IPv6Network, ("64:ff9b::/96", "64:ff9b:1::/48", "::/96")))
"""Networks whose addresses hold one of the older kind."""


def resolve(host: str, port: int) -> list[str]:
    """Every address of a host. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


def is_public(address: str) -> bool:
    """Whether an address lies in the open internet: not here, not in a private network, not behind a translation."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
        if inner is not None:
            return is_public(str(inner))
        if found.is_site_local or any(found in network for network in TRANSLATED):
            return False
    return found.is_global and not found.is_multicast


@dataclass(frozen=True)
class Bounds:
    """What a fetch may cost and where it may lead. Tests bring a world of their own."""

    bytes: int = MOST_BYTES
    seconds: float = MOST_SECONDS
    ports: tuple[int, ...] = PORTS
    resolve: Callable[[str, int], Iterable[str]] = resolve
    is_public: Callable[[str], bool] = is_public
    trust: ssl.SSLContext = field(default_factory=ssl.create_default_context)


def check_address(url: str, ports: tuple[int, ...] = PORTS) -> tuple[str, int, str]:
    """Host, port and path of an address that may be fetched. Raises `CannotFetch` for any other."""
    try:
        parts = urlsplit(url)
        port = parts.port or 443
    except ValueError as error:
        raise CannotFetch(f"“{url[:80]}” is not an address.") from error
    if parts.scheme != "https":
        raise CannotFetch("Lists are fetched over HTTPS only: the address must begin with https://")
    if not parts.hostname or len(url) > LONGEST_ADDRESS or any(ord(one) < 33 for one in url):
        raise CannotFetch(f"“{url[:80]}” is not an address.")
    if parts.username or parts.password:
        raise CannotFetch("The address must not hold a name or password.")
    if port not in ports:
        raise CannotFetch(f"Port {port} is not one that lists are fetched from ({', '.join(map(str, ports))}).")
    return parts.hostname, port, (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def require_outside(place: Path, closed: Iterable[Path]) -> None:
    """Raise `CannotFetch` for what lies in one of these folders, or has one of them inside, wherever links lead: what
    is read of a list is shown to people.
    """
    real = place.resolve()
    for folder in (*closed, *map(Path, NEVER_LISTS)):
        own = folder.resolve()
        if real.is_relative_to(own) or own.is_relative_to(real):
            raise CannotFetch(
                f"“{place}” holds files of this server that are no list. Put lists into a folder of their own."
            )


def fetch(url: str, into: Path, *, etag: str = "", last_modified: str = "", bounds: Bounds | None = None) -> Fetched:
    """Fetch a file into `into`. Raises `CannotFetch`; what was written until then is removed."""
    bounds = bounds or Bounds()
    ends_at = time.monotonic() + bounds.seconds
    asked = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    headers = {name: value for name, value in asked.items() if value}
    for _ in range(MOST_REDIRECTS + 1):
        host, port, path = check_address(url, bounds.ports)
        with _connected(host, port, bounds, ends_at) as connection:
            try:
                answer = _asked(connection, path, headers)
                if answer.status in REDIRECTS:
                    url = urljoin(url, answer.getheader("Location") or "")
                    continue
                return _taken(answer, host, into, bounds)
            except (OSError, http.client.HTTPException, ValueError) as error:
                into.unlink(missing_ok=True)
                if time.monotonic() >= ends_at - 0.05:
                    raise CannotFetch(f"{host} took longer than {bounds.seconds:.0f} seconds.") from error
                raise CannotFetch(f"{host} broke off: {error or type(error).__name__}") from error
    raise CannotFetch(f"{host} sends from one address to the next without end.")


class _connected:  # noqa: N801  reads as what it does, `with _connected(...)`
    """A connection to the address that was looked at, cut when the time is over, whatever it is doing."""

    def __init__(self, host: str, port: int, bounds: Bounds, ends_at: float) -> None:
        address = _address_of(host, port, bounds)
        left = ends_at - time.monotonic()
        if left <= 0:
            raise CannotFetch(f"{host} took longer than {bounds.seconds:.0f} seconds.")
        try:
            plain = socket.create_connection((address, port), timeout=min(left, READ_SECONDS))
        except OSError as error:
            raise CannotFetch(f"{host} does not answer: {error.strerror or error}") from error
        # a second handle on the same connection, so that the clock and the reading never touch the same object
        self._other = plain.dup()
        self._timer = threading.Timer(ends_at - time.monotonic(), _cut, (self._other,))
        self._timer.daemon = True
        self._timer.start()
        self.connection = http.client.HTTPSConnection(host, port)
        try:
            # an end without a farewell is a broken connection and not the end of the file
            self.connection.sock = bounds.trust.wrap_socket(plain, server_hostname=host, suppress_ragged_eofs=False)
        except (OSError, ValueError) as error:
            plain.close()
            self._end()
            if isinstance(error, ssl.SSLCertVerificationError):
                raise CannotFetch(f"The certificate of {host} cannot be trusted: {error.verify_message}.") from error
            raise CannotFetch(f"{host} does not speak HTTPS: {error}") from error

    def __enter__(self) -> http.client.HTTPSConnection:
        return self.connection

    def __exit__(self, *_: object) -> None:
        self._end()

    def _end(self) -> None:
        self._timer.cancel()
        self.connection.close()
        self._other.close()


def _cut(connection: socket.socket) -> None:
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)


def _address_of(host: str, port: int, bounds: Bounds) -> str:
    """The address to connect to. One that is not public spoils them all: such a name is set up to mislead."""
    try:
        found = list(bounds.resolve(host, port))
    except (OSError, UnicodeError) as error:
        raise CannotFetch(f"The name {host} cannot be found.") from error
    if not found or not all(map(bounds.is_public, found)):
        raise CannotFetch(f"{host} leads into a private network. Lists are fetched from the open internet only.")
    return found[0]


def _asked(connection: http.client.HTTPSConnection, path: str, headers: dict[str, str]) -> http.client.HTTPResponse:
    # packed on the way would be a second way to grow; a list that is packed is so as a file
    fixed = {"User-Agent": USER_AGENT, "Accept": "*/*", "Accept-Encoding": "identity", "Connection": "close"}
    connection.request("GET", path, headers=fixed | headers)
    return connection.getresponse()


def _taken(answer: http.client.HTTPResponse, host: str, into: Path, bounds: Bounds) -> Fetched:
    etag, modified = answer.getheader("ETag") or "", answer.getheader("Last-Modified") or ""
    if answer.status == http.client.NOT_MODIFIED:
        return Fetched(None, etag, modified)
    if answer.status != http.client.OK:
        raise CannotFetch(f"{host} answers with {answer.status} {answer.reason[:60]}.")
    kind = (answer.getheader("Content-Type") or "").lower()
    if kind.startswith(NOT_LISTS):
        raise CannotFetch(f"{host} sends “{kind.partition(';')[0]}”, which is no list.")
    promised = answer.getheader("Content-Length") or ""
    if promised.isdecimal() and int(promised) > bounds.bytes:
        raise CannotFetch(_too_large(host, bounds))
    taken = 0
    with into.open("wb") as file:
        while block := answer.read(BLOCK):
            taken += len(block)
            if taken > bounds.bytes:
                into.unlink(missing_ok=True)
                raise CannotFetch(_too_large(host, bounds))
            file.write(block)
        file.flush()
        os.fsync(file.fileno())
    if promised.isdecimal() and taken < int(promised):
        raise http.client.IncompleteRead(b"", int(promised) - taken)
    return Fetched(into, etag[:300], _date(modified), taken)


def _too_large(host: str, bounds: Bounds) -> str:
    return f"{host} sends more than {bounds.bytes >> 20} MB, which is more than a list may have."


def _date(text: str) -> str:
    """What is sent back with the next request: only if it is a date."""
    try:
        parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return ""
    return text[:60]
