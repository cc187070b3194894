"""A table of any other filter, read by a map: which column is what, how its times look, what its verdicts mean.

A map is a small YAML file; see the examples in `maps/`. One line is one request, so a cell cannot
hold a line break.
"""

import csv
import datetime as dt
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Final, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec
import yaml

from tutela.events.importers.clocks import WallClock, iso_time
from tutela.events.importers.dns import plain_name
from tutela.events.importers.parsed import Parsed, Request
from tutela.events.importers.reading import About, LineReader, NoRequest, Reader, Unreadable, whole_number

NAME: Final = "csv"
TITLE: Final = "a table read with a map"

_CELL: Final = 60_000
_LARGEST_MAP: Final = 100_000
Column = str | int
"""A heading, or for a table without headings the place of a column, counted from 1."""


class BadMap(ValueError):
    """A map that cannot be used; the message says where and what to change."""


class Columns(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What stands in which column. `time` may be two columns, date and clock; `url` or `host` must be there."""

    time: Column | tuple[Column, Column]
    url: Column | None = None
    host: Column | None = None
    path: Column | None = None
    address: Column | None = None
    login: Column | None = None
    device: Column | None = None
    method: Column | None = None
    action: Column | None = None
    category: Column | None = None
    reason: Column | None = None
    search: Column | None = None
    status: Column | None = None
    received: Column | None = None
    sent: Column | None = None
    agent: Column | None = None


class Map(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A map. `time_format` is `iso`, `unix`, `unix-ms` or as in strptime; `zone` is for times that name none."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
    columns: Columns
    of: Literal["web", "names"] = "web"
    """`names` for a filter of names, which sees what was looked up and not what was opened."""
    separator: Literal[",", ";", "\t", "|"] = ","
    headings: bool = True
    time_format: str = "iso"
    zone: str | None = None
    blocked: tuple[str | int, ...] = ()
    allowed: tuple[str | int, ...] = ()
    """Verdicts, whatever their case; where `allowed` is empty, all that is not blocked is allowed."""
    category_separator: str = ","


def shipped() -> list[str]:
    """Return the names of the maps that come with Tutela."""
    return sorted(each.name.removesuffix(".yaml") for each in (files(__package__) / "maps").iterdir())


def read_map(name_or_file: str) -> Map:
    """Read a map that comes with Tutela, by its name, or a file. Raises `BadMap`."""
    if name_or_file in shipped():
        text = (files(__package__) / "maps" / f"{name_or_file}.yaml").read_text("utf-8")
    else:
        try:
            text = _text_of(Path(name_or_file))
        except (OSError, UnicodeDecodeError) as error:
            raise BadMap(
                f"{name_or_file} is neither a map’s file that can be read nor one of {', '.join(shipped())}"
            ) from error
    try:
        said = msgspec.convert(yaml.safe_load(text), Map)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f", line {mark.line + 1}" if mark else ""
        raise BadMap(f"{name_or_file}{where}: not YAML that can be read") from error
    except msgspec.ValidationError as error:
        raise BadMap(f"{name_or_file}: {error}") from error
    if said.columns.url is None and said.columns.host is None:
        raise BadMap(f"{name_or_file}: columns must name a url or a host")
    if said.columns.action is None and said.blocked:
        raise BadMap(f"{name_or_file}: `blocked` says what verdicts mean, but no column is the action")
    try:
        ZoneInfo(said.zone or "UTC")
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise BadMap(f"{name_or_file}: {said.zone} is not a time zone; write one such as Europe/London") from error
    return said


def reader(about: About, chosen: Map) -> Reader:
    """Return a reader. Raises `BadMap` when the table lacks a column that the map names."""
    return _Reader(about, chosen)


class _Reader(LineReader):
    def __init__(self, about: About, chosen: Map) -> None:
        super().__init__(self._parse)
        self.map = chosen
        self._heading = about.head[0].lstrip("\ufeff").rstrip("\r") if chosen.headings and about.head else None
        headings = _headings(self._heading, chosen) if self._heading else []
        self._places = _places(chosen, headings)
        self._clock = WallClock(ZoneInfo(chosen.zone) if chosen.zone else about.zone)
        self._blocked = frozenset(str(word).casefold() for word in chosen.blocked)
        self._allowed = frozenset(str(word).casefold() for word in chosen.allowed)
        self._local = lru_cache(maxsize=4096)(lambda text: dt.datetime.strptime(text, chosen.time_format))  # noqa: DTZ007

    def read(self, block: bytes) -> Parsed:
        before = self._clock.doubtful
        found = super().read(block)
        return found._replace(doubtful=self._clock.doubtful - before)

    def _parse(self, line: str) -> Request:
        if self._heading is not None and line.lstrip("\ufeff") == self._heading:
            raise NoRequest
        cells = _cells(line, self.map.separator)

        def cell(name: str) -> str:
            place = self._places.get(name)
            if place is None or place >= len(cells):
                return ""
            text = cells[place].strip()
            return "" if text == "-" else text

        if len(cells) <= self._places["time"]:
            raise Unreadable(f"{len(cells)} columns where the time is in column {self._places['time'] + 1}")
        url = cell("url") or _url(cell("host"), cell("path"))
        if self.map.of == "names":
            url = f"dns:{plain_name(cell('host') or url)}"
        if url in ("", "dns:"):
            raise Unreadable("no address")
        verdict = cell("action").casefold()
        if verdict and self._allowed and verdict not in self._blocked | self._allowed:
            raise Unreadable("a verdict that is not in the map")
        separator = self.map.category_separator
        method = cell("method").upper() or "GET"
        return Request(
            seconds=self._seconds(f"{cell('time')} {cell('clock')}".strip()),
            address=cell("address"),
            login=cell("login"),
            method=method,
            url=url if "://" in url or url.startswith("dns:") or method == "CONNECT" else f"http://{url}",
            blocked=verdict in self._blocked,
            result=cell("reason") or cell("action"),
            status=whole_number(cell("status")),
            received=whole_number(cell("received")),
            sent=whole_number(cell("sent")),
            agent=cell("agent"),
            device=cell("device"),
            categories=tuple(each.strip() for each in cell("category").split(separator) if each.strip()),
            search=cell("search"),
        )

    def _seconds(self, text: str) -> float:
        form = self.map.time_format
        if form in ("unix", "unix-ms"):
            return float(text) / (1000 if form == "unix-ms" else 1)
        time = iso_time(text) if form == "iso" else self._local(text)
        return time.timestamp() if time.tzinfo else self._clock.seconds(time)


def _cells(line: str, separator: str) -> list[str]:
    if line.count('"') % 2:
        raise Unreadable("a quotation mark is not closed on its line")
    csv.field_size_limit(10_000_000)
    (cells,) = csv.reader([line], delimiter=separator)
    if any(len(cell) > _CELL for cell in cells):
        raise Unreadable("a cell is too long")
    return cells


def _headings(line: str, chosen: Map) -> list[str]:
    try:
        return _cells(line, chosen.separator)
    except (Unreadable, csv.Error) as error:
        why = str(error) if isinstance(error, Unreadable) else "it is no row of a table"
        raise BadMap(f"{chosen.name}: line 1 should name the columns, but {why}") from error


def _places(chosen: Map, headings: Sequence[str]) -> dict[str, int]:
    named = msgspec.structs.asdict(chosen.columns)
    if isinstance(named["time"], tuple):
        named["time"], named["clock"] = named["time"]
    known = {heading.strip().casefold(): place for place, heading in enumerate(headings)}
    places = {}
    for name, column in named.items():
        if column is None:
            continue
        if isinstance(column, int):
            if column < 1:
                raise BadMap(f"{chosen.name}: columns are counted from 1")
            places[name] = column - 1
        elif column.strip().casefold() in known:
            places[name] = known[column.strip().casefold()]
        else:
            missing = BadMap(f"{chosen.name}: line 1 names no column “{column}” ({name})")
            # of a table without headings the first line is somebody's request: for whoever has the log, not for pages
            missing.add_note(f"Line 1 reads: {', '.join(heading.strip() for heading in headings[:30]) or 'nothing'}")
            raise missing
    return places


def _url(host: str, path: str) -> str:
    return f"http://{host}/{path.removeprefix('/')}" if host else ""


def _text_of(path: Path) -> str:
    with path.open("rb") as file:
        content = file.read(_LARGEST_MAP + 1)
    if len(content) > _LARGEST_MAP:
        raise BadMap(f"{path} is too large for a map")
    return content.decode("utf-8")
