"""Links that places often give to people: library/resources.yaml."""

from typing import Annotated
from urllib.parse import urlsplit

import msgspec

from tutela.library.read import ROOT, Sourced, read


class Listed(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One website, and older addresses of the same or of what it took the place of."""

    title: str
    publisher: str
    url: Annotated[str, msgspec.Meta(pattern="^https://")]
    audiences: list[str]
    was: list[str] = []


class _File(Sourced, frozen=True, kw_only=True, forbid_unknown_fields=True):
    links: dict[str, Listed]


def list_links() -> dict[str, Listed]:
    """By key. Raises `BadLibraryFile`."""
    return read(ROOT / "resources.yaml", _File).links


def suggest(address: str) -> Listed | None:
    """What took the place of an old address, if the library knows."""
    host = _host(address)
    return next((one for one in list_links().values() if host in map(_host, one.was)), None) if host else None


def _host(address: str) -> str:
    parts = urlsplit(address if "://" in address else f"https://{address}")
    return (parts.hostname or "").removeprefix("www.")
