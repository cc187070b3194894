"""allauth's forms in our words: no placeholders, sentence case, and what a good password is."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as factor
from allauth.mfa.totp import forms as totp
from django import forms
from django.utils.translation import gettext_lazy as _

from tutela.web.core.forms import TextInput

NEW_PASSWORD_HINT = _("Use at least 12 characters. Three random words make a good one. It need not change later.")


class _Reworded:
    """Gives fields of a form that is not ours their labels and hints."""

    words: dict[str, tuple[Any, Any]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (label, hint) in self.words.items():
            field = self.fields[name]
            field.label, field.help_text = label, hint
            field.widget.attrs.pop("placeholder", None)
            if name == "code":
                # eight digits at most; phones show their digits
                field.widget = TextInput(attrs={**field.widget.attrs, "inputmode": "numeric"}, width=10)


class SignInForm(account.LoginForm):
    """Login and password, without "remember me": a session ends with the browser."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        typed = {"autocomplete": "username", "spellcheck": "false", "autocapitalize": "none"}
        login = forms.CharField(label=_("Login"), max_length=150, widget=TextInput(attrs=typed, width=20))
        password = forms.CharField(label=_("Password"), widget=forms.PasswordInput(), strip=False)
        password.widget.attrs["autocomplete"] = "current-password"
        self.fields = {"login": login, "password": password}


class ReauthenticateForm(_Reworded, account.ReauthenticateForm):
    words = {"password": (_("Password"), "")}


class ChangePasswordForm(_Reworded, account.ChangePasswordForm):
    words = {
        "oldpassword": (_("Password you use now"), ""),
        "password1": (_("New password"), NEW_PASSWORD_HINT),
        "password2": (_("New password again"), ""),
    }


class SetPasswordForm(_Reworded, account.SetPasswordForm):
    words = {"password1": (_("Password"), NEW_PASSWORD_HINT), "password2": (_("Password again"), "")}


class CodeForm(_Reworded, factor.AuthenticateForm):
    words = {"code": (_("Code"), _("Six digits from your authenticator app, or one of your recovery codes."))}


class CodeAgainForm(_Reworded, factor.ReauthenticateForm):
    words = CodeForm.words


class SetUpAppForm(_Reworded, totp.ActivateTOTPForm):
    words = {"code": (_("Code"), _("The six digits that the app shows now."))}
