"""Somebody's own key while they are signed in: sealed in their session, and what opens it in a cookie of their browser.

So whoever copies the sessions off the server reads nothing with them; the key goes with the session.
"""

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from nacl.exceptions import CryptoError
from nacl.secret import Aead

from tutela.web.core.sealing import OwnKey

IN_SESSION = "own_key"


def cookie_name() -> str:
    """The name of the cookie that opens the key in the session."""
    return f"{settings.PREFIX}own-key"


def keep(request: HttpRequest, response: HttpResponse, own: OwnKey) -> None:
    """Let the key stay open in this browser until its session ends."""
    half = secrets.token_bytes(Aead.KEY_SIZE)
    sealed = Aead(half).encrypt(own.private, own.user_id.bytes)
    request.session[IN_SESSION] = urlsafe_b64encode(bytes(sealed)).decode()
    response.set_cookie(
        cookie_name(),
        urlsafe_b64encode(half).decode(),
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Strict",
    )


def read(request: HttpRequest) -> OwnKey | None:
    """The key of whoever is signed in, where it is open in this browser."""
    sealed, half = request.session.get(IN_SESSION), request.COOKIES.get(cookie_name())
    if not sealed or not half:
        return None
    try:
        opened = Aead(urlsafe_b64decode(half)).decrypt(urlsafe_b64decode(sealed), request.user.pk.bytes)
    except (CryptoError, ValueError, TypeError):
        return None
    return OwnKey(request.user.pk, bytes(opened))
