"""Squid's native access log (`logformat squid`), as it has been since version 2.

`time.ms elapsed client result/status bytes method URL user hierarchy/peer type`; further fields
are passed over. The client may be a number of either kind or a name, the user `login@domain`.
"""

import re
import time
from collections.abc import Sequence
from typing import Final
from urllib.parse import unquote

from tutela.events.importers.parsed import Parsed

NAME: Final = "squid"
EARLIEST: Final = 946_684_800.0
"""1 January 2000; what is older is a broken clock."""
LONGEST_LINE: Final = 70_000

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


def matches(line: str) -> bool:
    """Whether a line is in this format."""
    return len(line) < LONGEST_LINE and _LINE.match(line) is not None


def read(text: str) -> Parsed:
    """Read whole lines. Nothing in a line raises; what cannot be read is in `bad`."""
    lines = text.split("\n")
    if not lines[-1]:
        lines.pop()
    rows: Sequence[Sequence[str]] | None = _plain(lines)
    numbers = list(range(len(lines)))
    bad: list[tuple[int, str, str]] = []
    if rows is None:
        rows, numbers = [], []
        for number, line in enumerate(lines):
            found = _LINE.match(line) if len(line) < LONGEST_LINE else None
            if found:
                rows.append(found.groups())
                numbers.append(number)
            elif line.strip():
                bad.append((number, _why(line), line[:LONGEST_LINE]))
    latest = time.time() + 2 * 86400
    seconds = [float(row[0]) for row in rows]
    if rows and (min(seconds) < EARLIEST or max(seconds) > latest):
        wrong = {n for n, second in enumerate(seconds) if not EARLIEST <= second <= latest}
        bad += [(numbers[n], "the time cannot be right", lines[numbers[n]]) for n in sorted(wrong)]
        rows = [row for n, row in enumerate(rows) if n not in wrong]
        numbers = [number for n, number in enumerate(numbers) if n not in wrong]
        seconds = [second for n, second in enumerate(seconds) if n not in wrong]
    columns = [list(column) for column in zip(*rows, strict=True)] if rows else [[] for _ in range(10)]
    _, _, addresses, results, received, methods, urls, users, *_ = columns
    known = {result: result.partition("/") for result in set(results)}
    return Parsed(
        lines=len(lines),
        numbers=numbers,
        seconds=seconds,
        addresses=addresses,
        logins=["" if user == "-" else unquote(user) if "%" in user else user for user in users],
        methods=methods,
        urls=urls,
        blocked=["DENIED" in result for result in results],
        results=[known[result][0] for result in results],
        statuses=[int(known[result][2]) for result in results],
        received=[0 if size == "-" else int(size) for size in received],
        bad=sorted(bad),
    )


def _plain(lines: list[str]) -> list[list[str]] | None:
    """Return the fields of lines that all have just the ten of the form, by a quicker way; else None."""
    rows = [line.split() for line in lines]
    if set(map(len, rows)) != {10}:
        return None
    stamps, elapsed, _, results, received, _, _, _, peers, _ = zip(*rows, strict=True)
    plain = (
        all(map(_STAMP.fullmatch, stamps))
        and all(map(_NUMBER.fullmatch, elapsed))
        and all(map(_RESULT.fullmatch, set(results)))
        and all(map(_SIZE.fullmatch, received))
        and all(map(_PEER.fullmatch, set(peers)))
        and max(map(len, lines)) < LONGEST_LINE
    )
    return rows if plain else None


def _why(line: str) -> str:
    if len(line) >= LONGEST_LINE:
        return "the line is too long"
    fields = len(line.split())
    return f"{fields} fields where 10 belong" if fields < 10 else "not in Squid's native form"
