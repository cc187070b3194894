"""Fetches one file from a server that nobody here vouches for.

HTTPS alone, on its own ports, with the certificate verified. A name is resolved once and the connection goes to the
address that was looked at, which must be a public one; after every redirect anew. Size, time and number of redirects
are bounded, however slowly a server answers.
"""

import http.client
import os
import ssl
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from tutela.web.core.outward import IsPublic, LeadsInside, NotSecure, Resolve, address_of, connected, is_public, resolve

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


@dataclass(frozen=True)
class Bounds:
    """What a fetch may cost and where it may lead. Tests bring a world of their own."""

    bytes: int = MOST_BYTES
    seconds: float = MOST_SECONDS
    ports: tuple[int, ...] = PORTS
    resolve: Resolve = resolve
    is_public: IsPublic = is_public
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
                    raise CannotFetch(_too_slow(host, bounds)) from error
                raise CannotFetch(f"{host} broke off: {error or type(error).__name__}") from error
    raise CannotFetch(f"{host} sends from one address to the next without end.")


@contextmanager
def _connected(host: str, port: int, bounds: Bounds, ends_at: float) -> Iterator[http.client.HTTPConnection]:
    """A connection to the address that was looked at. Raises `CannotFetch`."""
    address = _address_of(host, port, bounds)
    if time.monotonic() >= ends_at:
        raise CannotFetch(_too_slow(host, bounds))
    try:
        with connected(
            address, host, port, ends_at=ends_at, most_seconds=READ_SECONDS, trust=bounds.trust
        ) as connection:
            yield connection
    except NotSecure as error:
        if isinstance(error.__cause__, ssl.SSLCertVerificationError):
            said = error.__cause__.verify_message
            raise CannotFetch(f"The certificate of {host} cannot be trusted: {said}.") from error
        raise CannotFetch(f"{host} does not speak HTTPS: {error}") from error
    except OSError as error:
        raise CannotFetch(f"{host} does not answer: {error.strerror or error}") from error


def _address_of(host: str, port: int, bounds: Bounds) -> str:
    try:
        return address_of(host, port, resolve=bounds.resolve, is_public=bounds.is_public)
    except LeadsInside as error:
        raise CannotFetch(
            f"{host} leads into a private network. Lists are fetched from the open internet only."
        ) from error
    except (OSError, UnicodeError) as error:
        raise CannotFetch(f"The name {host} cannot be found.") from error


def _asked(connection: http.client.HTTPConnection, path: str, headers: dict[str, str]) -> http.client.HTTPResponse:
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


def _too_slow(host: str, bounds: Bounds) -> str:
    return f"{host} took longer than {bounds.seconds:.0f} seconds."


def _too_large(host: str, bounds: Bounds) -> str:
    return f"{host} sends more than {bounds.bytes >> 20} MB, which is more than a list may have."


def _date(text: str) -> str:
    """What is sent back with the next request: only if it is a date."""
    try:
        parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return ""
    return text[:60]
