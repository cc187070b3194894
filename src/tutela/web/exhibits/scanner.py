"""Asking ClamAV about a file, a chunk at a time over its socket. Whatever is not a clear answer is no answer."""

import re
import socket
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

SECONDS = 60
LONGEST_ANSWER = 4096
_MADE = re.compile(r"/\w{3} (\w{3} [ \d]\d \d\d:\d\d:\d\d \d{4})")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the scanner said. `status`: clean, found, or why there is no answer (none, stale, too-large, failed).

    detail: the name of what was found, or the version of the scanner and its signatures.
    """

    status: str
    detail: str = ""


def scan(scanner: str, content: Iterable[bytes], *, at: datetime, oldest_days: int) -> Verdict:
    """Ask about a file. `scanner` is the path of a socket, empty for none; `oldest_days` 0 asks no age of signatures.

    Never raises for what the scanner does; errors of `content` pass.
    """
    if not scanner:
        return Verdict("none")
    try:
        version = _ask(scanner, b"zVERSION\0").partition("\n")[0][:150]
        if oldest_days and not _is_fresh(version, at, oldest_days):
            return Verdict("stale", version)
        with closing(_connect(scanner)) as connection:
            return _read(_stream(connection, content), version)
    except (OSError, UnicodeDecodeError):
        return Verdict("failed" if Path(scanner).exists() else "none")


def _stream(connection: socket.socket, content: Iterable[bytes]) -> str:
    try:
        connection.sendall(b"zINSTREAM\0")
        for chunk in content:
            if chunk:
                connection.sendall(len(chunk).to_bytes(4, "big") + chunk)
        connection.sendall(b"\0\0\0\0")
    except (BrokenPipeError, ConnectionResetError):
        pass  # it stops listening once it has its answer, which says why
    return _answer(connection)


def _read(answer: str, version: str) -> Verdict:
    if answer == "stream: OK":
        return Verdict("clean", version)
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        return Verdict("found", answer.removeprefix("stream: ").removesuffix(" FOUND")[:150])
    return Verdict("too-large" if "size limit exceeded" in answer else "failed", answer[:150])


def _is_fresh(version: str, at: datetime, oldest_days: int) -> bool:
    found = _MADE.search(version)
    if not found:
        return False
    made = datetime.strptime(found[1], "%b %d %H:%M:%S %Y").replace(tzinfo=UTC)
    return at - made <= timedelta(days=oldest_days)


def _ask(scanner: str, command: bytes) -> str:
    with closing(_connect(scanner)) as connection:
        connection.sendall(command)
        return _answer(connection)


def _connect(scanner: str) -> socket.socket:
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.settimeout(SECONDS)
    try:
        connection.connect(scanner)
    except OSError:
        connection.close()
        raise
    return connection


def _answer(connection: socket.socket) -> str:
    said = b""
    while len(said) < LONGEST_ANSWER and b"\0" not in said:
        part = connection.recv(LONGEST_ANSWER)
        if not part:
            break
        said += part
    return said.partition(b"\0")[0].decode().strip()


def state(scanner: str, *, at: datetime, oldest_days: int) -> str:
    """Whether it would answer now: "ready", or why not ("none", "stale", "failed")."""
    if not scanner or not Path(scanner).exists():
        return "none"
    try:
        version = _ask(scanner, b"zVERSION\0")
    except (OSError, UnicodeDecodeError):
        return "failed"
    return "ready" if not oldest_days or _is_fresh(version, at, oldest_days) else "stale"
