"""Squid's native access log (`logformat squid`), as it has been since version 2.

`time.ms elapsed client result/status bytes method URL user hierarchy/peer type`; further fields
are passed over. The client may be a number of either kind or a name, the user `login@domain`.
"""

import re
from collections.abc import Sequence
from typing import Any, Final, NamedTuple
from urllib.parse import unquote

from tutela.events.importers.parsed import Bad, Parsed
from tutela.events.importers.reading import EARLIEST, LONGEST_LINE, About, Reader, latest_time, split_lines

NAME: Final = "squid"
TITLE: Final = "Squid’s native log"

_STAMP: Final = re.compile(r"\d{1,11}(?:\.\d{1,9})?", re.ASCII)
_NUMBER: Final = re.compile(r"-?\d{1,12}", re.ASCII)
_RESULT: Final = re.compile(r"[A-Z_0-9]+/\d{1,3}", re.ASCII)
_SIZE: Final = re.compile(r"\d{1,18}|-", re.ASCII)
_PEER: Final = re.compile(r"[A-Z_0-9]+/\S+")
_LINE: Final = re.compile(
    rf"^({_STAMP.pattern}) +({_NUMBER.pattern}) +(\S+) ({_RESULT.pattern}) ({_SIZE.pattern})"
    rf" (\S+) (.{{1,65536}}?) (\S+) ({_PEER.pattern}) (\S+)(?: .*|\r)?$",
    re.ASCII,
)
"""The whole line where it is not plain: blanks in the address, or further fields."""


_BLANKS: Final = re.compile(rb"  +")
_FIELDS: Final = ["stamp", "elapsed", "address", "result", "received", "method", "url", "user", "peer", "type"]
_USED: Final = _FIELDS[:9]


class Columns(NamedTuple):
    """The fields that are used, as they stand in the log but for the numbers."""

    seconds: list[float]
    addresses: list[str]
    results: list[str]
    received: list[int]
    methods: list[str]
    urls: list[str]
    users: list[str]


def matches(line: str) -> bool:
    """Whether a line is in this format."""
    return len(line) < LONGEST_LINE and _LINE.match(line) is not None


def reader(about: About) -> Reader:  # noqa: ARG001  these logs say all that there is to know
    """Return a reader."""
    return _Reader()


class _Reader:
    def read(self, block: bytes) -> Parsed:
        """Read whole lines."""
        return read(block)

    def finish(self) -> Parsed:
        """Nothing is held back."""
        return read(b"")


def read(block: bytes) -> Parsed:
    """Read whole lines. Nothing in a line raises; what cannot be read is in `bad`."""
    columns = _plain(block) if block else None
    bad: list[Bad] = []
    if columns:
        lines = len(columns.seconds)
        numbers = list(range(lines))
    else:
        texts = split_lines(block)
        lines = len(texts)
        columns, numbers, bad = _by_line(texts)
    latest = latest_time()
    if columns.seconds and (min(columns.seconds) < EARLIEST or max(columns.seconds) > latest):
        wrong = {n for n, second in enumerate(columns.seconds) if not EARLIEST <= second <= latest}
        texts = split_lines(block)
        bad += [(numbers[n], "the time cannot be right", texts[numbers[n]]) for n in sorted(wrong)]
        right = [n for n in range(len(numbers)) if n not in wrong]
        columns = Columns(*(_chosen(column, right) for column in columns))
        numbers = [numbers[n] for n in right]
    known = {result: result.partition("/") for result in set(columns.results)}
    said: dict[str, Sequence[Any]] = {
        "seconds": columns.seconds,
        "address": columns.addresses,
        "login": ["" if user == "-" else unquote(user) if "%" in user else user for user in columns.users],
        "method": columns.methods,
        "url": columns.urls,
        "blocked": ["DENIED" in result for result in columns.results],
        "result": [known[result][0] for result in columns.results],
        "status": [int(known[result][2]) for result in columns.results],
        "received": columns.received,
    }
    return Parsed(lines, numbers, said, sorted(bad))


def _plain(block: bytes) -> Columns | None:
    """Read lines that all have just the ten fields of the form, several times quicker; else None."""
    import pyarrow as pa
    import pyarrow.compute as pc
    from pyarrow import csv

    try:
        word, coded = pa.string(), pa.dictionary(pa.int32(), pa.string())
        kinds = (word, pa.int64(), coded, coded, pa.int64(), coded, word, coded, coded)
        table = csv.read_csv(
            pa.BufferReader(_BLANKS.sub(b" ", block)),
            csv.ReadOptions(column_names=_FIELDS, use_threads=False, block_size=2 * len(block) + 1),
            csv.ParseOptions(delimiter=" ", quote_char=False, ignore_empty_lines=False),
            csv.ConvertOptions(
                column_types=dict(zip(_USED, kinds, strict=True)),
                include_columns=_USED,
                strings_can_be_null=False,
                null_values=[],
            ),
        ).combine_chunks()
        # The reader also ends lines at a carriage return, which is a part of ours.
        if table.num_rows != block.count(b"\n") + (not block.endswith(b"\n")):
            return None
        stamps, _, addresses, results, received, methods, urls, users, peers = table.columns
        shapes = ((stamps, _STAMP), (_distinct(results), _RESULT), (_distinct(peers), _PEER))
        for column, shape in shapes:
            if not pc.all(pc.match_substring_regex(column, f"^(?:{shape.pattern})$")).as_py():
                return None
        if pc.max(pc.utf8_length(urls)).as_py() > LONGEST_LINE // 2:
            return None
        columns = [_list(column) for column in (addresses, results, received, methods, urls, users)]
        return Columns(_list(pc.cast(stamps, pa.float64())), *columns)
    except pa.ArrowInvalid:
        return None


def _chosen(column: Sequence[Any], rows: list[int]) -> list[Any]:
    return [column[n] for n in rows]


def _distinct(column: Any) -> Any:
    return column.chunk(0).dictionary


def _list(column: Any) -> list[Any]:
    """Return the values; Arrow's own way makes an object of each first."""
    chunk = column.chunk(0)
    if hasattr(chunk, "dictionary"):
        values = chunk.dictionary.to_pylist()
        return [values[index] for index in chunk.indices.to_numpy().tolist()]
    values = chunk.to_numpy(zero_copy_only=False)
    return list(values.tolist())


def _by_line(lines: list[str]) -> tuple[Columns, list[int], list[Bad]]:
    rows, numbers, bad = [], [], []
    for number, line in enumerate(lines):
        found = _LINE.match(line) if len(line) < LONGEST_LINE and "\0" not in line else None
        if found:
            rows.append(found.groups())
            numbers.append(number)
        elif line.strip():
            bad.append((number, _why(line), line[:LONGEST_LINE]))
    columns = [list(column) for column in zip(*rows, strict=True)] if rows else [[] for _ in range(10)]
    stamps, _, addresses, results, received, methods, urls, users, *_ = columns
    sizes = [0 if size == "-" else int(size) for size in received]
    return Columns([float(stamp) for stamp in stamps], addresses, results, sizes, methods, urls, users), numbers, bad


def _why(line: str) -> str:
    if len(line) >= LONGEST_LINE:
        return "the line is too long"
    if "\0" in line:
        return "the line holds zero bytes, as after a power cut"
    fields = len(line.split())
    return f"{fields} fields where 10 belong" if fields < 10 else "not in Squid's native form"
