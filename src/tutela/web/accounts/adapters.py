"""How allauth asks us: nobody signs up alone, no mail, and second-factor secrets are sealed at rest."""

import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tutela.web.accounts import operations, throttle
from tutela.web.core import sealing
from tutela.web.core.actor import SystemActor

SIGNING_IN = SystemActor("sign-in")


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by the establishment; every notice goes through the outbox, so none from here."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("The login or the password is not right"),
        "too_many_login_attempts": _("Too many attempts. Wait a while, then try again"),
        "incorrect_password": _("This is not your password"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  # allauth's signature
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Nothing is said about what the next page shows anyway."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Nothing is sent: e-mail is no factor here."""

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse an attempt that comes too soon after failed ones."""
        if throttle.seconds_to_wait(request, credentials["username"], time.time()):
            raise self.validation_error("too_many_login_attempts")

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Count it, and put down once that somebody guesses."""
        failures = throttle.note_failure(request, credentials["username"], time.time())
        if failures == throttle.FREE_FAILURES:
            operations.note_guessing(actor=SIGNING_IN, login=credentials["username"], at=timezone.now())

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        user = super().authenticate(request, **credentials)
        if user is not None:
            throttle.note_success(request, credentials["username"])
        return user

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """The sign-in is put down, and the browser known from now on."""
        operations.note_sign_in(actor=SIGNING_IN, user=user, at=timezone.now())
        response = super().post_login(request, user, **kwargs)
        throttle.remember_browser(response, user.login)
        return response

    def is_reauthentication_required(self, **kwargs: Any) -> bool:  # noqa: ARG002  # allauth's signature
        """Signing in counts as much as being asked again: both are good for five minutes."""
        records = get_authentication_records(self.request, self.request.user)
        newest = max((record["at"] for record in records), default=0)
        return bool(time.time() - newest >= app_settings.REAUTHENTICATION_TIMEOUT)


class SecondFactorAdapter(DefaultMFAAdapter):
    """A stolen database yields no second factor."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is not right. Enter the one that is shown now"),
    }

    def get_totp_label(self, user: Any) -> str:
        return str(user)

    def encrypt(self, text: str) -> str:
        return sealing.seal(sealing.installation_subkey("second-factor"), SECRET_PLACE, text).hex()

    def decrypt(self, encrypted_text: str) -> str:
        key = sealing.installation_subkey("second-factor")
        return sealing.unseal(key, SECRET_PLACE, bytes.fromhex(encrypted_text))


# allauth does not say whose secret it hands over, so the place cannot name the row
SECRET_PLACE = sealing.Place(0, "mfa_authenticator", "", "data")
