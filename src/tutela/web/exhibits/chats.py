"""Conversations that were exported from an app, as rows: when, who, what. Times are those of the export.

Exports say no time zone, so whoever brings one in says which it is; times that have an offset are told in that zone.
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

MOST = 2000
DEEPEST = 6
LONGEST_CELL = 4000
BLACK = "■"
_LINE = re.compile(
    r"^[\u200e\u200f\ufeff]*\[?(?P<day>\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4}),?\s{1,2}"
    r"(?P<clock>\d{1,2}[:.]\d{2}(?:[:.]\d{2})?)\s?(?P<half>[ap]\.?m\.?)?\]?(?:\s-)?\s(?P<rest>.*)$",
    re.IGNORECASE,
)
_WHEN = ("timestamp", "timestamp_ms", "created_at", "datetime", "date", "time", "sent", "when", "at")
_WHO = ("sender_name", "sender", "from", "author", "user", "username", "name", "who")
_WHAT = ("content", "text", "message", "body", "words", "what")


@dataclass(frozen=True, slots=True)
class Row:
    """One message. `at` is ISO local time of the zone where the export could be understood, else empty."""

    at: str
    written: str
    who: str
    text: str

    def as_list(self) -> list[str]:
        return [self.at, self.written[:60], self.who[:120], self.text[:LONGEST_CELL]]


def read(kind: str, text: str, zone: str) -> list[Row]:
    """The messages of a conversation in their order; nothing where the file is no conversation."""
    try:
        if kind == "chat":
            return list(_from_chat(text))
        if kind == "table":
            return list(_from_table(text, zone_of(zone)))
        if kind == "json":
            return list(_from_json(json.loads(text), zone_of(zone), DEEPEST))
    except (ValueError, csv.Error, RecursionError):
        return []
    return []


def black_out(text: str, words: Iterable[str]) -> tuple[str, int]:
    """The text with each of these words black, however they are written; how many were found."""
    count = 0
    for word in sorted({one.strip() for one in words if one.strip()}, key=len, reverse=True):
        pattern = re.compile(r"\s+".join(map(re.escape, word.split())), re.IGNORECASE)
        text, found = pattern.subn(BLACK * 4, text)
        count += found
    return text, count


def _from_chat(text: str) -> Iterator[Row]:
    lines = [(line, _LINE.match(line)) for line in text.splitlines()]
    month_first = any(_says_month_first(found["day"]) for _line, found in lines if found)
    row: Row | None = None
    for line, found in lines:
        if not found:
            if row is not None:
                row = Row(row.at, row.written, row.who, f"{row.text}\n{line}"[: LONGEST_CELL + 1])
            continue
        if row is not None:
            yield row
        who, colon, what = found["rest"].partition(": ")
        written = f"{found['day']} {found['clock']}{' ' + found['half'] if found['half'] else ''}"
        at = _moment(found["day"], found["clock"], found["half"] or "", month_first=month_first)
        row = Row(at, written, who if colon else "", what if colon else found["rest"])
    if row is not None:
        yield row


def _says_month_first(day: str) -> bool:
    parts = [int(part) for part in re.split(r"[/.-]", day)]
    return parts[0] <= 12 < parts[1] <= 31


def _moment(day: str, clock: str, half: str, *, month_first: bool) -> str:
    first, second, third = (int(part) for part in re.split(r"[/.-]", day))
    if first > 31:
        year, month, on = first, second, third
    else:
        on, month, year = (second, first, third) if month_first else (first, second, third)
    hour, minute, *rest = (int(part) for part in re.split(r"[:.]", clock))
    if half:
        hour = hour % 12 + (12 if half.casefold().startswith("p") else 0)
    try:
        made = datetime(year + 2000 if year < 100 else year, month, on, hour, minute, rest[0] if rest else 0)  # noqa: DTZ001  a local time of the export
    except ValueError:
        return ""
    return made.isoformat()


def _from_table(text: str, zone: ZoneInfo | None) -> Iterator[Row]:
    first = text.splitlines()[0]
    mark = max(",;\t", key=first.count)
    for record in csv.DictReader(io.StringIO(text), delimiter=mark):
        plain = {str(key).strip().casefold(): str(value or "") for key, value in record.items() if key is not None}
        if row := _from_fields(plain, zone):
            yield row


def _from_json(told: Any, zone: ZoneInfo | None, depth: int) -> Iterator[Row]:
    if depth < 0:
        return
    if isinstance(told, dict):
        plain = {str(key).casefold(): value for key, value in told.items()}
        row = _from_fields({key: _said(value) for key, value in plain.items()}, zone)
        if row:
            yield row
            return
        told = [value for value in told.values() if isinstance(value, (list, dict))]
    if isinstance(told, list):
        for one in told:
            yield from _from_json(one, zone, depth - 1)


def _said(value: Any) -> str:
    if isinstance(value, dict):
        return next((str(value[key]) for key in ("name", "text", "id") if key in value), "")
    return value if isinstance(value, str) else json.dumps(value) if value is not None else ""


def _from_fields(plain: dict[str, str], zone: ZoneInfo | None) -> Row | None:
    written = _first(plain, _WHEN)
    who, what = _first(plain, _WHO), _first(plain, _WHAT)
    if not written or not (who or what):
        return None
    return Row(_in_zone(written, zone), written, who, what)


def _first(plain: dict[str, str], keys: Iterable[str]) -> str:
    return next((plain[key] for key in keys if plain.get(key)), "")


def _in_zone(written: str, zone: ZoneInfo | None) -> str:
    try:
        if written.isdigit() and len(written) in (10, 13) and zone:
            seconds = int(written) / (1000 if len(written) == 13 else 1)
            return datetime.fromtimestamp(seconds, zone).replace(tzinfo=None).isoformat()
        made = datetime.fromisoformat(written)
        return (made.astimezone(zone) if made.tzinfo and zone else made).replace(tzinfo=None).isoformat()
    except (ValueError, OverflowError, OSError):
        return ""


def zone_of(name: str) -> ZoneInfo | None:
    """The zone of that name; None for none."""
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError):
        return None
