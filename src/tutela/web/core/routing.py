"""Every address is made by `route` and says what it needs; a system check refuses to start with one that was not."""

from collections.abc import Callable, Iterator, Sequence
from enum import Enum
from functools import wraps
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.core.checks import Error, register
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve, reverse
from django.urls.resolvers import RoutePattern
from django.utils.translation import gettext_lazy as _

from tutela.web.core.permissions import Permission

View = Callable[..., HttpResponse]


class Door(Enum):
    """What an address may need instead of a permission."""

    PUBLIC = "anybody"
    SIGNED_IN = "whoever is signed in"


PUBLIC = Door.PUBLIC
SIGNED_IN = Door.SIGNED_IN
Needs = Permission | Door

MINE, FIGURES, REVIEW, PEOPLE, CONCERNS = _("My part"), _("Figures"), _("Review"), _("People"), _("Concerns")
"""Sections of the menu: their entries share one place in it, and stand side by side on each of their pages."""

SECOND_FACTOR_SET_UP = "mfa_activate_totp"


class Route(URLPattern):
    """An address, the view behind it and what it needs."""

    def __init__(
        self,
        address: str,
        view: View,
        name: str,
        needs: Needs,
        *,
        entrance: bool,
        nav: str,
        within: str,
        beside: str,
        beside_words: Callable[..., str] | None,
    ) -> None:
        super().__init__(RoutePattern(address, name=name, is_endpoint=True), view, None, name)
        self.needs = needs
        self.entrance = entrance
        self.nav = nav
        self.within = within
        self.beside = beside
        self.beside_words = beside_words


def route(
    address: str,
    view: View,
    *,
    name: str,
    needs: Needs,
    fresh: bool = False,
    entrance: bool = False,
    nav: str = "",
    within: str = "",
    beside: str = "",
    beside_words: Callable[..., str] | None = None,
) -> Route:
    """An address that only whoever may `needs` can open; others get the 404 of an address that is not there.

    fresh: asks for password or code again unless it was given in the last five minutes (exports, grants, keys).
    entrance: open to a signed-in person who has yet to set up the second factor that their role demands.
    nav: the words of its entry in the navigation, which is shown to whoever may open it; empty means none.
    within: its section of the menu, if any.
    beside: the name of a page of the same parts ("concerns:case") that links to it in the words of `nav`; then it has
    an entry in the navigation only `within` a section. So an app above adds to the page of one below.
    `beside_words(actor, *parts)` says them instead, for this page; nothing said is no link.
    """
    guarded = _guarded(view, needs, fresh=fresh, entrance=entrance)
    return Route(
        address,
        guarded,
        name,
        needs,
        entrance=entrance,
        nav=nav,
        within=within,
        beside=beside,
        beside_words=beside_words,
    )


def _guarded(view: View, needs: Needs, *, fresh: bool, entrance: bool) -> View:
    if fresh:
        from allauth.account.decorators import reauthentication_required

        view = reauthentication_required(view)

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        actor = request.actor
        if needs is not PUBLIC:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if actor.reads_concerns and not actor.second_factor and not entrance:
                return redirect(reverse(SECOND_FACTOR_SET_UP))
            if isinstance(needs, Permission) and not actor.may(needs):
                raise Http404
        return view(request, *args, **kwargs)

    guarded.needs = needs
    return guarded


def may_open(actor: Any, path: str) -> bool:
    """Whether the door of an address of ours, query or not, opens to somebody; what they see is another matter."""
    try:
        needs = getattr(resolve(urlsplit(path).path).func, "needs", None)
    except Resolver404:
        return False
    return isinstance(needs, Door) or (needs is not None and actor.may(needs))


class RouteGuard:
    """A view that was reached round `route` is never called: every request's view must say what it needs."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: View, *arguments: Any) -> None:  # noqa: ARG002  # Django's
        if not hasattr(view, "needs"):
            raise RuntimeError(f"The address {request.resolver_match.route} was not made by route()")


class Found(NamedTuple):
    """An address as the resolver has it; `name` is the whole one ("concerns:queue")."""

    address: str
    name: str
    pattern: Any


def walk(patterns: Sequence[Any] | None = None, prefix: str = "", namespace: str = "") -> Iterator[Found]:
    """All addresses of the project, in the order in which they are tried."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from walk(pattern.url_patterns, address, inner)
        else:
            yield Found(address, f"{namespace}{pattern.name or ''}", pattern)


@register()
def check_routes(app_configs: Any, **kwargs: Any) -> list[Error]:
    """Refuse to start with an address that does not say what it needs."""
    return [
        Error(f"The address /{found.address} was not made by core.routing.route", id="tutela.E001")
        for found in walk()
        if not isinstance(found.pattern, Route)
    ]
