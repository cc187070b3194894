"""What may be shown to somebody from outside: the app above that publishes it says so here."""

from collections.abc import Callable
from typing import Any, NamedTuple
from uuid import UUID


class Offered(NamedTuple):
    """Something published, and its page."""

    pk: UUID
    title: str
    address: str


_sources: list[Callable[[Any], list[Offered]]] = []


def register(source: Callable[[Any], list[Offered]]) -> None:
    """Say what of a place may be shown; once, when the software starts."""
    _sources.append(source)


def list_offered(place: Any) -> list[Offered]:
    """All that a place has published."""
    return [one for source in _sources for one in source(place)]
