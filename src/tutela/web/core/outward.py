"""Connections to servers that nobody here vouches for: to the open internet alone, and cut when their time is over.

A name is resolved once and the connection goes to the address that was looked at. So an address that somebody typed
never makes this server knock on a door inside the network it stands in, and a slow server holds up nobody.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress

TRANSLATED = tuple(map(ipaddress.IPv6Network, ("64:ff9b::/96", "64:ff9b:1::/48", "::/96")))
"""Networks whose addresses hold one of the older kind."""

Resolve = Callable[[str, int], Iterable[str]]
IsPublic = Callable[[str], bool]


class LeadsInside(Exception):
    """A name that leads into a private network."""


class NotSecure(OSError):
    """The other side answers and does not speak TLS, or its certificate cannot be trusted: that is the cause."""


def resolve(host: str, port: int) -> list[str]:
    """Every address of a host. Raises OSError, UnicodeError."""
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


def address_of(host: str, port: int, *, resolve: Resolve, is_public: IsPublic) -> str:
    """The address to connect to. One that is not public spoils them all: such a name is set up to mislead.

    Raises `LeadsInside`; OSError or UnicodeError where there is no such name.
    """
    found = list(resolve(host, port))
    if not found or not all(map(is_public, found)):
        raise LeadsInside(host)
    return found[0]


@contextmanager
def connected(
    address: str, host: str, port: int, *, ends_at: float, most_seconds: float | None = None,
    trust: ssl.SSLContext | None,
) -> Iterator[http.client.HTTPConnection]:  # fmt: skip
    """A connection to an address of a host, cut at `ends_at` of the monotonic clock, whatever it is doing.

    most_seconds: for how long it may be silent, besides. trust: None speaks without TLS. Raises OSError, `NotSecure`.
    """
    left = ends_at - time.monotonic()
    if left <= 0:
        raise TimeoutError("the time is over")
    plain = socket.create_connection((address, port), timeout=min(left, most_seconds or left))
    with closing(plain), _cut_at(ends_at, plain):
        connection = http.client.HTTPSConnection(host, port) if trust else http.client.HTTPConnection(host, port)
        with closing(connection):
            connection.sock = _secured(plain, host, trust) if trust else plain
            yield connection


def _secured(plain: socket.socket, host: str, trust: ssl.SSLContext) -> ssl.SSLSocket:
    try:
        # an end without a farewell is a broken connection and not the end of what is read
        return trust.wrap_socket(plain, server_hostname=host, suppress_ragged_eofs=False)
    except (OSError, ValueError) as error:
        raise NotSecure(str(error)) from error


@contextmanager
def _cut_at(ends_at: float, connection: socket.socket) -> Iterator[None]:
    # a second handle on the same connection, so that the clock and the reading never touch the same object
    with closing(connection.dup()) as other:
        timer = threading.Timer(max(0.0, ends_at - time.monotonic()), _cut, (other,))
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()


def _cut(connection: socket.socket) -> None:
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
