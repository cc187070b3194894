"""e2guardian's access log in its formats 1, 2 and 4 to 8; format 3 is Squid's own.

1 has blanks between its fields, 2 quotes and commas, 4 to 8 tabs. 1, 2 and 4 tell the time of the
machine's clocks (and, where `logtimestamp` is on, the moment beside it), 5 to 8 the moment. What
the filter did stands in stars before its reason: `*DENIED* Banned site: example.org`.
"""

import datetime as dt
import re
from functools import lru_cache
from typing import Final

from tutela.events.importers.clocks import WallClock
from tutela.events.importers.parsed import Parsed, Request
from tutela.events.importers.reading import About, LineReader, Reader, Unreadable, whole_number

NAME: Final = "e2guardian"
TITLE: Final = "e2guardian’s log"

_WHEN: Final = r"(\d{4})\.(\d{1,2})\.(\d{1,2}) (\d{1,2}):(\d\d):(\d\d)(?: (\d{9,11}\.\d{3}))?"
_CLOCK: Final = re.compile(_WHEN, re.ASCII)
_STAMP: Final = re.compile(r"\d{9,11}\.\d{1,6}", re.ASCII)
_BLANKS: Final = re.compile(
    rf"^({_WHEN}) (\S*) (\S*) (\S*) (.*?) ?([A-Z]{{3,20}}) (\d+|-) (-?\d+|-) (.*?) (\d+) (\d{{1,3}}) (\S+) (\S+) (\S+)"
    r"(?: .*)?$",
    re.ASCII,
)
_STARS: Final = re.compile(r"\*([^*]{1,40})\* ?")
_REFUSED: Final = ("DENIED", "BLOCKED", "INFECTED")
_HARMLESS: Final = ("TRUSTED", "SEMI-TRUSTED", "EXCEPTION", "SCANNED", "CONTENTMOD", "URLMOD", "HEADERMOD", "HEADERADD",
                    "NETERROR")  # fmt: skip
_CLOCKED_FIELDS: Final = 14
_MOMENT_FIELDS: Final = (19, 20, 21, 22)
_SHORT: Final = 9_000


def matches(line: str) -> bool:
    """Whether a line is in one of the formats."""
    if len(line) >= _SHORT:
        return False
    try:
        _fields(line)
    except Unreadable:
        return False
    return True


def reader(about: About) -> Reader:
    """Return a reader; times without a zone are of `about.zone`."""
    return _Reader(about)


class _Reader(LineReader):
    def __init__(self, about: About) -> None:
        super().__init__(self._parse)
        self._clock = WallClock(about.zone)

    def read(self, block: bytes) -> Parsed:
        before = self._clock.doubtful
        found = super().read(block)
        return found._replace(doubtful=self._clock.doubtful - before)

    def _parse(self, line: str) -> Request:
        at = _fields(line)
        stamp = at["when"]
        if _STAMP.fullmatch(stamp):
            seconds = float(stamp)
        else:
            local, moment = _clocked(stamp)
            seconds = moment or self._clock.seconds(local)
        what, code = at["what"], whole_number(at["code"])
        marks = [mark.upper() for mark in _STARS.findall(what)]
        # In other languages the mark is another word, but the answer is still "forbidden".
        foreign = code == 403 and any(not mark.startswith(_HARMLESS) for mark in marks)
        client, name = _plain(at["from"]), _plain(at["client"])
        return Request(
            seconds=seconds,
            address=client or name,
            login=_plain(at["who"]),
            method=at["how"],
            url=_address(at["where"], at["how"]),
            blocked=foreign or any(mark.startswith(_REFUSED) for mark in marks),
            result=_plain(what),
            status=code,
            received=whole_number(at["size"]),
            agent=_plain(at["agent"]),
            device="" if name == client else name,
            categories=tuple(each.strip() for each in _plain(at["categories"]).split(",") if each.strip()),
            search=_plain(at["search"]),
        )


def _fields(line: str) -> dict[str, str]:
    """Name the fields of a line. Raises `Unreadable`."""
    if "\t" in line:
        parts = line.split("\t")
        if _STAMP.fullmatch(parts[0]) and len(parts) in _MOMENT_FIELDS:
            return _moment_fields(parts)
        return _clock_fields(parts)
    if line.startswith('"'):
        return _clock_fields(line.removeprefix('"').removesuffix('"').split('","'))
    found = _BLANKS.match(line)
    if found is None:
        raise Unreadable("not in any of e2guardian’s forms")
    who, source, where, what, how, size, _, categories, _, code, _, client, _ = found.groups()[8:]
    rest = {"agent": "", "search": "", "size": size, "code": code, "client": client, "categories": categories}
    return {"when": found[1], "who": who, "from": source, "where": where, "what": what, "how": how, **rest}


def _clock_fields(parts: list[str]) -> dict[str, str]:
    if len(parts) < _CLOCKED_FIELDS or not _CLOCK.fullmatch(parts[0]):
        raise Unreadable(f"{len(parts)} fields where e2guardian has {_CLOCKED_FIELDS} or more, or no time")
    names = ("when", "who", "from", "where", "what", "how", "size", "weight", "categories", "group", "code", "mime")
    return dict(zip((*names, "client"), parts, strict=False)) | {"agent": (parts[14:15] or [""])[0], "search": ""}


def _moment_fields(parts: list[str]) -> dict[str, str]:
    names = ["when", "server", "who", "from", "client", "where", "how", "code", "size", "mime", "agent", "result"]
    names += ["took", "peer", "message", "what", "weight", "categories", "name", "group", "search", "flags"]
    if len(parts) in (19, 21):
        # `logclientnameandip` is off: one field says where the request came from.
        names.remove("client")
    return {"client": "", "search": ""} | dict(zip(names, parts, strict=False))


@lru_cache(maxsize=4096)
def _clocked(text: str) -> tuple[dt.datetime, float]:
    found = _CLOCK.fullmatch(text)
    if found is None:
        raise Unreadable("the time is not one")
    parts = [int(part) for part in found.groups()[:6]]
    return dt.datetime(*parts), float(found[7] or 0)  # type: ignore[arg-type]  # noqa: DTZ001


def _address(where: str, how: str) -> str:
    """A tunnel is written as an address; ours are host and port."""
    return where.partition("://")[2].rstrip("/") or where if how == "CONNECT" and "://" in where else where


def _plain(text: str) -> str:
    return "" if text == "-" else text
