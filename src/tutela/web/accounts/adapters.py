"""How allauth asks us: nobody signs up alone, no mail, and second-factor secrets are sealed at rest."""

import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.webauthn.internal.auth import STATE_SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tutela.web.accounts import operations, passkeys, throttle
from tutela.web.accounts.browsers import describe
from tutela.web.accounts.passwords import is_easily_guessed
from tutela.web.core import sealing
from tutela.web.core.actor import SystemActor

SIGNING_IN = SystemActor("sign-in")
BY_PASSKEY = "mfa_reauthenticate:webauthn"
AGAIN = {
    "reauthenticate": _("Use your password"),
    BY_PASSKEY: _("Use a passkey"),
    "mfa_reauthenticate": _("Use a code"),
}
"""How somebody may be asked again, first to last."""


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by the establishment; every notice goes through the outbox, so none from here."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("The login or the password is not right"),
        "too_many_login_attempts": _("Too many attempts. Wait a while, then try again"),
        "incorrect_password": _("This is not your password"),
        "password_easily_guessed": _("This password is easily guessed. Choose three random words"),
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

    def clean_password(self, password: str, user: Any = None) -> str:
        """Long enough, not common, and not the school's name with the year behind it."""
        cleaned = super().clean_password(password, user)
        person = getattr(user, "person", None)
        near = (person.full_name, person.establishment.name, user.login) if person else ()
        if is_easily_guessed(cleaned, near):
            raise self.validation_error("password_easily_guessed")
        return cleaned

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """The sign-in is put down, and the browser known from now on."""
        operations.note_sign_in(
            actor=SIGNING_IN,
            user=user,
            at=timezone.now(),
            session_key=request.session.session_key or "",
            browser=describe(request.headers.get("User-Agent", "")),
            is_strange=self._came_before and not throttle.is_known(request, user.login),
        )
        response = super().post_login(request, user, **kwargs)
        throttle.remember_browser(request, response, user.login)
        return response

    def login(self, request: HttpRequest, user: Any) -> None:
        self._came_before = user.last_login is not None  # Django is about to set it
        super().login(request, user)
        request.session.pop(STATE_SESSION_KEY, None)  # a challenge of the sign-in is no use afterwards

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """How somebody can be asked again: in the order offered, in our words. A passkey is no use at a number."""
        found = {method["id"]: method for method in super().get_reauthentication_methods(user)}
        by_number = passkeys.is_reached_by_number(self.request)
        return [
            found[key] | {"description": words}
            for key, words in AGAIN.items()
            if key in found and not (key == BY_PASSKEY and by_number and len(found) > 1)
        ]

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

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002  # allauth's signature
        """What a new passkey is called unless its owner says otherwise."""
        return passkeys.suggest_name(context.request) or super().generate_authenticator_name(user, type)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": passkeys.site_name(context.request), "name": "Tutela"}

    def get_public_key_credential_user_entity(self, user: Any) -> dict[str, Any]:
        """The browser shows the login beside the key. No e-mail address: it would outlive the account on the device."""
        return super().get_public_key_credential_user_entity(user) | {"name": user.login, "display_name": user.login}

    def encrypt(self, text: str) -> str:
        return sealing.seal(sealing.installation_subkey("second-factor"), SECRET_PLACE, text).hex()

    def decrypt(self, encrypted_text: str) -> str:
        key = sealing.installation_subkey("second-factor")
        return sealing.unseal(key, SECRET_PLACE, bytes.fromhex(encrypted_text))


# allauth does not say whose secret it hands over, so the place cannot name the row
SECRET_PLACE = sealing.Place(0, "mfa_authenticator", "", "data")
