"""Setting up and changing second factors: an authenticator app, passkeys, recovery codes."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.mfa.recovery_codes.views import generate_recovery_codes as allauth_new_codes
from allauth.mfa.recovery_codes.views import view_recovery_codes as allauth_codes
from allauth.mfa.totp.views import activate_totp as allauth_activate_totp
from allauth.mfa.totp.views import deactivate_totp as allauth_deactivate_totp
from allauth.mfa.webauthn.views import AddWebAuthnView, EditWebAuthnView, RemoveWebAuthnView
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tutela.web.accounts import operations, passkeys, queries, second_factor
from tutela.web.accounts.forms import AddPasskeyForm, RenamePasskeyForm
from tutela.web.accounts.views.signing import passkey_context

View = Callable[..., HttpResponse]


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What one has set up, and what one could."""
    context = {
        "factors": queries.get_factors(request.user),
        "lost": queries.get_own_request(request.user, at=timezone.now()),
    }
    return render(request, "mfa/index.html", context)


def _once_proved(view: View) -> View:
    """Nobody changes a factor in a session that has not proved one: they are asked for it first."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if second_factor.has_to_be_proved(request):
            factors = queries.get_factors(request.user)
            by_passkey = factors.passkeys and not passkeys.is_reached_by_number(request)
            page = "mfa_reauthenticate_webauthn" if by_passkey else "mfa_reauthenticate"
            return redirect(f"{reverse(page)}?{urlencode({'next': '/'})}")
        return view(request, *args, **kwargs)

    return guarded


def _noted(view: View, kind: str) -> View:
    """Whatever the view adds or removes is put down, told to its owner, and proves the factor for this session."""

    @wraps(view)
    def noted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        before = _count(request, kind)
        response = view(request, *args, **kwargs)
        change = _count(request, kind) - before
        given = {"actor": request.actor, "user": request.user, "kind": kind, "at": timezone.now()}
        if change > 0:
            second_factor.note_proved(request, kind)
            operations.note_factor_added(**given)
        elif change < 0:
            operations.note_factor_removed(**given)
        return response

    return noted


def _count(request: HttpRequest, kind: str) -> int:
    factors = queries.get_factors(request.user)
    return len(factors.passkeys) if kind == "webauthn" else int(factors.app_since is not None)


class AddPasskeyView(AddWebAuthnView):
    """A new passkey or security key: the browser makes it, its owner names it."""

    http_method_names = ["get", "head", "post"]
    form_class = AddPasskeyForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        if "form" in kwargs:
            context["form"] = kwargs["form"]
        context["js_data"] = {"creation_options": passkeys.begin_adding(self.request.user)}
        return context | passkey_context(self.request) | {"factors": queries.get_factors(self.request.user)}


class _OwnKey:
    """A page about one key of one's own; of another's it is not there."""

    http_method_names = ["get", "head", "post"]

    def get_default_success_url(self) -> str:
        return reverse("mfa_index")

    def get_success_url(self) -> str:
        return reverse("mfa_index")


class RenamePasskeyView(_OwnKey, EditWebAuthnView):
    """Another name for a key."""

    form_class = RenamePasskeyForm


class RemovePasskeyView(_OwnKey, RemoveWebAuthnView):
    """A key that is lost or not used any more."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        factors = queries.get_factors(self.request.user)
        is_last = len(factors.passkeys) == 1 and factors.app_since is None
        return super().get_context_data(**kwargs) | {"is_last": is_last, "name": str(self.object)}


def _new_codes(request: HttpRequest) -> HttpResponse:
    response = allauth_new_codes(request)
    if request.method == "POST" and response.status_code == 302:  # they were made
        operations.note_new_recovery_codes(actor=request.actor, user=request.user, at=timezone.now())
    return response


activate_totp = _once_proved(_noted(allauth_activate_totp, "totp"))
deactivate_totp = _once_proved(_noted(allauth_deactivate_totp, "totp"))
add_passkey = _once_proved(_noted(AddPasskeyView.as_view(), "webauthn"))
remove_passkey = _once_proved(_noted(RemovePasskeyView.as_view(), "webauthn"))
rename_passkey = _once_proved(RenamePasskeyView.as_view())
recovery_codes = _once_proved(allauth_codes)
new_recovery_codes = _once_proved(_new_codes)


@require_POST
def stop_help(request: HttpRequest) -> HttpResponse:
    """Somebody asked to let "me" in without my factor, and I did not lose it."""
    lost = queries.get_own_request(request.user, at=timezone.now())
    if lost is not None:
        operations.stop_help(actor=request.actor, pk=lost.pk, at=timezone.now())
        messages.success(request, _("Stopped. Your second factor stays as it is."))
    return redirect("mfa_index")
