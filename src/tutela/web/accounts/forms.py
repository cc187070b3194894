"""The sign-in form, in our words."""

from allauth.account.forms import LoginForm
from django import forms
from django.utils.translation import gettext_lazy as _


class SignInForm(LoginForm):
    """Login and password, without \"remember me\": a session ends with the browser."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        login = forms.CharField(label=_("Login"), max_length=150)
        login.widget.attrs |= {"autocomplete": "username", "spellcheck": "false", "autocapitalize": "none"}
        password = forms.CharField(label=_("Password"), widget=forms.PasswordInput(), strip=False)
        password.widget.attrs["autocomplete"] = "current-password"
        self.fields = {"login": login, "password": password}
