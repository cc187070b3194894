"""allauth's forms for passkeys: in our words, and proof against whatever somebody posts in place of an answer."""

import struct
from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn import forms as passkey
from cryptography.exceptions import InvalidSignature
from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from tutela.web.accounts.forms.words import Reworded
from tutela.web.core.forms import TextInput

PASSKEY_NAME_LENGTH = 60
MOST_LETTERS = 64 * 1024
NOT_ACCEPTED = forms.ValidationError(_("This passkey was not accepted"), code="incorrect_code")
NOT_AN_ANSWER = (ValueError, TypeError, LookupError, AttributeError, RecursionError, InvalidSignature, struct.error)


def _understood(read: Callable[[], Any]) -> Any:
    """What a browser's key answered, checked. allauth and fido2 expect a well-formed answer; whatever else somebody
    posts, and a signature that is not right, is a key that was not accepted, and no fault of ours.
    """
    try:
        return read()
    except NOT_AN_ANSWER:
        raise NOT_ACCEPTED from None


class AnswerField(forms.JSONField):
    """What a browser's key answered: one JSON object of modest size."""

    def to_python(self, value: Any) -> Any:
        try:
            answer = super().to_python(value if value and len(value) <= MOST_LETTERS else "")
        except RecursionError:  # a thousand brackets
            answer = None
        if not isinstance(answer, dict):
            raise NOT_ACCEPTED
        return answer

    def bound_data(self, data: Any, initial: Any) -> None:
        """An answer is good once, so the page that follows begins without it."""

    def prepare_value(self, value: Any) -> str:  # noqa: ARG002  # Django's signature
        return ""


class ProvePasskeyForm(passkey.AuthenticateWebAuthnForm):
    credential = AnswerField(widget=forms.HiddenInput)

    def clean_credential(self) -> Authenticator:
        return _understood(super().clean_credential)


class PasskeySignInForm(passkey.LoginWebAuthnForm):
    credential = AnswerField(widget=forms.HiddenInput)

    def clean_credential(self) -> Authenticator:
        return _understood(super().clean_credential)


class PasskeyAgainForm(passkey.ReauthenticateWebAuthnForm):
    credential = AnswerField(widget=forms.HiddenInput)

    def clean_credential(self) -> Authenticator:
        return _understood(super().clean_credential)


class AddPasskeyForm(Reworded, passkey.AddWebAuthnForm):
    credential = AnswerField(widget=forms.HiddenInput)
    words = {"name": (_("Name"), _("So that you know it again, such as “Blue key” or “School laptop”."))}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].validators.append(MaxLengthValidator(PASSKEY_NAME_LENGTH))
        self.fields["name"].widget = TextInput(width=20)

    def clean(self) -> dict[str, Any]:
        return _understood(super().clean)


class RenamePasskeyForm(Reworded, passkey.EditWebAuthnForm):
    words = {"name": (_("What do you want to call this key?"), "")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].validators.append(MaxLengthValidator(PASSKEY_NAME_LENGTH))
        self.fields["name"].widget = TextInput(width=20)
