"""Other people's lists → entries in their normal form, line by line, whatever state the files are in.

Read are folders in the UT1 layout (`CATEGORY/domains`, `CATEGORY/urls`), folders with a folder or a file for each
category, single files, and tar archives of any of these, which are read as they are and never unpacked. A line may be
a plain domain or address, a hosts line, an adblock rule for a whole host or a dnsmasq line. A line that cannot be read
is counted, kept with its number and the reason, and the next one is read.
"""

import codecs
import io
import re
import tarfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path, PurePosixPath
from typing import IO, Literal, get_args

from tutela.filtering.address import BadAddress, normal_host, parse
from tutela.filtering.defaults import category as known_category
from tutela.filtering.index import DEEPEST_PATH, DEEPEST_QUERY

Format = Literal["auto", "ut1", "plain", "hosts", "adblock", "dnsmasq"]
FORMATS: tuple[str, ...] = get_args(Format)

LONGEST_LINE = 8_192
"""Bytes; no address that a browser would open is longer, and what is longer is one bad line."""
MOST_BYTES = 8 << 30
"""Bytes read from one source: a bound on archives that unpack to more than any disk holds."""
KEPT_BAD_LINES = 1_000

EASY_HOST = re.compile(r"(?=.{1,63}\Z)(?:[a-z0-9_][a-z0-9_-]*\.)+[a-z][a-z0-9-]*")
# What a hosts file says of the machine itself.
LOCAL_NAMES = re.compile(r"(localhost|local)(4|6)?(\.localdomain(4|6)?)?|broadcasthost|ip6-[a-z]+|0\.0\.0\.0|::1?")
# Under these everybody in a country registers: a line with one of them alone would block half a nation's web.
SHARED = re.compile(r"(co|com|net|org)\.[a-z]{2}")
COMMENT = re.compile(r"[#!;]|//|\[(?![0-9a-fA-F:.]+\])")
CATEGORY = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
ADBLOCK = re.compile(r"\|\|([^\^/$|*]+)\^?(?:\$(?:all|important|third-party|document|popup|doc|3p|,)+)?")
DNSMASQ = re.compile(r"(?:address|server|local)=/(.+)/[^/]*")
# Files of the UT1 layout and of archives that say something about a list but are none.
NOT_LISTS = frozenset({"usage", "expressions", "very_restrictive_expression", "cc-by-sa-4-0.pdf", "license", "licence"})
NOT_LIST_ENDINGS = frozenset({".md", ".pdf", ".html", ".json", ".yaml", ".yml", ".db", ".sh", ".py"})


class CannotRead(ValueError):
    """The source as a whole cannot be read; the message says why."""


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
    skipped: list[str] = field(default_factory=list)
    """Files that were left alone, with the reason."""

    @property
    def count(self) -> int:
        """All entries; one that stands in two categories counts twice."""
        return sum(map(len, self.entries.values()))


def read_source(path: Path, *, category: str = "", form: Format = "auto") -> Reading:
    """Read a folder, a file or a tar archive. `category` puts everything into that one. Raises `CannotRead`."""
    if category and not CATEGORY.fullmatch(category):
        raise CannotRead(f"“{category}” cannot be a category: use small letters, digits, - and _.")
    reading = Reading()
    left = MOST_BYTES
    kind = "folder" if path.is_dir() else "archive" if _is_tar(path) else "file"
    for name, open_file, size in _files(path, reading):
        left -= size
        if left < 0:
            raise CannotRead(f"{path} holds more than {MOST_BYTES >> 30} GB; that is no list.")
        chosen = category or _category_of(name, kind)
        if not chosen:
            raise CannotRead(f"{path} does not say what it lists. Add --category, for example --category gambling.")
        if not CATEGORY.fullmatch(chosen):
            reading.skipped.append(f"{name}: “{chosen}” cannot be a category")
            continue
        try:
            with open_file() as file:
                _read_file(file, name, reading, chosen, form)
        except (OSError, tarfile.TarError, EOFError) as error:
            raise CannotRead(f"{name} cannot be read: {error}") from error
    if not reading.lines and not reading.entries:
        raise CannotRead(f"{path} holds no list.")
    return reading


def read_line(line: str, form: Format = "auto") -> list[str]:
    """The entries of one line; none for a comment. Raises `BadAddress` with the reason why it cannot be read."""
    line = line.strip()
    if not line or COMMENT.match(line):
        return []
    if EASY_HOST.fullmatch(line):
        return [_not_shared(line)]
    if "\0" in line:
        raise BadAddress("There is a NUL in this line.")
    line = re.split(r"\s+#", line, maxsplit=1)[0]
    words = line.split()
    if form == "hosts" or (form == "auto" and len(words) > 1 and _is_ip(words[0])):
        return _hosts_line(words)
    if form == "adblock" or (form == "auto" and line.startswith(("||", "@@", "##"))):
        return _adblock_line(line)
    if form == "dnsmasq" or (form == "auto" and DNSMASQ.fullmatch(line)):
        return _dnsmasq_line(line)
    if len(words) > 1:
        raise BadAddress("There are several words in this line.")
    return [_entry(line)]


def _files(path: Path, reading: Reading) -> Iterator[tuple[str, Callable[[], IO[bytes]], int]]:
    """The files of a source that are lists, by a name relative to it."""
    try:
        if path.is_dir():
            yield from _files_of_folder(path, reading)
        elif _is_tar(path):
            yield from _files_of_tar(path, reading)
        else:
            # Its folder is part of the name, since `gambling/domains` says what it lists.
            yield f"{path.absolute().parent.name}/{path.name}", lambda: path.open("rb"), path.stat().st_size
    except (OSError, tarfile.TarError, EOFError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise CannotRead(f"{path} cannot be read: {reason}") from error


def _is_tar(path: Path) -> bool:
    try:
        return path.is_file() and tarfile.is_tarfile(path)
    except (OSError, EOFError):
        return False


def _files_of_folder(path: Path, reading: Reading) -> Iterator[tuple[str, Callable[[], IO[bytes]], int]]:
    for file in sorted(path.rglob("*")):
        name = file.relative_to(path).as_posix()
        if file.is_symlink():
            reading.skipped.append(f"{name}: a link")
        elif file.is_file() and _is_list(name):
            # A file at the top has no folder to name its category; its own name does.
            yield name, lambda file=file: file.open("rb"), file.stat().st_size  # type: ignore[misc]


def _files_of_tar(path: Path, reading: Reading) -> Iterator[tuple[str, Callable[[], IO[bytes]], int]]:
    with tarfile.open(path) as archive:
        for member in archive:
            if member.issym() or member.islnk():
                reading.skipped.append(f"{member.name}: a link")
            elif member.isfile() and _is_list(member.name):
                yield member.name, lambda member=member: archive.extractfile(member), member.size  # type: ignore[misc]


def _is_list(name: str) -> bool:
    path = PurePosixPath(name)
    hidden = any(part.startswith(".") for part in path.parts)
    return not (hidden or path.name.lower() in NOT_LISTS or path.suffix.lower() in NOT_LIST_ENDINGS)


def _category_of(name: str, kind: str) -> str:
    """`gambling/domains` and `gambling/any.txt` → gambling; `gambling.txt` → gambling; a lone file says nothing."""
    path = PurePosixPath(name)
    folder, file = path.parent.name.lower(), path.stem.lower()
    if path.name in ("domains", "urls"):
        return folder
    if kind == "file":
        return ""
    # Archives often put everything into one folder that is named for the list and not for a category.
    only_wraps = kind == "archive" and len(path.parts) == 2 and not known_category(folder)
    return file if only_wraps or not folder else folder


def _read_file(file: IO[bytes], name: str, reading: Reading, category: str, form: Format) -> None:
    entries = reading.entries.setdefault(category, set())
    for number, raw in enumerate(_lines(file), 1):
        try:
            if raw is None:
                raise BadAddress("This line is longer than any address.")
            found = read_line(raw, form)
        except BadAddress as error:
            reading.lines += 1
            reading.bad += 1
            if len(reading.bad_lines) < KEPT_BAD_LINES:
                reading.bad_lines.append(BadLine(name, number, (raw or "")[:80], str(error)))
            continue
        reading.lines += bool(found)
        before = len(entries)
        entries.update(found)
        reading.repeated += before + len(found) - len(entries)


def _lines(file: IO[bytes]) -> Iterator[str | None]:
    """The lines of a file, in whatever encoding; None for one that is too long."""
    start = file.read(3)
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


def _hosts_line(words: list[str]) -> list[str]:
    if not _is_ip(words[0]):
        raise BadAddress(f"“{words[0][:40]}” is not an IP address, as a hosts line begins with.")
    if len(words) == 1:
        raise BadAddress("There is no host after the IP address.")
    return [_entry(word) for word in words[1:] if not LOCAL_NAMES.fullmatch(word.lower())]


def _adblock_line(line: str) -> list[str]:
    found = ADBLOCK.fullmatch(line)
    if not found:
        raise BadAddress("Of adblock rules only those for a whole host are read, such as ||example.com^.")
    return [_entry(found[1])]


def _dnsmasq_line(line: str) -> list[str]:
    found = DNSMASQ.fullmatch(line)
    if not found:
        raise BadAddress("This is not a dnsmasq line such as address=/example.com/0.0.0.0.")
    return [_entry(word) for word in found[1].split("/")]


def _entry(text: str) -> str:
    """The normal form of a host, of an IP address or of an address with a path."""
    text = text.removeprefix("*.").removeprefix(".")
    if "/" not in text and "@" not in text and "?" not in text:
        host = normal_host(text.rpartition(":")[0] if re.fullmatch(r"[^:]+:[0-9]+", text) else _bracketed(text))
        if "." not in host and ":" not in host:
            raise BadAddress(f"“{host}” has no dot; only whole hosts can be listed.")
        return _not_shared(host)
    address = parse(text)
    host = _not_shared(f"[{address.host}]" if ":" in address.host else address.host)
    path = address.path.rstrip("/")
    if path.count("/") > DEEPEST_PATH or address.query.count("&") >= DEEPEST_QUERY:
        raise BadAddress("This address is too deep to be listed.")
    host = host.strip("[]")
    if not path and not address.query:
        return host
    return f"{host}{path or '/'}{'?' + address.query if address.query else ''}".lower()


def _bracketed(text: str) -> str:
    return f"[{text}]" if text.count(":") > 1 and not text.startswith("[") else text


def _not_shared(host: str) -> str:
    if SHARED.fullmatch(host):
        raise BadAddress(f"Everything under “{host}” would be listed; that is too much for one line.")
    return host


def _is_ip(word: str) -> bool:
    try:
        ip_address(word.partition("%")[0])
    except ValueError:
        return False
    return True
