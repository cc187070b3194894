"""What every importer is given and makes: the circumstances of a log, and a reader of its pieces.

A format's module has `NAME` (for `--format`), `TITLE` (for people), `matches(line)`, which says
whether a line is one of its own, and `reader(about)`. A reader's `read` takes pieces of whole
lines in their order; nothing in a line makes it raise. What it holds back until more is known
comes with `finish`.
"""

import time
from collections.abc import Callable
from typing import Final, NamedTuple, Protocol
from zoneinfo import ZoneInfo

from tutela.events.importers.parsed import Bad, Parsed, Request, gather

LONGEST_LINE: Final = 70_000
EARLIEST: Final = 946_684_800.0
"""1 January 2000; what is older is a broken clock."""
DAY: Final = 86_400.0


class About(NamedTuple):
    """What is known of a log beside its lines."""

    zone: ZoneInfo = ZoneInfo("UTC")
    """Whose wall clocks the log shows where it names no zone."""
    changed_at: float = 0.0
    """When the file was last written, in seconds since 1970; 0 means now."""
    head: tuple[str, ...] = ()
    """Its first lines, also when reading begins further on."""
    years: Callable[[int], int] | None = None
    """The year of a line by its number from 0, for logs that leave the year out."""


class Unreadable(ValueError):
    """A line that is not in the format; the message is the reason, without the line's content."""


class NoRequest(Exception):
    """A line of the format that tells of no request."""


class Reader(Protocol):
    """Reads the pieces of one log in their order."""

    def read(self, block: bytes) -> Parsed:
        """Read whole lines."""

    def finish(self) -> Parsed:
        """Return what was held back, as of no further lines."""


class LineReader:
    """Reads line by line. `parse` returns a request or raises `Unreadable` or `NoRequest`."""

    def __init__(self, parse: Callable[[str], Request]) -> None:
        self.parse = parse

    def read(self, block: bytes) -> Parsed:
        """Read whole lines."""
        found: list[tuple[int, Request]] = []
        bad: list[Bad] = []
        other = 0
        texts = split_lines(block)
        latest = latest_time()
        for number, line in enumerate(texts):
            if not line or line.isspace():
                continue
            try:
                request = self.parse(checked(line))
                if not EARLIEST <= request.seconds <= latest:
                    raise Unreadable("the time cannot be right")
                found.append((number, request))
            except NoRequest:
                other += 1
            except Unreadable as error:
                bad.append((number, str(error), line[:LONGEST_LINE]))
            except (ValueError, OverflowError, OSError):
                bad.append((number, "a number or time is not one, or out of range", line[:LONGEST_LINE]))
        return gather(len(texts), found, bad, other=other)

    def finish(self) -> Parsed:
        """Nothing is held back."""
        return gather(0, [], [])


def latest_time() -> float:
    """Return the latest time that is believed: a clock may be two days ahead, and no more."""
    return time.time() + 2 * DAY


def checked(line: str) -> str:
    """Return a line that can be one. Raises `Unreadable`."""
    if len(line) >= LONGEST_LINE:
        raise Unreadable("the line is too long")
    if "\0" in line:
        raise Unreadable("the line holds zero bytes, as after a power cut")
    return line


def split_lines(block: bytes) -> list[str]:
    """Split at newlines alone. A line that is not UTF-8 is read as Latin-1, in which every byte is a letter."""
    try:
        texts = block.decode("utf-8").split("\n")
    except UnicodeDecodeError:
        texts = [_text(line) for line in block.split(b"\n")]
    if texts and not texts[-1]:
        texts.pop()
    return [line.rstrip("\r") for line in texts]


def _text(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("latin-1")


def whole_number(text: str) -> int:
    """Read a count; "-" or nothing is 0. Raises ValueError."""
    number = 0 if text in ("", "-") else int(text)
    if not 0 <= number < 2**63:
        raise Unreadable("a number is out of range")
    return number
