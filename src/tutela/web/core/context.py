"""What every page knows: who is looking, where, whom to ask, and where they may go from here."""

from collections.abc import Collection, Sequence
from functools import cache
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from tutela.web.core.actor import AnonymousReporter, AnyActor
from tutela.web.core.routing import PUBLIC, SIGNED_IN, Needs, Route, walk
from tutela.web.core.terms import get_terms

HARMLESS = "https://www.bbc.co.uk/weather"
"""Where somebody lands who leaves in a hurry, and where nobody asks questions."""


def page(request: HttpRequest) -> dict[str, Any]:
    """Context processor: actor, establishment, terms, named_contact, csp_nonce; nav and section: words, url, here."""
    actor = getattr(request, "actor", AnonymousReporter())
    establishment = getattr(request, "establishment", None)
    entries = list_entries(actor, left_out=_left_out(establishment))
    return {
        "actor": actor,
        "signed_in": getattr(actor, "user_id", None) is not None,
        "establishment": establishment,
        "terms": get_terms(*_kind(establishment)),
        "named_contact": getattr(request, "named_contact", None),
        "nav": navigation(entries, request.path),
        "section": section(entries, request.path),
        "csp_nonce": getattr(request, "csp_nonce", ""),
    }


def _kind(establishment: Any) -> tuple[str, str, str]:
    return (establishment.nation, establishment.sector, establishment.phase) if establishment else ("", "", "")


class Entry(NamedTuple):
    """One page that a person may go to from everywhere; those of one section share a place in the menu."""

    name: str
    words: str
    url: str
    needs: Needs
    within: str

    def leads_to(self, path: str) -> bool:
        return path == self.url if self.url == "/" else path.startswith(self.url)


Link = tuple[str, str, bool]


def list_entries(actor: AnyActor, *, left_out: Collection[str] = ()) -> Sequence[Entry]:
    """The entries that this person may open, in the order of the project's addresses, but for those of these names."""
    if getattr(actor, "user_id", None) is None or (actor.reads_concerns and not actor.second_factor):
        return []
    return [
        entry
        for entry in _entries(settings.ROOT_URLCONF)
        if entry.name not in left_out and (entry.needs in (PUBLIC, SIGNED_IN) or actor.may(entry.needs))
    ]


def navigation(entries: Sequence[Entry], path: str) -> list[Link]:
    """The menu. A section stands where its first entry would, and leads there; alone, an entry keeps its own words."""
    links: list[Link] = []
    for entry in entries:
        # a section is one of a few constants; comparing their words would translate each of them for every pair
        together = [other for other in entries if other.within is entry.within] if entry.within else [entry]
        if together[0] is entry:
            words = entry.within if len(together) > 1 else entry.words
            links.append((words, entry.url, any(other.leads_to(path) for other in together)))
    return links


def section(entries: Sequence[Entry], path: str) -> list[Link]:
    """What stands beside this page: the entries of its section, where there is more than one."""
    here = max((entry for entry in entries if entry.leads_to(path)), key=lambda entry: len(entry.url), default=None)
    if here is None or not here.within:
        return []
    together = [entry for entry in entries if entry.within is here.within]
    return [(entry.words, entry.url, entry is here) for entry in together] if len(together) > 1 else []


def list_beside(actor: AnyActor, page: str, *parts: Any) -> list[tuple[str, str]]:
    """Words and address of what else this person may do beside a page (see `route`), with the parts of its address."""
    links = []
    for name, pattern in _beside(settings.ROOT_URLCONF).get(page, ()):
        if pattern.needs in (PUBLIC, SIGNED_IN) or actor.may(pattern.needs):
            words = pattern.beside_words(actor, *parts) if pattern.beside_words else pattern.nav
            links += [(words, reverse(name, args=parts))] if words else []
    return links


@cache
def _beside(urlconf: str) -> dict[str, list[tuple[str, Route]]]:
    pages: dict[str, list[tuple[str, Route]]] = {}
    for found in walk():
        if isinstance(found.pattern, Route) and found.pattern.beside:
            pages.setdefault(found.pattern.beside, []).append((found.name, found.pattern))
    return pages


def _left_out(establishment: Any) -> Collection[str]:
    """What the menu of a small school does without; its pages stay where they are."""
    return settings.SMALL_LEAVES_OUT if establishment and establishment.preset == "small" else ()


@cache
def _entries(urlconf: str) -> tuple[Entry, ...]:  # what the answer depends on
    """All entries that the addresses ask for. They are the same for everybody."""
    routes = [
        found
        for found in walk()
        if isinstance(found.pattern, Route) and found.pattern.nav and (found.pattern.within or not found.pattern.beside)
    ]
    return tuple(
        Entry(found.name, pattern.nav, reverse(found.name), pattern.needs, pattern.within)
        for found in routes
        for pattern in [found.pattern]
    )
