"""Coming in, by password, passkey or link; the second step; going out."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url, perform_login
from allauth.account.views import LoginView
from allauth.account.views import logout as allauth_logout
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.webauthn.internal import flows as passkey_flows
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tutela.web.accounts import operations, passkeys, queries, unsent
from tutela.web.accounts.forms import PasskeySignInForm, ProvePasskeyForm
from tutela.web.accounts.onward import get_onward, with_onward


class SignInView(LoginView):
    """By login and password, or by passkey alone: a script asks here for what the browser needs, and posts its proof.

    One address for both, so that it is one door and one count of attempts.
    """

    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.headers.get("Accept") == "application/json":
            return JsonResponse({"request_options": passkeys.begin_proving(None)})
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "credential" not in request.POST:
            return super().post(request, *args, **kwargs)
        proof = PasskeySignInForm(data=request.POST)
        if not proof.is_valid():
            return self.render_to_response(self.get_context_data(passkey_failed=True))
        key = proof.cleaned_data["credential"]
        login = Login(user=key.user, redirect_url=get_next_redirect_url(request))
        return passkey_flows.perform_passwordless_login(request, key, login)

    def get_form_kwargs(self) -> dict[str, Any]:
        given = super().get_form_kwargs()
        if "credential" in self.request.POST:  # the form of login and password was not what was sent
            given.pop("data", None)
            given.pop("files", None)
        return given

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs) | passkey_context(self.request)
        return context | {"is_kept": unsent.is_kept_for_next(self.request)}


class SecondStepView(AuthenticateView):
    """After the password or the link: a passkey, a code of the app, or a recovery code."""

    http_method_names = ["get", "head", "post"]

    def _build_forms(self) -> Any:
        user, sent = self.stage.login.user, self.request.POST if self.request.method == "POST" else None
        by_passkey = sent is not None and "credential" in sent
        self.webauthn_form = ProvePasskeyForm(user=user, data=sent if by_passkey else None)
        self.auth_form = self.get_form_class()(user=user, data=None if by_passkey else sent)
        return self.webauthn_form if by_passkey else self.auth_form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.stage.login.user
        factors = queries.get_factors(user)
        # after allauth's own, which would leave the person's verification to the browser
        context = super().get_context_data(**kwargs)
        context["js_data"] = {"request_options": passkeys.begin_proving(user)} if factors.passkeys else None
        if factors.app_since is None:
            self.auth_form.fields["code"].help_text = _("One of your recovery codes.")
        failed = self.webauthn_form.is_bound and not self.webauthn_form.is_valid()
        return context | passkey_context(self.request) | {"factors": factors, "passkey_failed": failed}


sign_in = SignInView.as_view()
second_step = SecondStepView.as_view()


@require_http_methods(["GET", "POST"])
def use_link(request: HttpRequest, secret: str) -> HttpResponse:
    """Looking at the page uses nothing up (mail scanners look); its button signs in, on to the second factor if set.

    Whoever has no password yet chooses one before they go on to `?next=`: the link lets nobody in again.
    """
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
    onward = get_onward(request)
    first = with_onward(reverse("account_set_password"), onward)
    goes_to = (onward or "/") if user.has_usable_password() else first
    return perform_login(request, user, email_verification="none", redirect_url=goes_to)


def sign_out(request: HttpRequest) -> HttpResponse:
    """Leave nothing in the browser for whoever sits down next; it stays known to the throttle."""
    response = allauth_logout(request)
    if request.method == "POST":
        response["Clear-Site-Data"] = '"cache", "storage"'
    return response


def passkey_context(request: HttpRequest) -> dict[str, Any]:
    """What a page that uses passkeys has to say about the address it was opened at."""
    return {
        "by_number": passkeys.is_reached_by_number(request),
        "address_by_name": passkeys.address_by_name(request),
    }
