"""Append-only files between whoever sees something happen and the recorder.

A record counts when its newline is on the disc: `SpoolWriter.append` returns only then. Each
writer starts a segment of its own, so that a line torn by a crash can only be a segment's last.
A reader remembers (inode, offset); a name may change under it, as it does when Squid's log is
renamed.
"""

import contextlib
import fcntl
import os
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

import msgspec

SEGMENT_BYTES = 64 * 1024 * 1024
BLOCK_BYTES = 4 * 1024 * 1024
_encode = msgspec.json.Encoder().encode


class SpoolWriter:
    """One process's records, numbered from 1 without holes in each segment.

    `append` raises OSError when the disc is full or the folder gone; the record was then not
    acknowledged, and nothing of it stays in the file.
    """

    def __init__(self, folder: Path, *, segment_bytes: int = SEGMENT_BYTES) -> None:
        self.folder = folder
        self.segment_bytes = segment_bytes
        self.seq = 0
        self.path: Path | None = None
        self._fd = -1
        self._size = 0

    def append(self, kind: str, fields: Mapping[str, Any]) -> int:
        """Write one record and return its number, once it would survive a power cut."""
        return self.append_all([(kind, fields)])

    def append_all(self, records: list[tuple[str, Mapping[str, Any]]]) -> int:
        """Write several records with one wait for the disc; return the number of the last."""
        if self._fd < 0 or self._size >= self.segment_bytes:
            self._open_segment()
        seq = self.seq
        lines = []
        for kind, fields in records:
            seq += 1
            at = time.time_ns() // 1_000_000
            lines.append(_encode({"seq": seq, "kind": kind, "at_ms": at, **fields}) + b"\n")
        block = b"".join(lines)
        try:
            written = 0
            while written < len(block):
                written += os.write(self._fd, block[written:])
            os.fsync(self._fd)
        except OSError:
            self._abandon_segment()
            raise
        self.seq = seq
        self._size += len(block)
        return seq

    def close(self) -> None:
        """Leave the segment to the recorder; the next record opens another."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1

    def _open_segment(self) -> None:
        self.close()
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / f"{time.time_ns()}.ndjson"
        draft = path.with_suffix(f".{os.getpid()}.new")
        self._fd = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o640)
        # Tells the recorder that more may come; the kernel lets go when the writer dies. The file gets
        # its name only then, so that nobody takes it for one that is finished.
        fcntl.flock(self._fd, fcntl.LOCK_EX)
        draft.rename(path)
        sync_folder(self.folder)
        self.path, self.seq, self._size = path, 0, 0

    def _abandon_segment(self) -> None:
        # What was half written must not be taken for a record later: cut back, then start anew.
        try:
            os.ftruncate(self._fd, self._size)
        finally:
            self.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


class Segment(NamedTuple):
    """A spool file as it was found; `inode` stays when the file is renamed."""

    path: Path
    inode: int
    size: int


class SegmentReader:
    """Whole lines of one file from an offset on; a last line without its newline waits."""

    def __init__(self, path: Path, offset: int = 0) -> None:
        self._fd = os.open(path, os.O_RDONLY)
        self.inode = os.fstat(self._fd).st_ino
        self.offset = offset

    def sync(self) -> None:
        """Put on the disc what the writer left in memory: what is read from here on stays."""
        os.fsync(self._fd)

    def size(self) -> int:
        """Return the bytes the file has now."""
        return os.fstat(self._fd).st_size

    def blocks(self, limit: int = BLOCK_BYTES) -> Iterator[bytes]:
        """Yield blocks of whole lines; `offset` moves past each block as it is handed out."""
        while True:
            block = os.pread(self._fd, limit, self.offset)
            end = block.rfind(b"\n") + 1
            if not end and len(block) == limit:
                # A line longer than the block: read as far as its end.
                limit *= 2
                continue
            if not end:
                return
            self.offset += end
            yield block[:end]

    def writer_is_gone(self) -> bool:
        """Whether no `SpoolWriter` has the file open any more (says nothing about Squid's log)."""
        with contextlib.suppress(BlockingIOError):
            fcntl.flock(self._fd, fcntl.LOCK_SH | fcntl.LOCK_NB)
            fcntl.flock(self._fd, fcntl.LOCK_UN)
            return True
        return False

    def torn(self) -> bytes:
        """Return what follows the last newline: nothing, or a line not (yet) written whole."""
        rest = b""
        while block := os.pread(self._fd, BLOCK_BYTES, self.offset + len(rest)):
            rest += block
        return rest

    def close(self) -> None:
        """Let go of the file."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1


def segments(folder: Path, suffix: str) -> list[Segment]:
    """Return a folder's spool files, oldest first; Squid's `open.log` is always the last."""
    found = []
    for entry in os.scandir(folder):
        if entry.name.endswith(suffix) and entry.is_file(follow_symlinks=False):
            stat = entry.stat(follow_symlinks=False)
            found.append(Segment(Path(entry.path), stat.st_ino, stat.st_size))
    return sorted(found, key=lambda found: (found.path.stem == "open", found.path.stem))


def sync_folder(folder: Path) -> None:
    """Make a file's name, and not only its content, survive a power cut."""
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
