"""Squid's native access log (`logformat squid`), as it has been since version 2.

`time.ms elapsed client result/status bytes method URL user hierarchy/peer type`; further fields
are passed over. The client may be a number of either kind or a name, the user `login@domain`.
"""

import re
import time
from typing import Final
from urllib.parse import unquote

from tutela.events.importers.parsed import Parsed

NAME: Final = "squid"
EARLIEST: Final = 946_684_800.0
"""1 January 2000; what is older is a broken clock."""
LONGEST_LINE: Final = 70_000

_LINE: Final = re.compile(
    r"^(\d{1,11}(?:\.\d{1,9})?) +-?\d{1,12} +(\S+) ([A-Z_0-9]+)/(\d{1,3}) (\d{1,18}|-) (\S+) (.{1,65536}?) (\S+)"
    r" [A-Z_0-9]+/\S+ \S+(?: .*|\r)?$",
    re.MULTILINE,
)


def matches(line: str) -> bool:
    """Whether a line is in this format."""
    return len(line) < LONGEST_LINE and _LINE.match(line) is not None


def read(text: str) -> Parsed:
    """Read whole lines. Nothing in a line raises; what cannot be read is in `bad`."""
    lines = text.split("\n")
    if lines and not lines[-1]:
        lines.pop()
    numbers: list[int] = []
    bad: list[tuple[int, str, str]] = []
    rows = _LINE.findall(text) if len(text) < LONGEST_LINE or max(map(len, lines)) < LONGEST_LINE else []
    if len(rows) == len(lines):
        numbers = list(range(len(lines)))
    else:
        rows = []
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
    _, addresses, results, statuses, received, methods, urls, users = (
        map(list, zip(*rows, strict=True)) if rows else ([] for _ in range(8))
    )
    return Parsed(
        lines=len(lines),
        numbers=numbers,
        seconds=seconds,
        addresses=addresses,
        logins=["" if user == "-" else unquote(user) if "%" in user else user for user in users],
        methods=methods,
        urls=urls,
        blocked=["DENIED" in result for result in results],
        results=results,
        statuses=[int(status) for status in statuses],
        received=[0 if size == "-" else int(size) for size in received],
        bad=sorted(bad),
    )


def _why(line: str) -> str:
    if len(line) >= LONGEST_LINE:
        return "the line is too long"
    fields = len(line.split())
    return f"{fields} fields where 10 belong" if fields < 10 else "not in Squid's native form"
