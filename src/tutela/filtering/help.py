"""Whom to turn to and what is monitored, as the library says it: for the blocked pages and for the pages about help.

Names and numbers stand once, with the sites that are always open; `library/help/places.yaml` says for whom each is.
"""

from collections.abc import Mapping
from typing import Any, Literal, Protocol

import msgspec

from tutela.library.read import ROOT, BadLibraryFile, Sourced, read

PLACES = ROOT / "help" / "places.yaml"
MONITORED = ROOT / "help" / "monitored.yaml"


class Site(Protocol):
    """What is taken of a site that is always open."""

    @property
    def name(self) -> str: ...
    @property
    def phone(self) -> str: ...


class Place(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Somewhere to turn to. Without a `host` it has a name of its own; `nations` and `audiences` empty mean all."""

    use: Literal["help", "report"]
    words: str
    young: str = ""
    host: str = ""
    path: str = ""
    name: str = ""
    phone: str | None = None
    nations: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    blocked_page: bool = False

    @property
    def url(self) -> str:
        """Its address; empty for a place that has none."""
        return f"https://{self.host}/{self.path}" if self.host else ""


class Places(Sourced, frozen=True):
    places: tuple[Place, ...]


class Told(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one reader is told of monitoring; `short` stands on the blocked page of that age band.

    `opens` is said where our gateway opens search pages, `opens_none` where it opens none; where a provider filters,
    neither.
    """

    short: str = ""
    why: str = ""
    points: tuple[str, ...] = ()
    opens: str = ""
    opens_none: str = ""


class Monitored(Sourced, frozen=True):
    readers: dict[str, Told]


def places(sites: Mapping[str, Site], *, nation: str = "") -> tuple[Place, ...]:
    """Those of a nation, each with name and phone; without a nation those that serve all of them.

    `sites` are the sites that are always open, by host. Raises `BadLibraryFile` for a host that is not among them.
    """
    return tuple(
        _named(place, sites) for place in read(PLACES, Places).places if not place.nations or nation in place.nations
    )


def help_lines(sites: Mapping[str, Site], *, nation: str = "") -> list[dict[str, str]]:
    """The help lines of every blocked page, as they stand in the policy's JSON."""
    return [
        {"name": place.name, "phone": place.phone or "", "url": place.url, "words": place.words}
        for place in places(sites, nation=nation)
        if place.blocked_page
    ]


def told(reader: str) -> Told:
    """What a reader (an age band, or "parents") is told of monitoring."""
    return read(MONITORED, Monitored).readers.get(reader, Told())


def told_briefly() -> dict[str, str]:
    """The paragraph of each age band's blocked page, as it stands in the policy's JSON."""
    return {reader: one.short for reader, one in read(MONITORED, Monitored).readers.items() if one.short}


def _named(place: Place, sites: Mapping[str, Site]) -> Place:
    if not place.host:
        return place
    if place.host not in sites:
        raise BadLibraryFile(f"{PLACES}: {place.host} is not kept open by lists/always-open.yaml")
    site = sites[place.host]
    own: dict[str, Any] = {
        "name": place.name or site.name,
        "phone": site.phone if place.phone is None else place.phone,
    }
    return msgspec.structs.replace(place, **own)
