"""Importing a log: parsed, people made pseudonyms, help lines left out, each line stored once.

A file is known by its content. Importing it again, also under another name, changes nothing; of
one that has grown only the new lines are taken. An import that was cut off goes on.
"""

import datetime as dt
import gc
import hashlib
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any, Final, NamedTuple
from urllib.parse import unquote

from tutela.events import columns
from tutela.events.establishments import Establishment
from tutela.events.event import HTTP_ACTIVITY
from tutela.events.importers import FORMATS, UnknownFormat, detect
from tutela.events.importers.file import Content, batches, survey
from tutela.events.importers.parsed import Parsed
from tutela.events.pseudonym import pseudonym
from tutela.events.store import Store
from tutela.events.webaddress import split_address

DAY_MS: Final = 86_400_000
Progress = Callable[[int, int], None]
"""Is told how many lines have been read and how many events stored."""


class Unusable(ValueError):
    """A file that cannot be imported; the message says why."""


class Imported(NamedTuple):
    """What an import did. `known` lines had been imported before; `aside` is where bad lines are kept."""

    source_id: str
    lines: int
    events: int
    bad: int
    known: int
    aside: Path | None


class Importer:
    """Imports logs of one establishment. `key` makes the pseudonyms; `aside` is the folder for bad lines."""

    def __init__(self, store: Store, establishment: Establishment, key: bytes, aside: Path) -> None:
        self.store = store
        self.establishment = establishment
        self.aside = aside
        self._person = lru_cache(maxsize=200_000)(lambda login: pseudonym(key, establishment.slug, login))

    def import_file(self, path: Path, form: str = "auto", progress: Progress = lambda *_: None) -> Imported:
        """Import a file. Raises `Unusable`, or `StoreError` when the store does not take it: then run it again."""
        earlier: list[dict[str, Any]] = []

        def lengths(first_line: str) -> list[int]:
            earlier.extend(self.store.query("imports_beginning", first_line=self._beginning(first_line)))
            return [row["bytes"] for row in earlier]

        try:
            content = survey(path, lengths)
        except (OSError, EOFError) as error:
            raise Unusable(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}") from error
        module = _module(form, content, path)
        same = [row for row in earlier if content.sha256.get(row["bytes"]) == row["sha256"]]
        done = next((row for row in same if row["finished"]), None)
        source = same[0]["source_id"] if same else f"import-{self._name(content)}"
        claim = {"source_id": source, "first_line": self._beginning(content.first_line), "bytes": content.bytes}
        claim["sha256"] = content.sha256[content.bytes]
        seq = done["last_seq"] if done else 0
        known = done["lines"] if done else 0
        if not done or done["bytes"] < content.bytes:
            self._claim(claim, seq, known, finished=0)
        aside = _Aside(self.aside / f"{source.removeprefix('import-')}.bad")
        lines = events = bad = 0
        whole_lines, whole_seq = known, seq
        for block in _undisturbed(batches(path, done["bytes"] if done else 0)):
            found = module.read(block)
            aside.keep([(known + lines + number + 1, why, self._shown(line)) for number, why, line in found.bad])
            rows = self._rows(found, source, seq)
            stored = sum(self._store(part, source) for part in _by_day(rows, self._missing(rows, source, bool(same))))
            seq += rows.num_rows
            lines, events, bad = lines + found.lines, events + stored, bad + len(found.bad)
            if block.endswith(b"\n"):
                whole_lines, whole_seq = known + lines, seq
            elif found.lines > 1:
                whole_lines = known + lines - 1
                whole_seq = seq - (1 if found.numbers and found.numbers[-1] == found.lines - 1 else 0)
            progress(known + lines, events)
        if not done or done["bytes"] < content.bytes:
            self._claim(claim, whole_seq, whole_lines, finished=1)
        return Imported(source, known + lines, events, bad, known, aside.path if aside.path.exists() else None)

    def _shown(self, line: str) -> str:
        """Return a bad line as it may be kept: nothing of one that names a help line."""
        plain = unquote(line).casefold()
        return "" if any(host in plain for host in self.establishment.unrecorded) else line

    def _name(self, content: Content) -> str:
        text = f"{self._beginning(content.first_line)}:{content.sha256[content.bytes]}"
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def _beginning(self, first_line: str) -> str:
        # The same file given to two establishments is two sources.
        return f"{self.establishment.slug}:{first_line}"

    def _claim(self, claim: dict[str, Any], last_seq: int, lines: int, *, finished: int) -> None:
        now = dt.datetime.now(dt.UTC)
        self.store.write("claim_import", **claim, last_seq=last_seq, lines=lines, finished=finished, at=now)

    def _rows(self, found: Parsed, source: str, seq: int) -> Any:
        """Make the store's columns of what was found, without what must never be recorded."""
        places = [split_address(url, method) for url, method in zip(found.urls, found.methods, strict=True)]
        hosts = {place.host for place in places}
        hidden = {host for host in hosts if not self.establishment.records(host)}
        keep = [n for n, place in enumerate(places) if place.host not in hidden] if hidden else range(len(places))

        def kept(column: list[Any]) -> list[Any]:
            return [column[n] for n in keep] if hidden else column

        places = kept(places)
        people = [self._person(login) if login else "" for login in kept(found.logins)]
        size = len(places)
        return columns.from_lists(
            {
                "time": _times(kept(found.seconds)),
                "site_id": _same(self.establishment.site_id, "site_id", size),
                "source_id": _same(source, "source_id", size),
                "seq": list(range(seq + 1, seq + size + 1)),
                "class_uid": _same(HTTP_ACTIVITY, "class_uid", size),
                "user": people,
                "user_basis": ["import" if person else "unknown" for person in people],
                "src_ip": kept(found.addresses),
                "method": kept(found.methods),
                "url": [place.url for place in places],
                "host": [place.host for place in places],
                "path": [place.path for place in places],
                "action": ["block" if blocked else "allow" for blocked in kept(found.blocked)],
                "reason": kept(found.results),
                "status": kept(found.statuses),
                "bytes_in": kept(found.received),
                "search_terms": [place.search_terms for place in places],
            }
        )

    def _missing(self, rows: Any, source: str, again: bool) -> set[int] | None:
        """Return the numbers already stored, for a source that was imported before; None when there are none."""
        if not again or not rows.num_rows:
            return None
        span = {"first": rows["seq"][0].as_py(), "last": rows["seq"][-1].as_py()}
        found = self.store.query("seqs_of_source", source_id=source, **span)
        return {int(str(row["seq"])) for row in found} or None

    def _store(self, part: Any, source: str) -> int:
        token = f"{source}:{part['seq'][0]}.{part['seq'][-1]}"
        self.store.insert_block("events", columns.pack(part), token)
        return int(part.num_rows)


class _Aside:
    """The lines that could not be read, each once: its number, the reason and the line, apart by tabs."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._known: set[str] | None = None

    def keep(self, bad: list[tuple[int, str, str]]) -> None:
        if not bad:
            return
        if self._known is None:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            old = self.path.read_text("utf-8").splitlines() if self.path.exists() else []
            self._known = {line.partition("\t")[0] for line in old}
        with self.path.open("a", encoding="utf-8") as file:
            self.path.chmod(0o600)
            for number, why, line in bad:
                if str(number) not in self._known:
                    shown = line.replace("\r", "\\r").replace("\v", "\\v").replace("\f", "\\f")
                    file.write(f"{number}\t{why}\t{shown}\n")
                    self._known.add(str(number))


def _module(form: str, content: Content, path: Path) -> ModuleType:
    if form != "auto":
        if form not in FORMATS:
            raise Unusable(f"{form} is not a format; the formats are: auto, {', '.join(FORMATS)}")
        return FORMATS[form]
    try:
        return detect(content.sample)
    except UnknownFormat as error:
        raise Unusable(f"{path}: {error}") from error


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


def _undisturbed(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """Hand out pieces with the search for garbage cycles off: it costs a third of the time and finds none."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield from blocks
    finally:
        if was_on:
            gc.enable()


def _same(value: object, name: str, size: int) -> Any:
    import numpy as np
    import pyarrow as pa

    (column,) = columns.from_lists({name: [value]}).columns
    return column.take(pa.array(np.zeros(size, dtype=np.int32)))


def _times(seconds: list[float]) -> Any:
    import numpy as np
    import pyarrow as pa

    milliseconds = np.rint(np.asarray(seconds, dtype=np.float64) * 1000).astype(np.int64)
    return pa.array(milliseconds, pa.int64()).cast(pa.timestamp("ms", "UTC"))
