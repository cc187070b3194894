"""The named statements: everything that may be asked of the event store, and every change but an insert.

Programs send a name and values, never SQL; the recorder accepts no text but these.
"""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Final

import msgspec

from tutela.events.event import Event

Value = str | int | dt.datetime | Sequence["Value"]
Row = dict[str, object]

READ_SETTINGS: Final = (
    " SETTINGS max_execution_time=10, max_memory_usage=1500000000, max_result_rows=200000, max_threads=2,"
    " date_time_output_format='iso', output_format_json_quote_64bit_integers=0"
)
EVENT_ROWS: Final = "JSONCompactEachRow"
TABLES: Final = ("events", "matches", "records", "gaps")
"""Tables that rows are inserted into as they are."""

_PARAMETER = re.compile(r"\{(\w+):")
_SPECIAL = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\0": "\\0", "\b": "\\b", "\f": "\\f"})
_TIME_COLUMNS = frozenset(
    {"time", "last_time", "found_at", "changed_at", "chosen_at", "imported_at", "held_from", "held_until"}
)


class UnknownStatement(LookupError):
    """There is no statement of that name, or its values do not fit; the message says which."""


@cache
def queries() -> Mapping[str, str]:
    """Return the text of each question by its name."""
    return _read("queries")


@cache
def writes() -> Mapping[str, str]:
    """Return the text of each change by its name."""
    return _read("writes")


def query_text(name: str, parameters: Mapping[str, Value]) -> str:
    """Return a question's text. Raises `UnknownStatement`, also when a value is missing or too many."""
    return _checked(queries(), name, parameters)


def write_text(name: str, parameters: Mapping[str, Value]) -> str:
    """Return a change's text. Raises `UnknownStatement`, also when a value is missing or too many."""
    return _checked(writes(), name, parameters)


def render(value: Value) -> str:
    """Write a value as the store reads parameters: escaped text, times in UTC, lists in brackets."""
    if isinstance(value, str):
        return value.translate(_SPECIAL)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, dt.datetime):
        return time_text(value)
    return "[" + ",".join(_quoted(item) for item in value) + "]"


def time_text(value: dt.datetime) -> str:
    """Write an aware time as the store reads it. Raises ValueError for a time without a zone."""
    if value.tzinfo is None:
        raise ValueError("a time needs its zone")
    return value.astimezone(dt.UTC).strftime("%Y-%m-%d %H:%M:%S.%f")[:-3]


def rows(block: bytes) -> list[Row]:
    """Read an answer in JSONEachRow; columns that are times become aware UTC times."""
    if not block:
        return []
    found: list[Row] = msgspec.json.decode(b"[" + block.rstrip(b"\n").replace(b"\n", b",") + b"]")
    for column in _TIME_COLUMNS & found[0].keys():
        for row in found:
            row[column] = dt.datetime.fromisoformat(str(row[column]))
    return found


class _Row(Event, frozen=True, kw_only=True, array_like=True):
    """An event as a list of values, which is half the text."""


_events: msgspec.json.Decoder[Event] = msgspec.json.Decoder(_Row)


def events(block: bytes) -> list[Event]:
    """Read an answer in `EVENT_ROWS` whose columns are those of `Event`, many times quicker than row by row."""
    return list(_events.decode_lines(block))


def _quoted(item: Value) -> str:
    if isinstance(item, str):
        return "'" + item.translate(_SPECIAL).replace("'", "\\'") + "'"
    return f"'{render(item)}'" if isinstance(item, dt.datetime) else render(item)


def _checked(texts: Mapping[str, str], name: str, parameters: Mapping[str, Value]) -> str:
    if name not in texts:
        raise UnknownStatement(f"no statement is called {name}")
    needed = set(_PARAMETER.findall(texts[name]))
    if needed != parameters.keys():
        raise UnknownStatement(
            f"{name} takes {', '.join(sorted(needed))}; it was given {', '.join(sorted(parameters))}"
        )
    return texts[name]


def _read(folder: str) -> Mapping[str, str]:
    texts = {}
    for file in (files("tutela.events") / folder).iterdir():
        if file.name.endswith(".sql"):
            lines = file.read_text("utf-8").splitlines()
            texts[file.name.removesuffix(".sql")] = "\n".join(
                line for line in lines if not line.startswith("--")
            ).strip()
    return texts
