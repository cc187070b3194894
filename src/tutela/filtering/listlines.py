"""One line of somebody's list → the entries on it, in their normal form, and how the line is written.

Read are plain domains and addresses, `*.wildcards`, hosts lines, adblock rules for a whole host, and the lines of
dnsmasq, of unbound and of response policy zones. What a list would *open* (adblock's `@@`, `rpz-passthru`,
unbound's `transparent`) is counted and not used: other people's lists can block here, and nothing else.
"""

import re
from ipaddress import ip_address
from typing import Literal, NamedTuple, get_args

from tutela.filtering.address import BadAddress, normal_host, parse
from tutela.filtering.index import DEEPEST_PATH, DEEPEST_QUERY

Format = Literal["auto", "ut1", "plain", "hosts", "adblock", "dnsmasq", "unbound", "rpz"]
FORMATS: tuple[str, ...] = get_args(Format)

EASY_HOST = re.compile(r"(?=.{1,63}\Z)(?:[a-z0-9_][a-z0-9_-]*\.)+[a-z][a-z0-9-]*")
# What a hosts file says of the machine itself.
LOCAL_NAMES = re.compile(r"(localhost|local)(4|6)?(\.localdomain(4|6)?)?|broadcasthost|ip6-[a-z]+|0\.0\.0\.0|::1?")
# Under these everybody in a country registers: a line with one of them alone would block half a nation's web.
SHARED = re.compile(r"(co|com|net|org)\.[a-z]{2}")
COMMENT = re.compile(r"[#!;]|//|\[(?![0-9a-fA-F:.]+\])")
ADBLOCK = re.compile(r"\|\|([^\^/$|*]+)\^?(?:\$(?:all|important|third-party|document|popup|doc|3p|,)+)?")
DNSMASQ = re.compile(r"(address|server|local)=/(.+)/([^/]*)")
UNBOUND = re.compile(r"(?:local-zone|local-data|server|forward-zone|name)\s*:")
LOCAL_ZONE = re.compile(r"local-zone\s*:\s*[\"']?([^\s\"']+)[\"']?\s+[\"']?([a-z_]+)[\"']?")
LOCAL_DATA = re.compile(
    r"local-data\s*:\s*[\"']([^\s\"']+)\s+(?:[0-9]+\s+)?(?:IN\s+)?(?:A|AAAA|CNAME)\s+[^\"']+[\"']", re.IGNORECASE
)
ZONE_LINE = re.compile(
    r"(\S+)\s+(?:[0-9]+[smhdw]?\s+)?(?:IN\s+)?(CNAME|A|AAAA|SOA|NS|TXT|MX|SRV)\s+(.+)", re.IGNORECASE
)
ZONE_SETTING = re.compile(r"\$(TTL|ORIGIN)\b", re.IGNORECASE)
ZONE_NAMES = re.compile(r"@|\S*rpz-(client-)?(ip|nsdname|nsip)\.?\S*", re.IGNORECASE)
OPENING_ZONES = frozenset({"transparent", "typetransparent", "always_transparent", "nodefault", "inform", "noview"})


class Opens(BadAddress):
    """The line would open something; other people's lists open nothing here."""


class Line(NamedTuple):
    form: str
    """How it is written: plain, urls, hosts, adblock, dnsmasq, unbound or rpz; "" for a comment."""
    entries: list[str]
    begins_bracket: bool = False
    """Whether what follows, up to a closing bracket, belongs to this line."""


NOTHING = Line("", [])


def read_line(line: str, form: Format = "auto") -> list[str]:
    """The entries of one line; none for a comment. Raises `BadAddress` with the reason why it cannot be read."""
    return look_at(line, form).entries


def look_at(line: str, form: Format = "auto") -> Line:  # noqa: PLR0911  one answer for each way to write a line
    """The entries of one line and how it is written. Raises `BadAddress`, and `Opens` for an exception."""
    line = line.strip()
    if EASY_HOST.fullmatch(line):
        return Line("plain", [_not_shared(line)])
    if not line or COMMENT.match(line):
        return NOTHING
    if "\0" in line:
        raise BadAddress("There is a NUL in this line.")
    line = re.split(r"\s+#", line, maxsplit=1)[0]
    words = line.split()
    auto = form == "auto"
    if form == "hosts" or (auto and len(words) > 1 and _is_ip(words[0])):
        return Line("hosts", _hosts_line(words))
    if form == "adblock" or (auto and line.startswith(("||", "@@", "##"))):
        return Line("adblock", _adblock_line(line))
    if form == "dnsmasq" or (auto and DNSMASQ.fullmatch(line)):
        return Line("dnsmasq", _dnsmasq_line(line))
    if form == "unbound" or (auto and UNBOUND.match(line)):
        return Line("unbound", _unbound_line(line))
    if form == "rpz" or (auto and (ZONE_SETTING.match(line) or (len(words) > 2 and ZONE_LINE.fullmatch(line)))):
        return _zone_line(line)
    if len(words) > 1:
        raise BadAddress("There are several words in this line.")
    found = entry(line)
    return Line("urls" if "/" in found else "plain", [found])


def entry(text: str) -> str:
    """The normal form of a host, of an IP address or of an address with a path. Raises `BadAddress`."""
    text = text.removeprefix("*.").removeprefix(".")
    if "/" not in text and "@" not in text and "?" not in text:
        host = normal_host(text.rpartition(":")[0] if re.fullmatch(r"[^:]+:[0-9]+", text) else _bracketed(text))
        if "." not in host and ":" not in host:
            raise BadAddress(f"“{host}” has no dot; only whole hosts can be listed.")
        return _not_shared(host)
    address = parse(text)
    host = _not_shared(f"[{address.host}]" if ":" in address.host else address.host)
    path = address.path.rstrip("/")
    if path.count("/") > DEEPEST_PATH or address.query.count("&") >= DEEPEST_QUERY:
        raise BadAddress("This address is too deep to be listed.")
    host = host.strip("[]")
    if not path and not address.query:
        return host
    return f"{host}{path or '/'}{'?' + address.query if address.query else ''}".lower()


def _hosts_line(words: list[str]) -> list[str]:
    if not _is_ip(words[0]):
        raise BadAddress(f"“{words[0][:40]}” is not an IP address, as a hosts line begins with.")
    if len(words) == 1:
        raise BadAddress("There is no host after the IP address.")
    return [entry(word) for word in words[1:] if not LOCAL_NAMES.fullmatch(word.lower())]


def _adblock_line(line: str) -> list[str]:
    if line.startswith("@@"):
        raise Opens("This adblock rule is an exception. Other people’s lists open nothing here.")
    found = ADBLOCK.fullmatch(line)
    if not found:
        raise BadAddress("Of adblock rules only those for a whole host are read, such as ||example.com^.")
    return [entry(found[1])]


def _dnsmasq_line(line: str) -> list[str]:
    found = DNSMASQ.fullmatch(line)
    if not found:
        raise BadAddress("This is not a dnsmasq line such as address=/example.com/0.0.0.0.")
    kind, names, target = found.groups()
    if kind != "address" and target:
        raise BadAddress(f"This dnsmasq line says who answers for {names[:40]}; it blocks nothing.")
    return [entry(word) for word in names.split("/")]


def _unbound_line(line: str) -> list[str]:
    if line.rstrip().endswith(":"):
        return []
    zone = LOCAL_ZONE.fullmatch(line)
    if zone:
        if zone[2] in OPENING_ZONES:
            raise Opens("This local-zone lets a name through. Other people’s lists open nothing here.")
        return [entry(zone[1].rstrip("."))]
    named = LOCAL_DATA.fullmatch(line)
    if not named:
        raise BadAddress('This is not an unbound line such as local-zone: "example.com" always_nxdomain.')
    return [entry(named[1].rstrip("."))]


def _zone_line(line: str) -> Line:
    line = line.partition(";")[0].rstrip()
    if not line or ZONE_SETTING.match(line):
        return NOTHING
    found = ZONE_LINE.fullmatch(line)
    if not found:
        raise BadAddress("This is not a line of a response policy zone such as example.com CNAME .")
    name, kind, target = found[1], found[2].upper(), found[3].strip().lower()
    if kind not in ("CNAME", "A", "AAAA") or name == "@":
        return Line("", [], kind == "SOA" and "(" in line and ")" not in line)
    if ZONE_NAMES.fullmatch(name):
        raise BadAddress("Of response policy zones only the rules for names are read.")
    if kind == "CNAME" and target.rstrip(".") == "rpz-passthru":
        raise Opens("This rule lets a name through. Other people’s lists open nothing here.")
    return Line("rpz", [entry(name.rstrip("."))])


def _bracketed(text: str) -> str:
    return f"[{text}]" if text.count(":") > 1 and not text.startswith("[") else text


def _not_shared(host: str) -> str:
    if SHARED.fullmatch(host):
        raise BadAddress(f"Everything under “{host}” would be listed; that is too much for one line.")
    return host


def _is_ip(word: str) -> bool:
    try:
        ip_address(word.partition("%")[0])
    except ValueError:
        return False
    return True
