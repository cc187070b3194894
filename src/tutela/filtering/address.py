"""An address as it was asked for → the one spelling that lists and rules are compared with.

The same site can be written in many ways: capitals, a trailing dot, percent-encoding, an international name, a number
in place of four, a friendly name before an `@`. Whoever compares the spelling can be walked round; so everything is
brought to one form first, the way browsers do it (WHATWG URL, UTS 46), and what no browser would open is refused.
"""

import re
import unicodedata
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from typing import NamedTuple
from urllib.parse import quote, unquote_to_bytes

LONGEST = 65_536
"""Characters an address may have; longer ones are refused."""
LONGEST_SHOWN = 80

WEB_SCHEMES = {"http": 80, "https": 443, "ws": 80, "wss": 443, "ftp": 21}
OTHER_SCHEMES = {"about", "blob", "data", "file", "javascript", "mailto", "tel", "sms", "view-source", "vbscript"}

# What nearly every request looks like already; whatever does not match goes the long way round.
PLAIN = re.compile(
    r"(?:(https?)://)?"
    r"((?:[a-z0-9_][a-z0-9_-]*\.)+[a-z][a-z0-9-]*)"
    r"(?::([1-9][0-9]{0,4}))?"
    r"((?:/[A-Za-z0-9_~!$&'()*+,;=:@-][A-Za-z0-9._~!$&'()*+,;=:@-]*)*/?)"
    r"(?:\?([^#\s\\]*))?"
)
SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
LABEL = re.compile(r"[a-z0-9_-]{1,63}")
NUMBER = re.compile(r"0[xX][0-9a-fA-F]*|[0-9]+")
ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
DOTS = str.maketrans({"\u3002": ".", "\uff0e": ".", "\uff61": "."})
# Characters that UTS 46 drops without a trace: soft hyphen, zero-width space and the like, variation selectors.
INVISIBLE = dict.fromkeys([0xAD, 0x34F, 0x200B, 0x2060, 0x2064, 0xFEFF, *range(0xFE00, 0xFE10)])
UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
NAT64 = int(IPv6Address("64:ff9b::"))


class BadAddress(ValueError):
    """What was given is not the address of anything on the web; the message says why, in plain words."""


class Address(NamedTuple):
    """One address in its normal form."""

    scheme: str
    host: str
    """Lower case, A-labels, no trailing dot; an IP address without brackets."""
    port: int
    path: str = "/"
    """Always begins with `/`; unreserved characters decoded, no dot segments, no doubled slashes."""
    query: str = ""
    is_ip: bool = False

    @property
    def url(self) -> str:
        """The address without its query, as it is shown and recorded."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if WEB_SCHEMES[self.scheme] == self.port else f":{self.port}"
        return f"{self.scheme}://{host}{port}{self.path}"


def parse(text: str) -> Address:
    """The normal form of an address: a URL, a bare `host/path`, or the `host:port` of CONNECT.

    Without a scheme, port 443 means https and anything else http. Raises `BadAddress`.
    """
    plain = PLAIN.fullmatch(text)
    if plain and len(text) < LONGEST:
        scheme, host, port, path, query = plain.groups()
        number = int(port) if port else (443 if scheme == "https" else 80)
        if len(host) <= 63 and number < 65_536:
            scheme = scheme or ("https" if number == 443 else "http")
            return Address(scheme, host, number, path or "/", query or "")
    return _parse_with_care(text)


def normal_host(text: str) -> str:
    """The normal form of a bare host name or IP address. Raises `BadAddress`."""
    return _host(text)[0]


def _parse_with_care(text: str) -> Address:
    if len(text) > LONGEST:
        raise BadAddress(f"This is longer than any address: {len(text):,} characters.")
    # Browsers strip these before they look at anything.
    text = text.strip("".join(map(chr, range(33)))).replace("\t", "").replace("\n", "").replace("\r", "")
    if not text:
        raise BadAddress("This is empty.")
    scheme, rest = _split_scheme(text)
    authority, path, query = _split_rest(rest)
    had_more = bool(scheme or path or query)
    host_text, port_text = _split_port(authority.rpartition("@")[2])
    port = _port(port_text)
    host, is_ip = _host(host_text)
    if not had_more and port is None and "." not in host and not is_ip:
        raise BadAddress(f"“{_shown(text)}” is one word, not an address. Write http://{_shown(host)}/ if it is a host.")
    if not scheme:
        scheme = "https" if port == WEB_SCHEMES["https"] else "http"
    return Address(scheme, host, port or WEB_SCHEMES[scheme], _path(path), _escaped(query), is_ip)


def _split_scheme(text: str) -> tuple[str, str]:
    found = SCHEME.match(text)
    if not found:
        return "", text.replace("\\", "/").removeprefix("//")
    scheme, rest = found[1].lower(), text[found.end() :]
    if scheme in WEB_SCHEMES and not rest[:1].isdigit():
        return scheme, rest.lstrip("/\\")
    if scheme in OTHER_SCHEMES or rest.startswith("//"):
        raise BadAddress(f"“{_shown(scheme)}:” is not an address on the web.")
    return "", text  # the colon belongs to a port or to a user's name


def _split_rest(rest: str) -> tuple[str, str, str]:
    rest = rest.partition("#")[0]
    before, _, query = rest.partition("?")
    authority, slash, path = before.replace("\\", "/").partition("/")
    return authority, slash + path, query


def _split_port(authority: str) -> tuple[str, str]:
    if authority.startswith("["):
        host, bracket, port = authority.partition("]")
        if not bracket or (port and not port.startswith(":")):
            raise BadAddress(f"The square brackets of “{_shown(authority)}” do not close.")
        return host + "]", port[1:]
    if authority.count(":") > 1:
        return f"[{authority}]", ""
    host, _, port = authority.partition(":")
    return host, port


def _port(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit()) or len(text) > 9 or not 0 < int(text) < 65_536:
        raise BadAddress(f"“{_shown(text)}” is not a port; ports are numbers from 1 to 65535.")
    return int(text)


def _host(text: str) -> tuple[str, bool]:
    if text.startswith("["):
        return _ipv6(text[1:-1]), True
    try:
        name = unquote_to_bytes(text).decode()
    except UnicodeError:
        raise BadAddress(f"The host “{_shown(text)}” is not text.") from None
    name = _ascii_name(name)
    labels = name.split(".")
    if not all(map(LABEL.fullmatch, labels)) or len(name) > 253:
        raise BadAddress(f"“{_shown(text)}” cannot be the name of a host." if text else "The host is missing.")
    if NUMBER.fullmatch(labels[-1]):
        return _ipv4(labels, text), True
    return name, False


def _ascii_name(name: str) -> str:
    """Lower case and A-labels. The registry's own rules for letters are not checked: such names do not resolve."""
    if not name.isascii():
        if "\ufffd" in name:
            raise BadAddress(f"“{_shown(name)}” holds bytes that are not text.")
        # Browsers know one small sigma; lower-casing would write another at the end of a word.
        name = unicodedata.normalize("NFKC", name.translate(INVISIBLE)).replace("\u03a3", "\u03c3").lower()
        # A second pass, since lower-casing can bring back characters that compose.
        name = unicodedata.normalize("NFKC", name).translate(DOTS)
        try:
            labels = [x if x.isascii() else "xn--" + x.encode("punycode").decode() for x in name.split(".")]
        except UnicodeError:
            raise BadAddress(f"“{_shown(name)}” cannot be the name of a host.") from None
        name = ".".join(labels)
    return name.lower().removesuffix(".")


def _ipv4(labels: list[str], text: str) -> str:
    """One to four numbers, each decimal, octal (0…) or hexadecimal (0x…); the last fills what is left."""
    bad = BadAddress(f"“{_shown(text)}” looks like an IP address but is not one.")
    if len(labels) > 4 or not all(map(NUMBER.fullmatch, labels)):
        raise bad
    try:
        numbers = [_number(label) for label in labels]
    except ValueError:
        raise bad from None
    *first, last = numbers
    if any(number > 255 for number in first) or last >= 256 ** (5 - len(numbers)):
        raise bad
    return str(IPv4Address(last + sum(number << 8 * (3 - place) for place, number in enumerate(first))))


def _number(text: str) -> int:
    if text[:2] in ("0x", "0X"):
        return int(text[2:] or "0", 16)
    return int(text, 8) if len(text) > 1 and text[0] == "0" else int(text)


def _ipv6(text: str) -> str:
    try:
        address = IPv6Address(text.partition("%")[0])
    except (AddressValueError, ValueError):
        raise BadAddress(f"“{_shown(text)}” looks like an IP address but is not one.") from None
    # The same machine reached by its IPv4 address in an IPv6 coat is the same machine.
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    if int(address) >> 32 == NAT64 >> 32:
        return str(IPv4Address(int(address) & 0xFFFFFFFF))
    return str(address)


def _path(path: str) -> str:
    path = _escaped(path)
    kept: list[str] = []
    parts = path.split("/")
    for part in parts:
        if part == "..":
            del kept[-1:]
        elif part not in ("", "."):
            kept.append(part)
    slash = "/" if kept and parts[-1] in ("", ".", "..") else ""
    return "/" + "/".join(kept) + slash


def _escaped(text: str) -> str:
    """Percent-encoding in one form: unreserved characters plain, everything else that was encoded stays encoded."""
    safe = "%!$&'()*+,;=:@/?[]|^`{}\"<>"
    return quote(ESCAPE.sub(_decode_unreserved, text), safe=safe, errors="surrogateescape")


def _decode_unreserved(found: re.Match[str]) -> str:
    character = chr(int(found[1], 16))
    return character if character in UNRESERVED else found[0].upper()


def _shown(text: str) -> str:
    """At most 80 printable characters of what somebody else wrote, for a message."""
    shown = "".join(x if x.isprintable() else "\ufffd" for x in text[:LONGEST_SHOWN])
    return shown + "…" if len(text) > LONGEST_SHOWN else shown
