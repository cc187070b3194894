"""allauth's forms in our words: no placeholders, sentence case, and what a good password is."""

from typing import Any

from allauth.account import forms as account
from allauth.account.internal.flows.login import record_authentication
from allauth.core import context
from allauth.mfa.base import forms as factor
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tutela.web.accounts import operations, queries
from tutela.web.accounts.forms.words import Reworded
from tutela.web.core.actor import SystemActor
from tutela.web.core.forms import CharField, TextInput

SIGNING_IN = SystemActor("sign-in")

NEW_PASSWORD_HINT = _("Use at least 12 characters. Three random words make a good one. It need not change later.")


class SignInForm(account.LoginForm):
    """Login and password, without "remember me": a session ends with the browser."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        typed = {"autocomplete": "username", "spellcheck": "false", "autocapitalize": "none"}
        login = CharField(label=_("Login"), max_length=150, widget=TextInput(attrs=typed, width=20))
        password = forms.CharField(label=_("Password"), widget=forms.PasswordInput(), strip=False)
        password.widget.attrs["autocomplete"] = "current-password"
        self.fields = {"login": login, "password": password}


class ReauthenticateForm(Reworded, account.ReauthenticateForm):
    words = {"password": (_("Password"), "")}


class OwnKeyForm(Reworded, account.ReauthenticateForm):
    """The password of now, and where it is not the one that the key was made with, the one before."""

    words = {"password": (_("Password"), "")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["before"] = forms.CharField(
            label=_("Password that you had before"),
            required=False,
            strip=False,
            widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        )


class ChangePasswordForm(Reworded, account.ChangePasswordForm):
    words = {
        "oldpassword": (_("Password you use now"), ""),
        "password1": (_("New password"), NEW_PASSWORD_HINT),
        "password2": (_("New password again"), ""),
    }

    def save(self) -> None:
        super().save()
        old, new = self.cleaned_data["oldpassword"], self.cleaned_data["password1"]
        operations.carry_own_key(actor=SIGNING_IN, user=self.user, old=old, new=new, at=timezone.now())


class SetPasswordForm(Reworded, account.SetPasswordForm):
    words = {"password1": (_("Password"), NEW_PASSWORD_HINT), "password2": (_("Password again"), "")}


class _TellsOfRecoveryCodes:
    """The owner is told when a recovery code was used; sooner or later somebody has to make new ones."""

    def save(self) -> None:
        super().save()
        if self.authenticator.type == Authenticator.Type.RECOVERY_CODES:
            left = queries.get_factors(self.user).codes_left or 0
            operations.note_recovery_code_used(actor=SIGNING_IN, user=self.user, left=left, at=timezone.now())


class CodeForm(Reworded, _TellsOfRecoveryCodes, factor.AuthenticateForm):
    """The second step of signing in. Here alone counts the code that a colleague tells whoever lost their factor."""

    words = {"code": (_("Code"), _("Six digits from your authenticator app, or one of your recovery codes."))}
    is_helped = False

    def clean_code(self) -> str:
        try:
            return super().clean_code()
        except forms.ValidationError as error:
            code = self.cleaned_data["code"]
            # only a wrong code goes on: whoever tried too often has to wait
            if error.code != "incorrect_code" or not operations.is_help_code_right(self.user, code, at=timezone.now()):
                raise
            self.is_helped = True
            return code

    def save(self) -> None:
        if not self.is_helped:
            super().save()
            return
        operations.use_help_code(actor=SIGNING_IN, user=self.user, at=timezone.now())
        # no second factor was proved by it: the next page asks to set up a new one
        record_authentication(context.request, self.user, method="help-code")


class CodeAgainForm(Reworded, _TellsOfRecoveryCodes, factor.ReauthenticateForm):
    words = CodeForm.words


class SetUpAppForm(Reworded, totp.ActivateTOTPForm):
    words = {"code": (_("Code"), _("The six digits that the app shows now."))}
