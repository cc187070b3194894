"""Squid's `common` and `combined` access logs, also with further fields of our own at the end.

`client ident user [day/Mon/year:h:m:s zone] "method URL protocol" status bytes "referer" "browser"
result:hierarchy`, the two in the middle only in `combined`. A school that keeps its own Squid may
add, with blanks between, `%ssl::>sni %>st %ea`: the name in the TLS greeting, the bytes sent, and
what our helper said (`o=block;c=games;s=why`).
"""

import datetime as dt
import re
from functools import lru_cache
from typing import Final
from urllib.parse import unquote

from tutela.events.accesslog import decode_annotation
from tutela.events.importers.clocks import MONTHS
from tutela.events.importers.parsed import Request
from tutela.events.importers.reading import About, LineReader, NoRequest, Reader, Unreadable, whole_number

NAME: Final = "squid-combined"
TITLE: Final = "Squid’s common or combined log"

_TIME: Final = re.compile(r"(\d\d)/([A-Z][a-z]{2})/(\d{4}):(\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)", re.ASCII)
_QUOTED: Final = r'"((?:[^"\\]|\\.)*)"'
_LINE: Final = re.compile(
    rf"^(\S+) (\S+) (.{{1,300}}?) \[({_TIME.pattern})\] \"([A-Z_]{{1,30}}) (.{{0,65536}}?)(?: [A-Za-z]+/[\d.-]+)?\""
    rf" (\d{{1,3}}|-) (\d{{1,18}}|-)(?: {_QUOTED} {_QUOTED})? ([A-Z_0-9]+):([A-Z_0-9]+)"
    r"(?: (\S+))?(?: (\d{1,18}|-))?(?: (\S+))?(?: .*)?$",
    re.ASCII,
)
_SHORT: Final = 9_000
"""A longer line is not tried when guessing."""


def matches(line: str) -> bool:
    """Whether a line is in this format."""
    return len(line) < _SHORT and _LINE.match(line) is not None


def reader(about: About) -> Reader:  # noqa: ARG001  these logs say all that there is to know
    """Return a reader."""
    return LineReader(_parse)


def _parse(line: str) -> Request:
    found = _LINE.match(line)
    if found is None:
        raise Unreadable("not in Squid’s common or combined form")
    address, _, user, stamp = found.group(1, 2, 3, 4)
    method, url, status, received, _, agent, result, _, sni, sent, note = found.groups()[13:]
    said = decode_annotation(note) if note and note != "-" else {}
    if said.get("n") == "0":
        # Our helper says that this must leave no trace, whatever name stands in the line.
        raise NoRequest
    if method == "CONNECT" and sni and sni != "-" and _is_numbers(url):
        url = f"{sni}:443"
    return Request(
        seconds=_seconds(stamp),
        address=address,
        login="" if user == "-" else unquote(user) if "%" in user else user,
        method=method,
        url=url,
        blocked="DENIED" in result or said.get("o") == "block",
        result=said.get("s") or result,
        status=whole_number(status),
        received=whole_number(received),
        sent=whole_number(sent or "-"),
        agent="" if agent in (None, "-") else agent,
        categories=tuple(each for each in said.get("c", "").split(",") if each),
    )


def _is_numbers(place: str) -> bool:
    host = place.rpartition(":")[0]
    return host.startswith("[") or host.replace(".", "").isdigit()


@lru_cache(maxsize=4096)
def _seconds(stamp: str) -> float:
    found = _TIME.fullmatch(stamp)
    if found is None or found[2] not in MONTHS:
        raise Unreadable("the time is not one")
    day, _, year, hour, minute, second, sign, zone_hours, zone_minutes = found.groups()
    offset = dt.timedelta(hours=int(zone_hours), minutes=int(zone_minutes)) * (1 if sign == "+" else -1)
    parts = (int(year), MONTHS[found[2]], int(day), int(hour), int(minute), int(second))
    return dt.datetime(*parts, tzinfo=dt.timezone(offset)).timestamp()
