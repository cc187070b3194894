"""Being asked again before what matters: by password, by code, by passkey."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.internal.flows.reauthentication import STATE_SESSION_KEY
from allauth.account.views import reauthenticate as allauth_password_again
from allauth.mfa.base.views import reauthenticate as allauth_code_again
from allauth.mfa.webauthn.views import ReauthenticateWebAuthnView
from django.http import HttpRequest, HttpResponse

from tutela.web.accounts import passkeys
from tutela.web.accounts.forms import PasskeyAgainForm
from tutela.web.accounts.views.signing import passkey_context

View = Callable[..., HttpResponse]


class PasskeyAgainView(ReauthenticateWebAuthnView):
    """By passkey, always with the person verified; what fails is said on the page."""

    http_method_names = ["get", "head", "post"]
    form_class = PasskeyAgainForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["js_data"] = {"request_options": passkeys.begin_proving(self.request.user)}
        form = kwargs.get("form")
        return context | passkey_context(self.request) | {"passkey_failed": form is not None and form.is_bound}

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form))


def _without_replay(view: View) -> View:
    """allauth would repeat a form that was posted before it asked; here the person comes back to the page instead."""

    @wraps(view)
    def asked_again(request: HttpRequest) -> HttpResponse:
        if "request" in request.session.get(STATE_SESSION_KEY, {}):
            del request.session[STATE_SESSION_KEY]
        return view(request)

    return asked_again


password_again = _without_replay(allauth_password_again)
code_again = _without_replay(allauth_code_again)
passkey_again = _without_replay(PasskeyAgainView.as_view())
