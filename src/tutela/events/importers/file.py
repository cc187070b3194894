"""A log file, plain or compressed, read in batches of whole lines; a file is known by its content."""

import bz2
import codecs
import gzip
import hashlib
import lzma
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any, Final, NamedTuple, cast

BATCH_BYTES: Final = 8 * 1024 * 1024
HEAD_BYTES: Final = 512 * 1024
LONGEST: Final = 4 * 1024 * 1024
"""A longer line is cut; every reader finds it too long still."""
CUT: Final = 100_000
BOMB_BYTES: Final = 1024 * 1024 * 1024
BOMB_FACTOR: Final = 400
"""What unpacks to more than this many times its size, and more than a gigabyte, is no log."""
SAMPLE_LINES: Final = 1_000


def _plain(path: Path) -> IO[bytes]:
    return path.open("rb")


_PACKED: Final[dict[bytes, Callable[[Path], Any]]] = {
    b"\x1f\x8b": gzip.GzipFile,
    b"BZh": bz2.BZ2File,
    b"\xfd7zXZ": lzma.LZMAFile,
}


class Content(NamedTuple):
    """What a file holds: `bytes` of whole lines, their SHA-256 at the lengths asked for, and what comes first."""

    bytes: int
    sha256: dict[int, str]
    first_line: str
    """SHA-256 of the first line, which begins the search for earlier imports."""
    sample: list[str]


class Bomb(OSError):
    """A packed file that is no log."""


def open_log(path: Path) -> IO[bytes]:
    """Open a log for reading, unpacked and in UTF-8. Raises OSError."""
    with path.open("rb") as file:
        start = file.read(6)
    opened = next((unpack for magic, unpack in _PACKED.items() if start.startswith(magic)), _plain)(path)
    mark = opened.read(2)
    opened.seek(0)
    if mark in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return cast("IO[bytes]", codecs.EncodedFile(opened, "utf-8", "utf-16", errors="replace"))
    return opened


def survey(path: Path, lengths: Callable[[str], list[int]], progress: Callable[[int], Any] = lambda _: None) -> Content:
    """Read a file once through. `lengths` is given the first line's hash and says where to take the hash so far.

    `progress` is told how many bytes have been read. Raises OSError, EOFError or a compression
    module's error when the file cannot be read, and `Bomb`.
    """
    packed = path.stat().st_size
    digest = hashlib.sha256()
    taken: dict[int, str] = {}
    at = end = 0
    with open_log(path) as file:
        head = _read_head(file)
        first = hashlib.sha256(head.partition(b"\n")[0]).hexdigest()
        stops = sorted(set(lengths(first)))
        whole = digest.copy()
        block = head
        while block:
            place, last = 0, block.rfind(b"\n") + 1
            marks = [stop - at for stop in stops if at < stop <= at + len(block)]
            for mark in sorted({*marks, *([last] if last else [])}):
                digest.update(memoryview(block)[place:mark])
                place = mark
                if mark in marks:
                    taken[at + mark] = digest.hexdigest()
                if mark == last:
                    end, whole = at + last, digest.copy()
            digest.update(memoryview(block)[place:])
            at += len(block)
            if at > BOMB_BYTES and at > BOMB_FACTOR * packed:
                raise Bomb(f"it unpacks to more than {BOMB_FACTOR} times its size; that is no log")
            progress(at)
            block = file.read(BATCH_BYTES)
    taken[end] = whole.hexdigest()
    lines = head.decode("utf-8", "replace").split("\n")
    sample = (lines[:-1] or lines)[:SAMPLE_LINES]
    return Content(end, taken, first, sample)


def batches(path: Path, start: int = 0) -> Iterator[bytes]:
    """Yield pieces of whole lines from an offset on; the last line counts also without its newline."""
    with open_log(path) as file:
        _go_to(file, start)
        tail, cutting = b"", False
        while block := file.read(BATCH_BYTES):
            if cutting:
                newline = block.find(b"\n")
                if newline < 0:
                    continue
                block, cutting = block[newline:], False
            tail = tail + block if tail else block
            end = tail.rfind(b"\n") + 1
            if end:
                yield tail[:end]
                tail = tail[end:]
            if len(tail) > LONGEST:
                tail, cutting = tail[:CUT], True
        if tail:
            yield tail


def _read_head(file: IO[bytes]) -> bytes:
    head = b""
    while len(head) < HEAD_BYTES and (block := file.read(HEAD_BYTES - len(head))):
        head += block
    return head


def _go_to(file: IO[bytes], offset: int) -> None:
    if not isinstance(file, codecs.StreamRecoder):
        file.seek(offset)
        return
    while offset > 0 and (block := file.read(min(offset, BATCH_BYTES))):
        offset -= len(block)
