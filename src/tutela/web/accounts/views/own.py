"""One's own account: how one signs in, where one is signed in, and leaving those places."""

from datetime import timedelta
from uuid import UUID

from allauth.account.views import password_change as allauth_change_password
from allauth.account.views import password_set as allauth_set_password
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
from tutela.web.accounts.sessions import hashed


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """One's own account: how one signs in, and what can be changed about it."""
    at = timezone.now()
    context = {
        "factors": queries.get_factors(request.user),
        "has_password": request.user.has_usable_password(),
        "browsers": len(_browsers(request)),
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


def change_password(request: HttpRequest) -> HttpResponse:
    """A new password signs out every other browser: whoever knew the old one is out."""
    return _changed(request, allauth_change_password(request))


def set_password(request: HttpRequest) -> HttpResponse:
    """The first password, after coming in by a link."""
    return _changed(request, allauth_set_password(request))


def _changed(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    if request.method == "POST" and response.status_code == 302:  # the form was right
        _end_others(request)
        messages.success(request, _("Your password is saved."))
        return redirect("account")
    return response


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
