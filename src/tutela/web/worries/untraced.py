"""Requests to these pages arrive without a trace of who sends them: what is not there can be stored by nobody.

Outermost but for the headers. Of what the server knows of a request it passes on a short list. Addresses, the name of
the browser, the page before and the cookies of a sign-in are not on it, so the pages are the same for somebody who is
signed in: no session is looked up, and none is marked as seen.
"""

from collections.abc import Callable
from http.cookies import CookieError, SimpleCookie
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse

PATH = "/tell-us/"
PASSED_ON = frozenset(
    {
        "CONTENT_LENGTH",
        "CONTENT_TYPE",
        "HTTP_ACCEPT",
        "HTTP_ACCEPT_ENCODING",
        "HTTP_ACCEPT_LANGUAGE",
        "HTTP_HOST",
        "HTTP_ORIGIN",
        "HTTP_X_FORWARDED_PROTO",
        "PATH_INFO",
        "QUERY_STRING",
        "REQUEST_METHOD",
        "SCRIPT_NAME",
        "SERVER_NAME",
        "SERVER_PORT",
        "SERVER_PROTOCOL",
    }
)


def cookie_name() -> str:
    """The name of the cookie that holds what is not finished."""
    return f"{settings.PREFIX}worry"


class Untraced:
    """Takes away, before anything else sees the request, whatever could lead to a person or a device."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(PATH):
            strip(request.META)
        return self.get_response(request)


def strip(meta: dict[str, str]) -> None:
    """Leave of a request's environment what is on the list, and of its cookies those of the page itself."""
    cookies = _own_cookies(meta.get("HTTP_COOKIE", ""))
    came_from = urlsplit(meta.get("HTTP_REFERER", ""))
    for name in [name for name in meta if name.isupper() and name not in PASSED_ON]:
        del meta[name]
    if cookies:
        meta["HTTP_COOKIE"] = cookies
    if came_from.hostname and "HTTP_ORIGIN" not in meta:
        # an old browser says so where it would otherwise say its origin, and forgery is told from that
        meta["HTTP_REFERER"] = f"{came_from.scheme}://{came_from.netloc}/"


def _own_cookies(sent: str) -> str:
    kept = {cookie_name(), settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME}
    try:
        found = SimpleCookie(sent)
    except CookieError:
        return ""
    return "; ".join(f"{name}={found[name].coded_value}" for name in found if name in kept)
