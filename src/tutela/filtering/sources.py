"""Other people's lists → entries in their normal form, line by line, whatever state the files are in.

Read are folders in the UT1 layout (`CATEGORY/domains`, `CATEGORY/urls`), folders with a folder or a file for each
category, and single files; packed or not (`listfiles`). A line may be written in any of the usual ways (`listlines`).
A line that cannot be read is counted, kept with its number and the reason, and the next one is read.
"""

import codecs
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO

from tutela.filtering.address import BadAddress
from tutela.filtering.defaults import category as known_category
from tutela.filtering.listfiles import FAULTS, SNIFFED_BYTES, CannotRead, ListFile, NotText, files_of, require_text
from tutela.filtering.listlines import Format, Opens, look_at

LONGEST_LINE = 8_192
"""Bytes; no address that a browser would open is longer, and what is longer is one bad line."""
KEPT_BAD_LINES = 1_000
CATEGORY = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")


@dataclass(frozen=True)
class BadLine:
    file: str
    line: int
    text: str
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}"


@dataclass
class Reading:
    """What was found in a source."""

    entries: dict[str, set[str]] = field(default_factory=dict)
    """Category → entries: hosts, IP addresses and `host/path?query`."""
    lines: int = 0
    """Lines with something in them, comments left out."""
    repeated: int = 0
    bad: int = 0
    bad_lines: list[BadLine] = field(default_factory=list)
    """The first thousand of the bad lines."""
    exceptions: int = 0
    """Lines that would open something. They are not used."""
    forms: Counter[str] = field(default_factory=Counter)
    """Lines by the way they are written: plain, urls, hosts, adblock, dnsmasq, unbound, rpz."""
    skipped: list[str] = field(default_factory=list)
    """Files that were left alone, with the reason."""

    @property
    def count(self) -> int:
        """All entries; one that stands in two categories counts twice."""
        return sum(map(len, self.entries.values()))


def read_source(path: Path, *, category: str = "", form: Format = "auto") -> Reading:
    """Read a folder, a file or an archive. `category` puts everything into that one. Raises `CannotRead`."""
    if category and not CATEGORY.fullmatch(category):
        raise CannotRead(f"“{category}” cannot be a category: use small letters, digits, - and _.")
    reading = Reading()
    for file in files_of(path, reading.skipped):
        chosen = category or _category_of(file)
        if not chosen:
            raise CannotRead(f"{path} does not say what it lists. Add --category, for example --category gambling.")
        if not CATEGORY.fullmatch(chosen):
            reading.skipped.append(f"{file.name}: “{chosen}” cannot be a category")
            continue
        try:
            with file.open() as opened:
                _read_file(opened, file.name, reading, chosen, form)
        except NotText as error:
            if file.within == "file":
                raise
            reading.skipped.append(str(error))
        except FAULTS as error:
            raise CannotRead(f"{file.name} cannot be read: {error or type(error).__name__}") from error
    if not reading.lines and not reading.entries:
        why = f" Left alone: {reading.skipped[0]}." if reading.skipped else ""
        raise CannotRead(f"{path} holds no list.{why}")
    return reading


def _category_of(file: ListFile) -> str:
    """`gambling/domains` and `gambling/any.txt` → gambling; `gambling.txt` → gambling; a lone file says nothing."""
    path = PurePosixPath(file.name)
    folder, stem = path.parent.name.lower(), path.stem.lower()
    if path.name in ("domains", "urls"):
        return folder
    if file.within == "file":
        return ""
    # Archives often put everything into one folder that is named for the list and not for a category.
    only_wraps = file.within == "archive" and len(path.parts) == 2 and not known_category(folder)
    return stem if only_wraps or not folder else folder


def _read_file(file: IO[bytes], name: str, reading: Reading, category: str, form: Format) -> None:
    start = file.read(SNIFFED_BYTES)
    require_text(start, name)
    entries = reading.entries.setdefault(category, set())
    forms: Counter[str] = Counter()
    in_bracket = False
    for number, raw in enumerate(_lines(start, file), 1):
        if in_bracket:
            in_bracket = raw is None or ")" not in raw
            continue
        try:
            if raw is None:
                raise BadAddress("This line is longer than any address.")
            found = look_at(raw, form)
        except Opens:
            reading.lines += 1
            reading.exceptions += 1
            continue
        except BadAddress as error:
            reading.lines += 1
            reading.bad += 1
            if len(reading.bad_lines) < KEPT_BAD_LINES:
                reading.bad_lines.append(BadLine(name, number, (raw or "")[:80], str(error)))
            continue
        in_bracket = found.begins_bracket
        if not found.entries:
            continue
        reading.lines += 1
        forms[found.form] += 1
        before = len(entries)
        entries.update(found.entries)
        reading.repeated += before + len(found.entries) - len(entries)
    reading.forms += forms


def _lines(start: bytes, file: IO[bytes]) -> Iterator[str | None]:
    """The lines of a file, in whatever encoding; None for one that is too long."""
    if start[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        text = io.TextIOWrapper(
            io.BufferedReader(_Rest(start, file)),  # type: ignore[type-var]
            encoding="utf-16",
            errors="replace",
        )
        yield from _bounded(text.readline, "\n")
        return
    rest = io.BufferedReader(_Rest(start.removeprefix(codecs.BOM_UTF8), file), 1 << 16)  # type: ignore[type-var]
    for raw in _bounded(rest.readline, b"\n"):
        if raw is None:
            yield None
            continue
        try:
            yield raw.decode()
        except UnicodeDecodeError:
            yield raw.decode("latin-1")


class _Rest(io.RawIOBase):
    """What is left of a file after its beginning has been looked at."""

    def __init__(self, start: bytes, file: IO[bytes]) -> None:
        self._start, self._file = start, file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        got, self._start = self._start[: len(buffer)], self._start[len(buffer) :]
        got = got or self._file.read(len(buffer))
        buffer[: len(got)] = got
        return len(got)


def _bounded(readline: Callable[[int], "str | bytes"], end: "str | bytes") -> Iterator:  # type: ignore[type-arg]
    while line := readline(LONGEST_LINE + 1):
        if len(line) <= LONGEST_LINE or line.endswith(end):  # type: ignore[arg-type]
            yield line
            continue
        while line and not line.endswith(end):  # type: ignore[arg-type]
            line = readline(LONGEST_LINE)
        yield None
