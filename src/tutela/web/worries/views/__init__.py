"""The pages of worries: for people without an account, who see these alone, and one for those who answer them."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy

from tutela.web.core.actor import AnonymousReporter, acting_as
from tutela.web.establishments import queries as establishments
from tutela.web.worries.operations import unfinished
from tutela.web.worries.operations.unfinished import Kept
from tutela.web.worries.throttle import OF_THIS_PROCESS
from tutela.web.worries.untraced import cookie_name

COOKIE_SECONDS = 3600
BUSY = gettext_lazy(
    "Very many people are writing at this moment. Wait a few seconds, then press the button again. "
    "What you wrote is still here."
)
View = Callable[..., HttpResponse]


def outside(view: View) -> View:
    """A page of one establishment for whoever comes, acting as nobody in particular there (`place` is its slug)."""

    @wraps(view)
    def of_place(request: HttpRequest, place: str, **parts: Any) -> HttpResponse:
        request.establishment = next((one for one in establishments.list_establishments() if one.slug == place), None)
        if request.establishment is None:
            raise Http404
        request.actor = AnonymousReporter(request.establishment.pk)
        with acting_as(request.actor):
            return view(request, **parts)

    return of_place


def get_kept(request: HttpRequest, at: datetime) -> Kept | None:
    """What this browser has not finished here."""
    return unfinished.find(request.actor, request.COOKIES.get(cookie_name(), ""), at)


def give_cookie(response: HttpResponse, token: str) -> HttpResponse:
    """Let the browser keep its half of the key for an hour: a tablet that is put down for longer starts anew."""
    from django.conf import settings

    response.set_cookie(
        cookie_name(),
        token,
        max_age=COOKIE_SECONDS,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Strict",
    )
    return response


def take_cookie(response: HttpResponse) -> HttpResponse:
    """Let the browser forget it."""
    from django.conf import settings

    response.delete_cookie(cookie_name(), samesite="Strict")
    response.cookies[cookie_name()]["secure"] = settings.SESSION_COOKIE_SECURE
    return response


def is_busy(request: HttpRequest, form: Any) -> bool:
    """Whether too much comes in at this moment; then the form says so, and keeps what was typed."""
    if OF_THIS_PROCESS.take(request.establishment.pk):
        return False
    request.is_busy = True
    form.add_error(None, BUSY)
    return True


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent with a form; None while it is only shown."""
    return request.POST if request.method == "POST" else None


def show(request: HttpRequest, template: str, status: int = 200, **context: Any) -> HttpResponse:
    """A page that can be left at once; "too many" where it is one (see `is_busy`)."""
    from django.urls import reverse

    leave = reverse("worries:leave", kwargs={"place": request.establishment.slug})
    status = 429 if getattr(request, "is_busy", False) else status
    return render(request, template, {"exit_to": leave, "place": request.establishment, **context}, status=status)


def now() -> datetime:
    """The moment of this request."""
    return timezone.now()
