"""What an importer finds in a piece of a log: requests, the lines they stand on, and the lines it could not read."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

Bad = tuple[int, str, str]
"""Line (from 0), reason, and the line."""


class Request(NamedTuple):
    """One request as another filter's log tells it; what the log does not say stays empty.

    `seconds` since 1970 UTC. `login` is "" where nobody is named, `received` counts bytes towards
    the person and `sent` away from them. `result` and `categories` are that filter's own words.
    """

    seconds: float
    address: str
    login: str
    method: str
    url: str
    blocked: bool = False
    result: str = ""
    status: int = 0
    received: int = 0
    sent: int = 0
    agent: str = ""
    device: str = ""
    categories: tuple[str, ...] = ()
    search: str = ""


class Parsed(NamedTuple):
    """A piece of a log: how many `lines` it has, the requests as columns named like the fields of `Request`."""

    lines: int
    numbers: Sequence[int]
    """Which line (from 0) each request is; below 0 where it stands in an earlier piece and waited for its answer."""
    columns: Mapping[str, Sequence[Any]]
    """Of equal length. A column that is missing holds nothing but what `Request` says of it."""
    bad: list[Bad]
    other: int = 0
    """Lines of this format that tell of no request."""
    doubtful: int = 0
    """Times in the hour that the clocks repeat in autumn."""


ALWAYS: Final = Request._fields[:5]
"""The fields that every log has."""


def gather(
    lines: int, found: Iterable[tuple[int, Request]], bad: list[Bad], *, other: int = 0, doubtful: int = 0
) -> Parsed:
    """Put requests, each with its line, into columns; a column in which nothing is said is left out."""
    pairs = list(found)
    values = list(zip(*(request for _, request in pairs), strict=True)) or [()] * len(Request._fields)
    columns = dict(zip(Request._fields, values, strict=True))
    defaults = Request._field_defaults
    kept = {name: column for name, column in columns.items() if name in ALWAYS or set(column) - {defaults[name]}}
    return Parsed(lines, [number for number, _ in pairs], kept, bad, other, doubtful)
