"""What is typed into a page is not lost when the session ends meanwhile: it is there again after signing in.

Of a form that comes too late the text is kept, sealed, for a day; half of its key is in a cookie of this browser. Who
signs in again here as the same person finds the page filled in, and sends it or not. So does whoever is asked for their
password again first, and whoever sends from a page that was open before they signed in anew in another tab. Passwords,
codes and files are never kept, nor what is sent to the pages of signing in themselves.
"""

import secrets
from contextlib import AbstractContextManager, nullcontext
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from uuid import UUID

from allauth.account.internal.flows.reauthentication import STATE_SESSION_KEY
from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest, HttpResponse, QueryDict
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import redirect
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tutela.web.accounts import operations
from tutela.web.accounts.onward import get_onward, with_onward
from tutela.web.core.actor import SystemActor
from tutela.web.core.forms.unsent import Unsent, may_be_kept, showing_again
from tutela.web.core.routing import PUBLIC

KEEPER = SystemActor("keep what was sent after the session had ended")
SALT = "tutela.unsent"
HALF_BYTES = 32
NOT_TYPED = {"csrfmiddlewaretoken", "keep", "next"}
SIGNING_IN = ("account_", "mfa_")
"""How the pages that ask who somebody is are named."""
ASKING_AGAIN = ("account_reauthenticate", "account_own_key", "mfa_reauthenticate", "mfa_reauthenticate_webauthn")
"""Those that ask somebody who is signed in."""


class NoFiles(FileUploadHandler):
    """Passes over every file of a form: it would be read into memory, or onto the disc, for nothing."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:  # noqa: ARG002  # Django's signature
        raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Never called, as each file is passed over."""

    def file_complete(self, file_size: int) -> None:
        """There is none."""


def cookie_name() -> str:
    """The name of the cookie that holds a browser's half of the keys, and who was signed in last."""
    return f"{settings.PREFIX}unsent"


def lead_to_sign_in(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """To the sign-in page and from there back to where this user was; what was typed is kept. Call it before they are
    signed out, and sign them out yourself.
    """
    page = page_of(request)
    response = redirect(with_onward(reverse("account_login"), page))
    _keep(request, user_id, page, response)
    return response


def catch_late_form(request: HttpRequest) -> HttpResponse | None:
    """The way to the sign-in page for a form that comes from a page left open when the session had ended already."""
    if request.method != "POST" or not _needs_somebody(request):
        return None
    _half, user_id = _read_cookie(request)
    return lead_to_sign_in(request, user_id) if user_id else None


def lead_back(request: HttpRequest) -> HttpResponse | None:
    """Back to the page that somebody was on, as they had filled it in: it was open before they signed in anew, so what
    they sent from it is refused. None where that cannot be, or where the form is not one of ours.
    """
    page = page_of(request)
    if not page or _name_of(request.path).startswith(SIGNING_IN) or not _is_from_us(request):
        return None
    response = redirect(page)
    if not _keep(request, request.user.pk, page, response):
        messages.warning(
            request, _("You signed in again after this page was opened, so nothing was done. Do it again.")
        )
    return response


def keep_if_asked_again(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Where whoever sent a form is asked first who they are, what they typed is kept until they come back to its page;
    of what was sent nothing stays in the session, which is not sealed. Every other answer goes as it came.
    """
    if not _leads_to_sign_in(request, response):
        return response
    if "request" in request.session.get(STATE_SESSION_KEY, {}):
        del request.session[STATE_SESSION_KEY]
    page = page_of(request)
    on = redirect(with_onward(urlsplit(response["Location"]).path, page))
    _keep(request, request.user.pk, page, on)
    return on


def showing(request: HttpRequest) -> AbstractContextManager[None]:
    """Around the view of somebody who is signed in: their page is shown as they had filled it in."""
    half, _last = _read_cookie(request)
    if not half or request.method != "GET":
        return nullcontext()
    body = operations.find_unsent(request.user.pk, half, request.get_full_path(), timezone.now())
    if body is None:
        return nullcontext()

    def say_once() -> None:
        if not getattr(request, "is_shown_again", False):
            request.is_shown_again = True
            messages.warning(
                request,
                _("This was not sent: who you are was asked first. What you wrote is here again. Read it and send it."),
            )

    return showing_again(Unsent(QueryDict(body), say_once))


def forget_sent(request: HttpRequest, response: HttpResponse) -> None:
    """A form that was taken in leads on to another page; then nothing of it is kept any longer."""
    half, _last = _read_cookie(request)
    if not half or request.method != "POST" or response.status_code not in (302, 303):
        return
    if not getattr(request, "is_kept_unsent", False):
        user_id, page, at = request.user.pk, page_of(request), timezone.now()
        operations.forget_unsent(actor=KEEPER, user_id=user_id, half=half, page=page, at=at)


def is_kept_for_next(request: HttpRequest) -> bool:
    """Whether what was typed into the page that signing in leads on to is kept in this browser."""
    half, user_id = _read_cookie(request)
    page = get_onward(request)
    return bool(page and user_id and operations.find_unsent(user_id, half, page, timezone.now()) is not None)


def page_of(request: HttpRequest) -> str:
    """The path of the page that somebody was on; of a form, the page it stood on. Empty for the way out."""
    page = request.get_full_path()
    came_from = urlsplit(request.headers.get("Referer", ""))
    if request.method != "GET" and came_from.netloc == request.get_host():
        page = f"{came_from.path}?{came_from.query}" if came_from.query else came_from.path
    return "" if _name_of(page).startswith(("account_login", "account_logout")) else page


def _keep(request: HttpRequest, user_id: UUID, page: str, response: HttpResponse) -> bool:
    """Keep what was typed, and let the answer give the browser its half of the key; whether there was anything."""
    half, _last = _read_cookie(request)
    half = half or secrets.token_urlsafe(HALF_BYTES)
    response.set_cookie(
        cookie_name(),
        signing.dumps([half, str(user_id)], salt=SALT),
        max_age=int(operations.KEPT_FOR.total_seconds()),
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Strict",
    )
    request.is_kept_unsent = True
    body = _typed(request) if page else ""
    if body:
        at = timezone.now()
        operations.keep_unsent(actor=KEEPER, user_id=user_id, half=half, page=page, body=body, at=at)
    return bool(body)


def list_typed(request: HttpRequest) -> list[tuple[str, str]]:
    """What somebody who is not signed in typed into a form of ours: names of boxes and what stood in them."""
    return list(parse_qsl(_typed(request), keep_blank_values=True)) if is_said_to_be_ours(request) else []


def is_said_to_be_ours(request: HttpRequest) -> bool:
    """Whether the browser itself says that a form stood on a page of ours, which no page of anybody else can have it
    say.
    """
    came_from = urlsplit(request.headers.get("Origin", "") or request.headers.get("Referer", ""))
    return (came_from.scheme, came_from.netloc) == (request.scheme, request.get_host())


def _typed(request: HttpRequest) -> str:
    """What was typed into a form of ours, as it was sent; empty for nothing that may be kept."""
    if request.method != "POST" or _name_of(request.path).startswith(SIGNING_IN):
        return ""
    if not hasattr(request, "_files"):  # nothing has read the form yet
        request.upload_handlers = [NoFiles(request)]
    if not _is_from_us(request):
        return ""
    kept = QueryDict(mutable=True)
    for name, values in request.POST.lists():
        if name not in NOT_TYPED and may_be_kept(name):
            kept.setlist(name, values)
    is_anything = any(value.strip() for _name, values in kept.lists() for value in values)
    return kept.urlencode() if is_anything else ""


def _is_from_us(request: HttpRequest) -> bool:
    """Whether the form is one of ours: nobody else may put words into somebody's page. A page that was open before its
    person signed in anew has an old proof of that; then the browser's own word counts.
    """
    if is_said_to_be_ours(request):
        return True
    return Proof(lambda _request: HttpResponse()).process_view(request, None, (), {}) is None


class Proof(CsrfViewMiddleware):
    """Asks whether a form carries our proof, and does nothing about it."""

    def _reject(self, request: HttpRequest, reason: str) -> HttpResponse:  # noqa: ARG002  # Django's signature
        return HttpResponse(status=403)


def _leads_to_sign_in(request: HttpRequest, response: HttpResponse) -> bool:
    is_sent_on = request.method == "POST" and response.status_code in (302, 303)
    if not is_sent_on or _name_of(request.path).startswith(SIGNING_IN):
        return False
    return _name_of(response["Location"]) in ASKING_AGAIN


def _needs_somebody(request: HttpRequest) -> bool:
    try:
        return getattr(resolve(request.path).func, "needs", PUBLIC) is not PUBLIC
    except Resolver404:
        return False


def _name_of(address: str) -> str:
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return ""


def _read_cookie(request: HttpRequest) -> tuple[str, UUID | None]:
    """The browser's half, and who was signed in last; nothing where it has none, or another's."""
    try:
        half, user_id = signing.loads(
            request.COOKIES.get(cookie_name(), ""), salt=SALT, max_age=operations.KEPT_FOR.total_seconds()
        )
        return half, UUID(user_id)
    except (signing.BadSignature, ValueError):
        return "", None
