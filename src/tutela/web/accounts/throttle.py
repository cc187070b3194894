"""Guessing is slowed down, account by account; nobody is ever locked out for good.

A browser in which somebody signed in before keeps a signed cookie and has a count of its own, so that a pupil who
guesses at the DSL's password delays only strangers, never the DSL at her own desk. Counts live in the shared cache
under keyed hashes: no login can be read from it.
"""

import hmac
from hashlib import sha256
from typing import NamedTuple

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

FREE_FAILURES = 5
FIRST_DELAY_SECONDS = 30
LONGEST_DELAY_SECONDS = 15 * 60
FORGOTTEN_AFTER_SECONDS = 24 * 3600
COOKIE_AGE_SECONDS = 180 * 24 * 3600
MOST_REMEMBERED = 8
SALT = "tutela.known-browser"


class Count(NamedTuple):
    """Failures in a row, and until when the next attempt waits (seconds of the epoch)."""

    failures: int = 0
    until: float = 0.0


def seconds_to_wait(request: HttpRequest, login: str, now: float) -> float:
    """How long the next attempt at this login has to wait from this browser; 0 when it need not."""
    return max(0.0, _count(request, login).until - now)


def note_failure(request: HttpRequest, login: str, now: float) -> int:
    """Count a failure, and how many there were in a row. From the fifth on each doubles the wait, up to 15 minutes."""
    failures = _count(request, login).failures + 1
    beyond = failures - FREE_FAILURES
    delay = min(FIRST_DELAY_SECONDS * 2 ** min(beyond, 20), LONGEST_DELAY_SECONDS) if beyond >= 0 else 0
    cache.set(_key(request, login), Count(failures, now + delay), FORGOTTEN_AFTER_SECONDS)
    return failures


def note_success(request: HttpRequest, login: str) -> None:
    """Forget the failures of this browser; those of others stay."""
    cache.delete(_key(request, login))


def is_known(request: HttpRequest, login: str) -> bool:
    """Whether this login was proved before in this browser."""
    hashed = _hash(login)
    return any(hmac.compare_digest(shown, hashed) for shown in _shown(request))


def remember_browser(request: HttpRequest, response: HttpResponse, login: str) -> None:
    """Let the browser show later that this login was proved in it, beside the last few others of a shared one."""
    hashed = _hash(login)
    others = [shown for shown in _shown(request) if shown != hashed]
    response.set_signed_cookie(
        cookie_name(),
        ".".join([hashed, *others][:MOST_REMEMBERED]),
        salt=SALT,
        max_age=COOKIE_AGE_SECONDS,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Strict",
    )


def cookie_name() -> str:
    """The name of the cookie, with the prefix that binds it to this host when there is TLS."""
    return f"{'__Host-' if settings.SESSION_COOKIE_SECURE else ''}known-browser"


def _count(request: HttpRequest, login: str) -> Count:
    return Count(*cache.get(_key(request, login), Count()))


def _key(request: HttpRequest, login: str) -> str:
    return f"sign-in:{'known' if is_known(request, login) else 'strange'}:{_hash(login)}"


def _shown(request: HttpRequest) -> list[str]:
    cookie = request.get_signed_cookie(cookie_name(), default="", salt=SALT, max_age=COOKIE_AGE_SECONDS)
    return (cookie or "").split(".")


def _hash(login: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), login.strip().casefold().encode(), sha256).hexdigest()[:32]
