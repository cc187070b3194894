"""What an importer finds in a piece of a log: columns of equal length, and the lines it could not read."""

from typing import NamedTuple


class Parsed(NamedTuple):
    """Columns as the log has them; `seconds` since 1970, `logins` "" where nobody is named."""

    lines: int
    numbers: list[int]
    """Which line (from 0) each row is."""
    seconds: list[float]
    addresses: list[str]
    logins: list[str]
    methods: list[str]
    urls: list[str]
    blocked: list[bool]
    results: list[str]
    """What the proxy calls its result."""
    statuses: list[int]
    received: list[int]
    """Bytes towards the person."""
    bad: list[tuple[int, str, str]]
    """Line (from 0), reason, and the line."""
