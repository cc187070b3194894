"""What the help pages say: the library's words for each audience, and whom to turn to in a nation."""

import json
from typing import Any

import msgspec
from django.conf import settings

from tutela.filtering import defaults
from tutela.filtering.help import Place, Told, places, told
from tutela.filtering.snapshot import BadSnapshot, read_manifest, sha256_of
from tutela.keys import KeyFolder, KeyFolderError
from tutela.library import read
from tutela.library.read import Sourced

FALLBACK = "11-16"
YOUNG = frozenset({"5-7", "7-11"})
"""Audiences who are given fewer words, and no address that a grown-up should open with them."""


class Audience(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whom the words are for, what they are told to do, and what a child of that age says they do."""

    key: str
    name: str
    lead: str
    steps: tuple[str, ...]
    voice: tuple[str, ...] = ()

    @property
    def is_young(self) -> bool:
        return self.key in YOUNG


class Guide(Sourced, frozen=True):
    """Every audience of the help pages."""

    audiences: tuple[Audience, ...]


class Kind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A kind of app: how to block and to report in it."""

    key: str
    name: str
    examples: str
    young: tuple[str, ...]
    keep: str
    block: str
    report: str


class Blocking(Sourced, frozen=True):
    """How to block and to report, by kind of app."""

    first: str
    first_young: str
    kinds: tuple[Kind, ...]


def list_audiences() -> tuple[Audience, ...]:
    """The audiences, youngest first. Raises `BadLibraryFile`."""
    return read.read(read.ROOT / "help" / "guide.yaml", Guide).audiences


def get_audience(key: str) -> Audience:
    """The audience of that key; the older learners for one that is not known."""
    by_key = {audience.key: audience for audience in list_audiences()}
    return by_key.get(key, by_key[FALLBACK])


def get_blocking() -> Blocking:
    """How to block and report. Raises `BadLibraryFile`."""
    return read.read(read.ROOT / "help" / "block.yaml", Blocking)


def list_places(audience: Audience, nation: str, use: str) -> list[Place]:
    """Whom this audience may turn to ("help") or report to ("report") in a nation; no nation means any."""
    sites = {site.host: site for site in defaults.always_open()}
    return [
        place
        for place in places(sites, nation=nation)
        if place.use == use and (not place.audiences or audience.key in place.audiences)
    ]


def get_told(audience: Audience) -> Told:
    """What this audience is told of monitoring."""
    return told(audience.key)


def list_opened_search_engines(school: Any) -> list[str] | None:
    """The search engines that the gateway opens at a school, by the names people know; none: it opens no search page.

    None where nobody here can say it: a provider filters, or no policy of this school is in force. A host that was
    chosen there and is no engine of the library stands with its address.
    """
    if school is None or school.filtering_by != school.FilteringBy.TUTELA:
        return None
    hosts = _opened_hosts(school.slug)
    if hosts is None:
        return None
    engines = {host: site.name for site in defaults.search_sites() for host in site.hosts}
    bare = {host if host in engines else host.removeprefix("www.").removeprefix("m.") for host in hosts}
    return sorted({engines.get(host, host) for host in bare}, key=str.casefold)


def _opened_hosts(slug: str) -> list[str] | None:
    """What the signed policy in force says; the index beside it, which is large, is not looked at."""
    try:
        manifest = read_manifest(
            settings.TUTELA.snapshots, slug, KeyFolder(settings.TUTELA.keys).ring(), check_files=False
        )
        policy = manifest.path("policy")
        if sha256_of(policy) != manifest.files["policy"].sha256:
            return None
        return list(json.loads(policy.read_bytes()).get("opened_hosts", ()))
    except (BadSnapshot, KeyFolderError, OSError):
        return None


def get_edition() -> str:
    """Which words the help pages have, so that what readers said of others is not taken for these: 12 digits, hex."""
    return read.content_hash(read.ROOT / "help")[:12]
