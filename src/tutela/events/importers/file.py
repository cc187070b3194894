"""A log file, plain or compressed, read in batches of whole lines; a file is known by its content."""

import bz2
import gzip
import hashlib
import lzma
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Final, NamedTuple, cast

BATCH_BYTES: Final = 8 * 1024 * 1024


class Content(NamedTuple):
    """What a file holds: `bytes` of whole lines, their SHA-256 at the lengths asked for, and what comes first."""

    bytes: int
    sha256: dict[int, str]
    first_line: str
    """SHA-256 of the first line, which begins the search for earlier imports."""
    sample: list[str]


def open_log(path: Path) -> IO[bytes]:
    """Open a log for reading, unpacked. Raises OSError."""
    with path.open("rb") as file:
        start = file.read(6)
    if start.startswith(b"\x1f\x8b"):
        return cast("IO[bytes]", gzip.open(path, "rb"))
    if start.startswith(b"BZh"):
        return bz2.open(path, "rb")
    if start.startswith(b"\xfd7zXZ"):
        return lzma.open(path, "rb")
    return path.open("rb")


def survey(path: Path, lengths: Callable[[str], list[int]]) -> Content:
    """Read a file once through. `lengths` is given the first line's hash and says where to take the hash so far.

    Raises OSError, EOFError or a compression module's error when the file cannot be read.
    """
    digest = hashlib.sha256()
    taken: dict[int, str] = {}
    at, end, first, sample = 0, 0, "", []
    with open_log(path) as file:
        head = file.read(65536)
        lines = head.decode("utf-8", "replace").split("\n")
        sample = lines[:-1] or lines
        first = hashlib.sha256(head.partition(b"\n")[0]).hexdigest()
        stops = sorted(set(lengths(first)))
        tail = b""
        block = head
        while block:
            tail += block
            keep = tail.rfind(b"\n") + 1
            end = at + keep
            while stops and stops[0] <= end:
                step = stops.pop(0) - at
                digest.update(tail[:step])
                tail, at, keep = tail[step:], at + step, keep - step
                taken[at] = digest.hexdigest()
            digest.update(tail[:keep])
            tail, at = tail[keep:], at + keep
            block = file.read(BATCH_BYTES)
    taken[end] = digest.hexdigest()
    return Content(end, taken, first, sample)


def batches(path: Path, start: int) -> Iterator[bytes]:
    """Yield pieces of whole lines from an offset on; the last line counts also without its newline."""
    with open_log(path) as file:
        file.seek(start)
        tail = b""
        while block := file.read(BATCH_BYTES):
            tail += block
            end = tail.rfind(b"\n") + 1
            if end:
                yield tail[:end]
                tail = tail[end:]
        if tail:
            yield tail
