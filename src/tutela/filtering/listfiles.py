"""The files of somebody's list, wherever they are packed: a folder, a tar or zip archive, a file, a compressed file.

What is packed is read as it is and never unpacked onto the disc; how it is packed is seen by its first bytes, not by
its name. Nothing here trusts a size that a file states of itself: bytes are counted as they come, and a file that grows
beyond all measure, never ends or is no text is refused in words.
"""

import bz2
import gzip
import io
import lzma
import os
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any

MOST_BYTES = 2 << 30
"""Bytes read from one source, once unpacked."""
MOST_FILES = 20_000
SMALL_BYTES = 64 << 20
"""So much may come out of anything, however small it is packed."""
MOST_GROWTH = 200
"""Times its packed size that anything larger may grow to. Real lists were seen to grow three- to sixfold."""
SNIFFED_BYTES = 4_096
# Files of the UT1 layout and of archives that say something about a list but are none.
NOT_LISTS = frozenset({"usage", "expressions", "very_restrictive_expression", "cc-by-sa-4-0.pdf", "license", "licence"})
NOT_LIST_ENDINGS = frozenset({".md", ".pdf", ".html", ".json", ".yaml", ".yml", ".db", ".sh", ".py"})
PACKED_ENDINGS = frozenset({".gz", ".xz", ".bz2", ".zip", ".tar", ".tgz", ".txz"})
CANNOT_UNPACK = {b"7z\xbc\xaf": "7z", b"Rar!": "RAR", b"\x28\xb5\x2f\xfd": "Zstandard"}
FAULTS = (
    OSError,
    EOFError,
    MemoryError,
    NotImplementedError,
    lzma.LZMAError,
    tarfile.TarError,
    zipfile.BadZipFile,
    zlib.error,
)


class CannotRead(ValueError):
    """The source as a whole cannot be read; the message says why."""


class NotText(CannotRead):
    """One file is no list; the message says what it is."""


@dataclass(frozen=True)
class ListFile:
    name: str
    """Relative to the source, `gambling/domains`; without the endings of how it is packed."""
    open: Callable[[], IO[bytes]]
    """Opens it once; to be read before the next file is asked for."""
    within: str
    """"folder", "archive" or "file": in what it lies."""


class Allowance:
    """How many bytes may still come out of a source."""

    def __init__(self, name: str, packed: int) -> None:
        self.name, self.left = name, min(MOST_BYTES, max(SMALL_BYTES, packed * MOST_GROWTH))

    def take(self, count: int) -> None:
        self.left -= count
        if self.left < 0:
            raise CannotRead(f"{self.name} holds far more than any list when it is unpacked. It was not read further.")


class Counted(io.RawIOBase):
    """A stream whose bytes are counted as they come."""

    def __init__(self, file: IO[bytes], allowance: Allowance) -> None:
        self._file, self._allowance = file, allowance

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        got = self._file.read(len(buffer))
        self._allowance.take(len(got))
        buffer[: len(got)] = got
        return len(got)


def files_of(path: Path, skipped: list[str]) -> Iterator[ListFile]:
    """The files of a source that are lists. What is left alone is said in `skipped`. Raises `CannotRead`."""
    try:
        kind = path.stat()
        if stat.S_ISDIR(kind.st_mode):
            yield from _files_of_folder(path, skipped)
        elif stat.S_ISREG(kind.st_mode):
            # Its folder is part of the name, since `gambling/domains` says what it lists.
            yield from _files_of_file(path, f"{path.absolute().parent.name}/{path.name}", "file", skipped)
        else:
            raise CannotRead(f"{path} is neither a file nor a folder.")
    except FAULTS as error:
        raise CannotRead(f"{path} cannot be read: {_reason(error)}") from error


def require_text(start: bytes, name: str) -> None:
    """Raise `NotText` when the first bytes of a file are not those of a text, or are those of a web page."""
    if start[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return
    beginning = start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if beginning.startswith((b"<!doctype", b"<html", b"<?xml", b"<head")):
        raise NotText(f"{name} is a web page and not a list.")
    if b"\0" in start or beginning.startswith(b"%pdf"):
        raise NotText(f"{name} is not text.")


def _files_of_folder(folder: Path, skipped: list[str]) -> Iterator[ListFile]:
    def refuse(error: OSError) -> None:
        raise error

    seen = 0
    for root, folders, names in os.walk(folder, onerror=refuse):
        folders.sort()
        links = [Path(root) / one for one in folders if (Path(root) / one).is_symlink()]
        skipped.extend(f"{one.relative_to(folder).as_posix()}: a link" for one in links)
        for file in (Path(root) / one for one in sorted(names)):
            name = file.relative_to(folder).as_posix()
            seen += 1
            if seen > MOST_FILES:
                raise CannotRead(f"{folder} holds more than {MOST_FILES:,} files; that is no list.")
            if file.is_symlink():
                skipped.append(f"{name}: a link")
            elif not file.is_file():
                skipped.append(f"{name}: not a file")
            elif is_list(name):
                yield from _files_of_file(file, name, "folder", skipped)


def _files_of_file(path: Path, name: str, within: str, skipped: list[str]) -> Iterator[ListFile]:
    """One file: itself, or what is packed in it."""
    size = path.stat().st_size
    with path.open("rb") as file:
        start = file.read(8)
    for magic, called in CANNOT_UNPACK.items():
        if start.startswith(magic):
            raise CannotRead(f"{path} is packed with {called}, which is not read here. Unpack it first.")
    if start.startswith(b"PK\x03\x04"):
        yield from _files_of_zip(path, size, skipped)
        return
    allowance = Allowance(str(path), size)
    with _unpacked(path, start, allowance) as stream:
        is_archive = _is_tar_header(stream.peek(tarfile.BLOCKSIZE)[: tarfile.BLOCKSIZE])
        if is_archive:
            yield from _files_of_tar(stream, str(path), size, skipped)
    if not is_archive:
        yield ListFile(_plain_name(name), lambda: _unpacked(path, start, Allowance(str(path), size)), within)


def _unpacked(path: Path, start: bytes, allowance: Allowance) -> io.BufferedReader:
    """The content of a file: unpacked if it is compressed, counted in any case."""
    opened: IO[bytes]
    if start.startswith(b"\x1f\x8b"):
        opened = gzip.open(path)  # type: ignore[assignment]  # noqa: SIM115  closed with what is returned
    elif start.startswith(b"\xfd7zXZ\0"):
        opened = lzma.open(path)  # noqa: SIM115
    elif start.startswith(b"BZh"):
        opened = bz2.open(path)  # noqa: SIM115
    else:
        opened = path.open("rb")
    return _Closing(opened, allowance)


class _Closing(io.BufferedReader):
    """Closes what it reads from, however many layers below."""

    def __init__(self, below: IO[bytes], allowance: Allowance) -> None:
        super().__init__(Counted(below, allowance), 1 << 16)
        self._below = below

    def close(self) -> None:
        super().close()
        self._below.close()


def _files_of_tar(stream: io.BufferedReader, path: str, size: int, skipped: list[str]) -> Iterator[ListFile]:
    # a sparse file grows on its own, beyond what the stream holds
    allowance = Allowance(path, size)
    with tarfile.open(fileobj=stream, mode="r|") as archive:
        for number, member in enumerate(archive):
            if number >= MOST_FILES:
                raise CannotRead(f"{path} holds more than {MOST_FILES:,} files; that is no list.")
            if member.issym() or member.islnk():
                skipped.append(f"{member.name}: a link")
            elif member.isfile() and is_list(member.name):
                yield ListFile(
                    member.name,
                    lambda member=member: _Closing(archive.extractfile(member), allowance),  # type: ignore[misc,arg-type]
                    "archive",
                )


def _files_of_zip(path: Path, size: int, skipped: list[str]) -> Iterator[ListFile]:
    allowance = Allowance(str(path), size)
    with zipfile.ZipFile(path) as archive:
        members = archive.infolist()
        if len(members) > MOST_FILES:
            raise CannotRead(f"{path} holds more than {MOST_FILES:,} files; that is no list.")
        for member in members:
            if member.flag_bits & 1:
                raise CannotRead(f"{path} is locked with a password.")
            if stat.S_ISLNK(member.external_attr >> 16):
                skipped.append(f"{member.filename}: a link")
            elif not member.is_dir() and is_list(member.filename):
                yield ListFile(
                    member.filename,
                    lambda member=member: _Closing(archive.open(member), allowance),  # type: ignore[misc]
                    "archive",
                )


def is_list(name: str) -> bool:
    """Whether a file of a folder or archive may be a list, by its name."""
    path = PurePosixPath(name)
    hidden = any(part.startswith(".") and part not in (".", "..") for part in path.parts)
    return not (hidden or path.name.lower() in NOT_LISTS or path.suffix.lower() in NOT_LIST_ENDINGS)


def _plain_name(name: str) -> str:
    path = PurePosixPath(name)
    while path.suffix.lower() in PACKED_ENDINGS:
        path = path.with_suffix("")
    return path.as_posix()


def _is_tar_header(block: bytes) -> bool:
    try:
        tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
    except tarfile.TarError:
        return False
    return True


def _reason(error: BaseException) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(error) or type(error).__name__
