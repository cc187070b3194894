"""What every page knows: who is looking, where, whom to ask, and where they may go from here."""

from collections.abc import Collection
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from tutela.web.core.actor import AnonymousReporter, AnyActor
from tutela.web.core.routing import PUBLIC, SIGNED_IN, Needs, Route, walk
from tutela.web.core.terms import get_terms


def page(request: HttpRequest) -> dict[str, Any]:
    """Context processor: actor, establishment, terms, named_contact, nav (label, url, current), csp_nonce."""
    actor = getattr(request, "actor", AnonymousReporter())
    establishment = getattr(request, "establishment", None)
    return {
        "actor": actor,
        "signed_in": getattr(actor, "user_id", None) is not None,
        "establishment": establishment,
        "terms": get_terms(*_kind(establishment)),
        "named_contact": getattr(request, "named_contact", None),
        "nav": navigation(actor, request.path, left_out=_left_out(establishment)),
        "csp_nonce": getattr(request, "csp_nonce", ""),
    }


def _kind(establishment: Any) -> tuple[str, str, str]:
    return (establishment.nation, establishment.sector, establishment.phase) if establishment else ("", "", "")


def navigation(actor: AnyActor, path: str, *, left_out: Collection[str] = ()) -> list[tuple[str, str, bool]]:
    """The entries that this person may open, in the order of the project's addresses, but for those of these names."""
    if getattr(actor, "user_id", None) is None or (actor.reads_concerns and not actor.second_factor):
        return []
    return [
        (words, url, path == url if url == "/" else path.startswith(url))
        for name, words, url, needs in _entries(settings.ROOT_URLCONF)
        if name not in left_out and (needs in (PUBLIC, SIGNED_IN) or actor.may(needs))
    ]


def _left_out(establishment: Any) -> Collection[str]:
    """What the menu of a small school does without; its pages stay where they are."""
    return settings.SMALL_LEAVES_OUT if establishment and establishment.preset == "small" else ()


@cache
def _entries(urlconf: str) -> tuple[tuple[str, str, str, Needs], ...]:  # what the answer depends on
    """All entries that the addresses ask for: name, words, address, what it needs. They are the same for everybody."""
    routes = [found for found in walk() if isinstance(found.pattern, Route) and found.pattern.nav]
    return tuple((found.name, found.pattern.nav, reverse(found.name), found.pattern.needs) for found in routes)
