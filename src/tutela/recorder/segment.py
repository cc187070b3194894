"""Reading one spool file: what is new in it, as rows, and where we stand once they are stored.

Nothing is remembered on disc about how far we are: the rows of a source are numbered as they are
read, the store says which number it has last, and what comes before is read past.
"""

import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

import msgspec

from tutela.events.accesslog import BadLine, decode_annotation, parse
from tutela.events.event import Event
from tutela.events.spool import SegmentReader

BLOCK: Final = 4 * 1024 * 1024
_decode = msgspec.json.Decoder().decode


@dataclass(frozen=True)
class Standing:
    """How far a file has been read. `seq` is the number of the last row kept, `line` counts all lines."""

    offset: int = 0
    line: int = 0
    seq: int = 0
    source_id: str = ""
    serial: int | None = None
    """The last number Squid gave a line; None when there is none to go on from."""


@dataclass
class Slice:
    """What one block of a file held: rows not stored yet, faults, and the standing once all that is kept."""

    after: Standing
    events: list[Event] = field(default_factory=list)
    records: list[dict[str, Any]] = field(default_factory=list)
    faults: list["Fault"] = field(default_factory=list)
    decided: int = 0
    """Lines that carry a decision of the filter and may be counted."""


@dataclass(frozen=True)
class Fault:
    """Something missing from, or wrong in, a source: `missing` lines after number `after`."""

    kind: str
    source_id: str
    after: int
    missing: int
    words: str
    content: bytes = b""


LastStored = Callable[[str], int]
"""Says the number of the last row the store has of a source; 0 for none."""


class Segment:
    """One spool file, followed until it is finished. `folder` is the name of the folder it lies in."""

    suffix = ""

    def __init__(self, path: Path, folder: str, site_id: int) -> None:
        self.path = path
        self.folder = folder
        self.site_id = site_id
        self.reader = SegmentReader(path)
        self.standing = Standing()
        self._stored: int | None = None

    @property
    def establishment(self) -> str:
        """The slug in the folder's name."""
        return self.folder.partition("-")[2]

    def waiting(self) -> int:
        """Return the bytes that have not been stored."""
        return self.reader.size() - self.standing.offset

    def read(self, last_stored: LastStored) -> Slice | None:
        """Make the next block durable and read it; None when no whole line waits. Raises OSError."""
        self.reader.offset = self.standing.offset
        if not self.waiting():
            return None
        self.reader.sync()
        block = next(self.reader.blocks(BLOCK), None)
        if block is None:
            return None
        found = Slice(replace(self.standing, offset=self.reader.offset))
        for line in block[:-1].split(b"\n"):
            found.after = replace(found.after, line=found.after.line + 1)
            self.take(line, found, last_stored)
        return found

    def accept(self, found: Slice) -> None:
        """The slice is stored: go on after it."""
        self.standing = found.after

    def forget(self) -> None:
        """Ask the store again how far it is: an insert failed, and may yet have been kept."""
        self._stored = None

    def is_new(self, source_id: str, seq: int, last_stored: LastStored) -> bool:
        """Whether the store lacks a row."""
        if self._stored is None:
            self._stored = last_stored(source_id)
        return seq > self._stored

    def take(self, line: bytes, found: Slice, last_stored: LastStored) -> None:
        """Add to a slice what a line says."""
        raise NotImplementedError

    def is_finished(self, now: dt.datetime) -> bool:
        """Whether nothing more will be written."""
        raise NotImplementedError

    def close(self) -> None:
        """Let go of the file."""
        self.reader.close()


class SquidSegment(Segment):
    """Squid's access log, or a part of it that was renamed; a line's own number shows what is missing."""

    suffix = ".log"
    QUIET = dt.timedelta(seconds=60)
    """How long a renamed log must have been still: Squid goes on writing until it is told."""

    def take(self, line: bytes, found: Slice, last_stored: LastStored) -> None:
        at = found.after
        text = line.decode("utf-8", "replace")
        try:
            event = parse(text, site_id=self.site_id)
        except BadLine as error:
            content = b"" if b"n=0" in line else line
            name = at.source_id or self.folder
            found.faults.append(Fault("bad-line", name, at.line, 1, f"line {at.line}: {error}", content))
            return
        _, serial, *_, note = text.split()
        number = int(serial) if serial.isascii() and serial.isdigit() else None
        if at.serial is not None and number is not None and number > at.serial + 1:
            missing = number - at.serial - 1
            words = f"{missing} lines are missing from the proxy's log before line {at.line}"
            found.faults.append(Fault("missing-lines", at.source_id or self.folder, at.line, missing, words))
        found.decided += "n=1" in note and decode_annotation(note).get("n") == "1"
        if event is None:
            found.after = replace(at, serial=number)
            return
        # The first line kept names the source: the same after the file is renamed, moved or restored.
        source = at.source_id or f"{self.folder}.{hashlib.sha256(line).hexdigest()[:12]}"
        found.after = replace(at, serial=number, source_id=source, seq=at.seq + 1)
        if self.is_new(source, at.seq + 1, last_stored):
            found.events.append(msgspec.structs.replace(event, source_id=source, seq=at.seq + 1))

    def is_finished(self, now: dt.datetime) -> bool:
        """Whether the log was renamed a while ago and is still."""
        if self.path.stem == "open":
            return False
        return now.timestamp() - self.path.stat().st_mtime > self.QUIET.total_seconds()


class GatewaySegment(Segment):
    """The gateway's own records; the file's name is part of the source's, and each record has its number."""

    suffix = ".ndjson"

    def take(self, line: bytes, found: Slice, last_stored: LastStored) -> None:
        source = f"{self.folder}.{self.path.stem}"
        at = replace(found.after, source_id=source)
        found.after = at
        try:
            record = _decode(line)
            seq, kind = int(record.pop("seq")), str(record.pop("kind"))
            time = dt.datetime.fromtimestamp(record.pop("at_ms") / 1000, dt.UTC)
        except (msgspec.DecodeError, AttributeError, KeyError, TypeError, ValueError, OverflowError):
            found.faults.append(Fault("bad-line", source, at.line, 1, f"line {at.line}: not a record", line))
            return
        if seq > at.seq + 1:
            words = f"{seq - at.seq - 1} records are missing before number {seq}"
            found.faults.append(Fault("missing-lines", source, at.seq, seq - at.seq - 1, words))
        found.after = replace(at, seq=seq)
        if self.is_new(source, seq, last_stored):
            row = {"time": time, "site_id": self.site_id, "source_id": source, "seq": seq, "kind": kind}
            found.records.append({**row, "content": msgspec.json.encode(record).decode()})

    def is_finished(self, now: dt.datetime) -> bool:  # noqa: ARG002
        """Whether its writer has closed it, or is gone."""
        return self.reader.writer_is_gone()


KINDS: Final[dict[str, type[Segment]]] = {"squid": SquidSegment, "gateway": GatewaySegment}
"""The kind of segment by the first word of the folder's name."""
