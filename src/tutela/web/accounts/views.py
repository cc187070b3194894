"""Coming in by a link, and setting up the second factor."""

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from allauth.mfa.totp.views import activate_totp as allauth_activate_totp
from allauth.mfa.utils import is_mfa_enabled
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

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
