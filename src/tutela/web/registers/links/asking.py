"""Asks one website whether a page is still there, and reads nothing of it.

HTTP and HTTPS alone, on their own ports. A name is resolved once and the connection goes to the address that was looked
at, which must be a public one; after every redirect anew. So a link that somebody typed never makes this server knock
on a door inside the network it stands in.
"""

import http.client
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import quote, urljoin, urlsplit

from tutela.web.core.outward import IsPublic, LeadsInside, Resolve, address_of, connected, is_public, resolve

PORTS = {"http": 80, "https": 443}
MOST_SECONDS = 12.0
MOST_REDIRECTS = 5
LONGEST_ADDRESS = 500
USER_AGENT = "Tutela (link check)"
GONE = (404, 410)
PERMANENT, TEMPORARY = (301, 308), (302, 303, 307)
AS_THEY_ARE = "/%:@!$&'()*+,;=~?-._"
"""What stays in a path; everything else is sent as the bytes of UTF-8."""

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


@dataclass(frozen=True)
class Bounds:
    """What asking may cost and where it may lead. Tests bring a world of their own."""

    seconds: float = MOST_SECONDS
    ports: Callable[[str, int], bool] = lambda scheme, port: PORTS.get(scheme) == port
    resolve: Resolve = resolve
    is_public: IsPublic = is_public
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
    path = quote(parts.path or "/", safe=AS_THEY_ARE)
    return (
        parts.scheme,
        parts.hostname,
        port,
        path + (f"?{quote(parts.query, safe=AS_THEY_ARE)}" if parts.query else ""),
    )


def ask(url: str, bounds: Bounds | None = None) -> Answer:
    """Ask for a page, politely: its head first, and the page itself only where a site does not know heads."""
    bounds = bounds or Bounds()
    ends_at = time.monotonic() + bounds.seconds
    moved_to, for_good = "", True
    for hop in range(MOST_REDIRECTS + 1):
        try:
            status, target = _asked(url, bounds, ends_at)
        except MayNotAsk as error:
            # where a site sends us says nothing about the link itself
            return Answer("unclear", f"The site sends on. {error}"[:200]) if hop else Answer("refused", str(error))
        except (OSError, http.client.HTTPException, ValueError) as error:
            return Answer("silent", f"{urlsplit(url).hostname} does not answer: {error or type(error).__name__}"[:200])
        if status not in (*PERMANENT, *TEMPORARY) or not target:
            return _judged(status, moved_to)
        try:
            url = urljoin(url, target)
        except ValueError:
            return Answer("unclear", "The site sends on to what is no address.")
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
    """Status, and where it sends. Raises `MayNotAsk`, OSError, `http.client.HTTPException`, ValueError."""
    scheme, host, port, path = check_address(url, bounds)
    address = _address_of(host, port, bounds)
    trust = bounds.trust if scheme == "https" else None
    for method in ("HEAD", "GET"):
        if time.monotonic() >= ends_at:
            break
        with connected(address, host, port, ends_at=ends_at, trust=trust) as connection:
            connection.request(method, path, headers={"User-Agent": USER_AGENT, "Accept": "*/*", "Connection": "close"})
            answer = connection.getresponse()
            if time.monotonic() >= ends_at:
                break  # without TLS a head that was cut reads like a whole one
            if method == "HEAD" and answer.status in (403, 404, 405, 501):
                continue  # some sites know no heads
            return answer.status, _as_meant(answer.getheader("Location") or "")
    raise TimeoutError(f"it took longer than {bounds.seconds:.0f} seconds")


def _as_meant(header: str) -> str:
    """A header as most sites mean it: it is read byte for byte, and letters beyond ASCII are sent as UTF-8."""
    try:
        return header.encode("latin-1").decode()
    except UnicodeError:
        return header


def _address_of(host: str, port: int, bounds: Bounds) -> str:
    try:
        return address_of(host, port, resolve=bounds.resolve, is_public=bounds.is_public)
    except LeadsInside as error:
        raise MayNotAsk("The address leads into a private network.") from error
    except UnicodeError as error:
        raise MayNotAsk("This is not an address.") from error
