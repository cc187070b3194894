"""Asks one website whether a page is still there, and reads nothing of it.

HTTP and HTTPS alone, on their own ports. A name is resolved once and the connection goes to the address that was looked
at, which must be a public one; after every redirect anew. So a link that somebody typed never makes this server knock
on a door inside the network it stands in.
"""

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urljoin, urlsplit

PORTS = {"http": 80, "https": 443}
MOST_SECONDS = 12.0
MOST_REDIRECTS = 5
LONGEST_ADDRESS = 500
USER_AGENT = "Tutela (link check)"
GONE = (404, 410)
PERMANENT, TEMPORARY = (301, 308), (302, 303, 307)
TRANSLATED = tuple(map(ipaddress.IPv6Network, ("64:ff9b::/96", "64:ff9b:1::/48", "::/96")))
"""Networks whose addresses hold one of the older kind."""

Kind = Literal["alive", "moved", "gone", "silent", "unclear", "refused"]


@dataclass(frozen=True)
class Answer:
    """What came of asking.

    alive; moved: for good, to `moved_to`; gone: the site says so; silent: nobody answers; unclear: the site does not
    tell us, which is no fault of the page; refused: an address that we do not ask.
    """

    kind: Kind
    words: str = ""
    moved_to: str = ""


class MayNotAsk(Exception):
    """An address that is not asked; the message says why in words."""


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
    """What asking may cost and where it may lead. Tests bring a world of their own."""

    seconds: float = MOST_SECONDS
    ports: Callable[[str, int], bool] = lambda scheme, port: PORTS.get(scheme) == port
    resolve: Callable[[str, int], Iterable[str]] = resolve
    is_public: Callable[[str], bool] = is_public
    trust: ssl.SSLContext = field(default_factory=ssl.create_default_context)


def check_address(url: str, bounds: Bounds | None = None) -> tuple[str, str, int, str]:
    """Scheme, host, port and path of an address that may be asked. Raises `MayNotAsk`."""
    bounds = bounds or Bounds()
    try:
        parts = urlsplit(url)
        port = parts.port or PORTS.get(parts.scheme, 0)
    except ValueError as error:
        raise MayNotAsk("This is not an address.") from error
    if parts.scheme not in PORTS:
        raise MayNotAsk("The address must begin with https:// or http://.")
    if not parts.hostname or len(url) > LONGEST_ADDRESS or any(ord(one) < 33 for one in url):
        raise MayNotAsk("This is not an address.")
    if parts.username or parts.password:
        raise MayNotAsk("The address must not hold a name or password.")
    if not bounds.ports(parts.scheme, port):
        raise MayNotAsk("The address must not name a port.")
    return parts.scheme, parts.hostname, port, (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def ask(url: str, bounds: Bounds | None = None) -> Answer:
    """Ask for a page, politely: its head first, and the page itself only where a site does not know heads."""
    bounds = bounds or Bounds()
    ends_at = time.monotonic() + bounds.seconds
    moved_to, for_good = "", True
    for _ in range(MOST_REDIRECTS + 1):
        try:
            status, target = _asked(url, bounds, ends_at)
        except MayNotAsk as error:
            return Answer("refused", str(error))
        except (OSError, http.client.HTTPException, ValueError) as error:
            return Answer("silent", f"{urlsplit(url).hostname} does not answer: {error or type(error).__name__}"[:200])
        if status not in (*PERMANENT, *TEMPORARY) or not target:
            return _judged(status, moved_to)
        url = urljoin(url, target)
        for_good = for_good and status in PERMANENT  # a step that may change tomorrow leads to no new address
        moved_to = url if for_good else moved_to
    return Answer("unclear", "The site sends from one address to the next without end.")


def _judged(status: int, moved_to: str) -> Answer:
    if status in GONE:
        return Answer("gone", f"The site answers with {status}: there is no such page.")
    if 200 <= status < 300:
        return Answer("moved", "The page has moved for good.", moved_to) if moved_to else Answer("alive")
    return Answer("unclear", f"The site answers with {status} and does not tell us more.")


def _asked(url: str, bounds: Bounds, ends_at: float) -> tuple[int, str]:
    """Status, and where it sends. Raises `MayNotAsk`, OSError, `http.client.HTTPException`."""
    scheme, host, port, path = check_address(url, bounds)
    address = _address_of(host, port, bounds)
    for method in ("HEAD", "GET"):
        left = ends_at - time.monotonic()
        if left <= 0:
            raise TimeoutError(f"it took longer than {bounds.seconds:.0f} seconds")
        plain = socket.create_connection((address, port), timeout=left)
        kind = http.client.HTTPSConnection if scheme == "https" else http.client.HTTPConnection
        connection = kind(host, port)
        with closing(plain), closing(connection):
            connection.sock = bounds.trust.wrap_socket(plain, server_hostname=host) if scheme == "https" else plain
            connection.request(method, path, headers={"User-Agent": USER_AGENT, "Accept": "*/*", "Connection": "close"})
            answer = connection.getresponse()
            if method == "HEAD" and answer.status in (403, 404, 405, 501):
                continue  # some sites know no heads
            return answer.status, answer.getheader("Location") or ""
    raise http.client.BadStatusLine("no answer")


def _address_of(host: str, port: int, bounds: Bounds) -> str:
    """The address to connect to. One that is not public spoils them all: such a name is set up to mislead."""
    try:
        found = list(bounds.resolve(host, port))
    except UnicodeError as error:
        raise MayNotAsk("This is not an address.") from error
    if not found or not all(map(bounds.is_public, found)):
        raise MayNotAsk("The address leads into a private network.")
    return found[0]
