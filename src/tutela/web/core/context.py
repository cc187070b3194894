"""What every page knows: who is looking, where, whom to ask, and where they may go from here."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from tutela.web.core.actor import AnonymousReporter, AnyActor
from tutela.web.core.routing import PUBLIC, SIGNED_IN, Route, walk


def page(request: HttpRequest) -> dict[str, Any]:
    """Context processor: actor, establishment, named_contact, nav (label, url, current), csp_nonce."""
    actor = getattr(request, "actor", AnonymousReporter())
    return {
        "actor": actor,
        "signed_in": getattr(actor, "user_id", None) is not None,
        "establishment": getattr(request, "establishment", None),
        "named_contact": getattr(request, "named_contact", None),
        "nav": navigation(actor, request.path),
        "csp_nonce": getattr(request, "csp_nonce", ""),
    }


def navigation(actor: AnyActor, path: str) -> list[tuple[str, str, bool]]:
    """The entries that this person may open, in the order of the project's addresses."""
    if getattr(actor, "user_id", None) is None or (actor.reads_concerns and not actor.second_factor):
        return []
    entries = []
    for found in walk():
        pattern = found.pattern
        if isinstance(pattern, Route) and pattern.nav and _is_open(pattern, actor):
            url = reverse(found.name)
            entries.append((pattern.nav, url, path == url if url == "/" else path.startswith(url)))
    return entries


def _is_open(pattern: Route, actor: AnyActor) -> bool:
    return pattern.needs in (PUBLIC, SIGNED_IN) or actor.may(pattern.needs)
