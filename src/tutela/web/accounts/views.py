"""Coming in by a link, setting up the second factor, being asked again, and one's own account."""

from collections.abc import Callable
from functools import wraps

from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.reauthentication import STATE_SESSION_KEY
from allauth.account.utils import perform_login
from allauth.account.views import logout as allauth_logout
from allauth.account.views import reauthenticate as allauth_password_again
from allauth.mfa.base.views import reauthenticate as allauth_code_again
from allauth.mfa.totp.views import activate_totp as allauth_activate_totp
from allauth.mfa.utils import is_mfa_enabled
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from tutela.web.accounts import operations, second_factor


@require_http_methods(["GET", "POST"])
def use_link(request: HttpRequest, secret: str) -> HttpResponse:
    """Looking at the page uses nothing up (mail scanners look); its button signs in, on to the second factor if set."""
    at = timezone.now()
    if request.method == "GET":
        if not operations.is_link_valid(secret, at=at):
            raise Http404
        return render(request, "accounts/use_link.html")
    try:
        user = operations.use_sign_in_link(actor=request.actor, secret=secret, at=at)
    except operations.LinkNotValid:
        raise Http404 from None
    record_authentication(request, user, method="link")
    return perform_login(request, user, email_verification="none", redirect_url="/")


def activate_totp(request: HttpRequest) -> HttpResponse:
    """allauth's page; whoever enters a right code has proved the factor for this session."""
    was_enabled = is_mfa_enabled(request.user)
    response = allauth_activate_totp(request)
    if not was_enabled and is_mfa_enabled(request.user):
        second_factor.note_proved(request)
    return response


def sign_out(request: HttpRequest) -> HttpResponse:
    """Leave nothing in the browser for whoever sits down next; it stays known to the throttle."""
    response = allauth_logout(request)
    if request.method == "POST":
        response["Clear-Site-Data"] = '"cache", "storage"'
    return response


def _without_replay(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """allauth would repeat a form that was posted before it asked; here the person comes back to the page instead."""

    @wraps(view)
    def asked_again(request: HttpRequest) -> HttpResponse:
        if "request" in request.session.get(STATE_SESSION_KEY, {}):
            del request.session[STATE_SESSION_KEY]
        return view(request)

    return asked_again


password_again = _without_replay(allauth_password_again)
code_again = _without_replay(allauth_code_again)


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """One's own account: how one signs in, and what can be changed about it."""
    context = {"has_second_factor": is_mfa_enabled(request.user), "has_password": request.user.has_usable_password()}
    return render(request, "accounts/account.html", context)
