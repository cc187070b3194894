"""Importing a log: parsed, people made pseudonyms, help lines left out, each line stored once.

A file is known by its content. Importing it again, also under another name, changes nothing; of
one that has grown only the new lines are taken. An import that was cut off goes on.
"""

import datetime as dt
import gc
import hashlib
import lzma
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo

from tutela.events import columns
from tutela.events.establishments import Establishment
from tutela.events.importers import FORMATS, UnknownFormat, clocks, confirm, detect, mapped_csv
from tutela.events.importers.aside import Aside
from tutela.events.importers.file import Content, batches, survey
from tutela.events.importers.parsed import Parsed
from tutela.events.importers.reading import About, Reader
from tutela.events.importers.rows import People, Rows
from tutela.events.store import Store

DAY_MS: Final = 86_400_000
LOOKING, IMPORTING = "look", "import"


class Step(NamedTuple):
    """How far an import is: `done` of `total` bytes (0 where that is not known yet)."""

    phase: str
    done: int
    total: int
    lines: int = 0
    events: int = 0


Progress = Callable[[Step], object]


class Unusable(ValueError):
    """A file that cannot be imported; the message says why."""


class Imported(NamedTuple):
    """What an import did. `known` lines had been imported before; `aside` is where bad lines are kept.

    `other` lines tell of no request. `since` and `until` (exclusive) span the times of what is new.
    """

    source_id: str
    lines: int
    events: int
    bad: int
    known: int
    aside: Path | None
    other: int = 0
    doubtful: int = 0
    form: str = ""
    since: dt.datetime | None = None
    until: dt.datetime | None = None


class Importer:
    """Imports logs of one establishment. `key` makes the pseudonyms; `aside` is the folder for bad lines."""

    def __init__(
        self, store: Store, establishment: Establishment, key: bytes, aside: Path, people: People | None = None
    ) -> None:
        self.store = store
        self.establishment = establishment
        self.aside = aside
        self.rows = Rows(establishment, key, people)

    def import_file(
        self,
        path: Path,
        form: str = "auto",
        progress: Progress = lambda _: None,
        chosen: mapped_csv.Map | None = None,
        changed_at: float = 0.0,
    ) -> Imported:
        """Import a file, a table by the map that is `chosen`. `changed_at` stands for the file's own date.

        Raises `Unusable`, or `StoreError` when the store does not take it: then run it again.
        """
        earlier: list[dict[str, Any]] = []

        def lengths(first_line: str) -> list[int]:
            earlier.extend(self.store.query("imports_beginning", first_line=self._beginning(first_line)))
            return [row["bytes"] for row in earlier]

        try:
            content = survey(path, lengths, lambda at: progress(Step(LOOKING, at, 0)))
            changed_at = changed_at or path.stat().st_mtime
        except (OSError, EOFError, zlib.error, lzma.LZMAError) as error:
            raise Unusable(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}") from error
        try:
            with _undisturbed():
                return self._import(path, content, earlier, _chosen(form, chosen, content), changed_at, progress)
        except (UnknownFormat, mapped_csv.BadMap) as error:
            unusable = Unusable(f"{path.name}: {error}")
            for note in getattr(error, "__notes__", ()):
                unusable.add_note(note)
            raise unusable from error

    def _import(  # noqa: PLR0917
        self, path: Path, content: Content, earlier: list[dict[str, Any]], form: "_Form", changed_at: float,
        progress: Progress,
    ) -> Imported:  # fmt: skip
        same = [row for row in earlier if content.sha256.get(row["bytes"]) == row["sha256"]]
        done = next((row for row in same if row["finished"]), None)
        source = same[0]["source_id"] if same else f"import-{self._name(content)}"
        claim = {"source_id": source, "first_line": self._beginning(content.first_line), "bytes": content.bytes}
        claim["sha256"] = content.sha256[content.bytes]
        known, start = (done["lines"], done["bytes"]) if done else (0, 0)
        is_new = not done or done["bytes"] < content.bytes
        taking = _Taking(self, source, known, done["last_seq"] if done else 0, again=bool(same))
        if is_new:
            self._claim(claim, taking.seq, known, finished=0)
        zone = ZoneInfo(self.establishment.time_zone)
        years = clocks.years_of(batches(path), changed_at, zone) if form.yearless else None
        reader = form.reader(About(zone, changed_at, tuple(content.sample), years and (lambda n: years(known + n))))
        at, whole_lines, whole_seq = start, known, taking.seq
        with taking:
            torn = False
            for block in batches(path, start):
                found = _read(reader, block, path.name, known + taking.lines)
                taking.take(found)
                at += len(block)
                torn = not block.endswith(b"\n")
                progress(Step(IMPORTING, at, max(content.bytes, at), known + taking.lines, taking.events))
            last = reader.finish()
            taking.take(last)
            whole_lines, whole_seq = known + taking.lines, taking.seq
            if torn:
                whole_lines -= 1
                whole_seq -= taking.last_number == taking.lines - 1
        if is_new:
            self._claim(claim, whole_seq, whole_lines, finished=1)
        aside = taking.aside.path if taking.aside.path.exists() else None
        return Imported(
            source, known + taking.lines, taking.events, taking.bad, known, aside, taking.other, taking.doubtful,
            form.words, taking.since, taking.until,
        )  # fmt: skip

    def _name(self, content: Content) -> str:
        text = f"{self._beginning(content.first_line)}:{content.sha256[content.bytes]}"
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def _beginning(self, first_line: str) -> str:
        # The same file given to two establishments is two sources.
        return f"{self.establishment.slug}:{first_line}"

    def _claim(self, claim: dict[str, Any], last_seq: int, lines: int, *, finished: int) -> None:
        now = dt.datetime.now(dt.UTC)
        self.store.write("claim_import", **claim, last_seq=last_seq, lines=lines, finished=finished, at=now)


class _Taking:
    """What has been taken of one log so far. One piece is stored while the next is read."""

    def __init__(self, importer: Importer, source: str, known: int, seq: int, *, again: bool) -> None:
        self.importer, self.source, self.known, self.seq, self.again = importer, source, known, seq, again
        name = source.removeprefix("import-")
        self.aside = Aside(importer.aside / f"{name}.bad", importer.establishment.unrecorded)
        self.lines = self.events = self.bad = self.other = self.doubtful = 0
        self.last_number = -1
        self.since: dt.datetime | None = None
        self.until: dt.datetime | None = None
        self._storing: Future[int] | None = None
        self._store = ThreadPoolExecutor(1, thread_name_prefix="import")

    def __enter__(self) -> "_Taking":
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None:
                self._wait()
        finally:
            self._store.shutdown(cancel_futures=kind is not None)

    def take(self, found: Parsed) -> None:
        """Take a piece in. Raises `StoreError` when an earlier one was not stored."""
        self.aside.keep(found.bad, self.known + self.lines)
        rows = self.importer.rows.make(found, self.source, self.seq)
        if found.numbers:
            self.last_number = self.lines + found.numbers[-1]
        self.lines += found.lines
        self.bad += len(found.bad)
        self.other += found.other
        self.doubtful += found.doubtful
        self.seq += rows.num_rows
        self._wait()
        if rows.num_rows:
            self._storing = self._store.submit(self._put, rows)

    def _wait(self) -> None:
        storing, self._storing = self._storing, None
        if storing is not None:
            self.events += storing.result()

    def _put(self, rows: Any) -> int:
        stored = 0
        for part in _by_day(rows, self._missing(rows)):
            first, last = part["seq"][0].as_py(), part["seq"][-1].as_py()
            self.importer.store.insert_block("events", columns.pack(part), f"{self.source}:{first}.{last}")
            stored += part.num_rows
        # also of what an import that was cut off had stored: nobody has looked through that either
        if rows.num_rows:
            self._span(rows["time"])
        return stored

    def _missing(self, rows: Any) -> set[int] | None:
        """Return the numbers already stored, for a source that was imported before; None when there are none."""
        if not self.again:
            return None
        span = {"first": rows["seq"][0].as_py(), "last": rows["seq"][-1].as_py()}
        found = self.importer.store.query("seqs_of_source", source_id=self.source, **span)
        return {int(str(row["seq"])) for row in found} or None

    def _span(self, times: Any) -> None:
        import pyarrow.compute as pc

        ends = pc.min_max(times).as_py()
        self.since = min(filter(None, (self.since, ends["min"])))
        self.until = max(filter(None, (self.until, ends["max"] + dt.timedelta(milliseconds=1))))


def _read(reader: Reader, block: bytes, name: str, before: int) -> Parsed:
    """Read whole lines. What no reader has thought of is said by where it is, never by the words that stand there."""
    try:
        return reader.read(block)
    except (ValueError, LookupError, ArithmeticError, TypeError) as error:
        if isinstance(error, mapped_csv.BadMap):
            raise
        last = before + block.count(b"\n")
        where = f"lines {before + 1:,} to {last:,}" if last > before + 1 else f"line {before + 1:,}"
        raise Unusable(f"{name}: {where} cannot be read as this format ({type(error).__name__})") from error


class _Form(NamedTuple):
    """The format that was found or chosen."""

    words: str
    reader: Callable[[About], Reader]
    yearless: bool


def _chosen(form: str, chosen: mapped_csv.Map | None, content: Content) -> _Form:
    if chosen is not None:
        return _Form(f"a table by the map “{chosen.name}”", lambda about: mapped_csv.reader(about, chosen), False)
    if form != "auto" and form not in FORMATS:
        raise Unusable(f"{form} is not a format; the formats are: auto, {', '.join(FORMATS)}")
    guess = detect(content.sample) if form == "auto" else confirm(form, content.sample)
    return _Form(guess.words, guess.module.reader, getattr(guess.module, "YEARLESS", False))


def _by_day(rows: Any, stored: set[int] | None) -> Iterator[Any]:
    """Cut rows into days, without those that are stored already."""
    import numpy as np
    import pyarrow as pa

    if stored:
        rows = rows.filter(pa.array([seq not in stored for seq in rows["seq"].to_pylist()]))
    if not rows.num_rows:
        return
    days = rows["time"].cast(pa.int64()).to_numpy() // DAY_MS
    for day in np.unique(days):
        yield rows.filter(pa.array(days == day)) if days.min() != days.max() else rows


class _undisturbed:  # noqa: N801  used like a word
    """The search for garbage cycles off for a while: it costs a third of the time and finds none."""

    def __enter__(self) -> None:
        self.was_on = gc.isenabled()
        gc.disable()

    def __exit__(self, *_: object) -> None:
        if self.was_on:
            gc.enable()
