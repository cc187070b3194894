"""One's own account: how one signs in, where one is signed in, and leaving those places."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.account.views import PasswordSetView
from allauth.account.views import password_change as allauth_change_password
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from tutela.web.accounts import operations, queries, rules
from tutela.web.accounts.middleware import (
    IDLE_SECONDS,
    IDLE_SECONDS_OF_CONCERN_READERS,
    LISTED_AS,
    LISTED_EVERY_SECONDS,
)
from tutela.web.accounts.onward import get_onward
from tutela.web.accounts.sessions import hashed
from tutela.web.core.context import list_beside


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """One's own account: how one signs in, and what can be changed about it."""
    at = timezone.now()
    context = {
        "factors": queries.get_factors(request.user),
        "has_password": request.user.has_usable_password(),
        "browsers": len(_browsers(request)),
        "beside": list_beside(request.actor, "account"),
        "has_own_key": operations.find_own_key(request.user) is not None,
        "keeps_accounts": rules.may_manage_accounts(request.actor.permissions),
        "may_help": rules.may_ask_at_all(request.actor.permissions),
        "requests": len(queries.list_requests(request.actor, at=at)),
    }
    return render(request, "accounts/account.html", context)


@require_safe
def browsers(request: HttpRequest) -> HttpResponse:
    """Where one is signed in."""
    return render(request, "accounts/browsers.html", {"browsers": _browsers(request), "back": "/account/"})


@require_POST
def end_browser(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Sign out one of them; one that is not there and one of somebody else give the same answer."""
    if not operations.end_browser(actor=request.actor, user=request.user, pk=pk, at=timezone.now()):
        raise Http404
    messages.success(request, _("That browser is signed out."))
    return redirect("account-browsers")


@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere but here."""
    count = _end_others(request)
    words = ngettext("%(n)s other browser is signed out.", "%(n)s other browsers are signed out.", count)
    messages.success(request, words % {"n": count})
    return redirect("account-browsers")


class ChoosePasswordView(PasswordSetView):
    """A password without the old one: the first, or after coming in by a link because the old one was forgotten."""

    http_method_names = ["get", "head", "post"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.has_usable_password() and not _came_by_link(request):
            return redirect("account_change_password")
        # past the parent, which would ask whoever has a password for it
        return super(PasswordSetView, self).dispatch(request, *args, **kwargs)


def change_password(request: HttpRequest) -> HttpResponse:
    """A new password signs out every other browser: whoever knew the old one is out."""
    if _came_by_link(request):
        return redirect("account_set_password")
    return _changing(request, allauth_change_password)


def set_password(request: HttpRequest) -> HttpResponse:
    """The first password, or another one for whoever was given a link."""
    return _changing(request, ChoosePasswordView.as_view())


def _came_by_link(request: HttpRequest) -> bool:
    """Whether a link let this session in, and no password was chosen or proved in it since."""
    methods = [record["method"] for record in get_authentication_records(request, request.user)]
    return "link" in methods and "password" not in methods[methods.index("link") :]


def _changing(request: HttpRequest, view: Callable[[HttpRequest], HttpResponse]) -> HttpResponse:
    """Only a password that is another one now counts as proved: the view may also have sent the person elsewhere."""
    before = request.user.password
    response = view(request)
    if request.user.password == before:
        return response
    _end_others(request)
    record_authentication(request, request.user, method="password")
    messages.success(request, _("Your password is saved."))
    return redirect(get_onward(request) or "account")


def _end_others(request: HttpRequest) -> int:
    listed_as = request.session.get(LISTED_AS) or hashed(request.session.session_key)
    return operations.end_other_browsers(
        actor=request.actor, user=request.user, session_hash=listed_as, at=timezone.now()
    )


def _browsers(request: HttpRequest) -> list[object]:
    idle = IDLE_SECONDS_OF_CONCERN_READERS if request.actor.reads_concerns else IDLE_SECONDS
    return queries.list_browsers(
        request.user,
        session_hash=request.session.get(LISTED_AS, ""),
        idle=timedelta(seconds=idle + LISTED_EVERY_SECONDS),
        at=timezone.now(),
    )
