"""The forms of signing in and of one's own account."""

from tutela.web.accounts.forms.passkeys import (
    AddPasskeyForm,
    PasskeyAgainForm,
    PasskeySignInForm,
    ProvePasskeyForm,
    RenamePasskeyForm,
)
from tutela.web.accounts.forms.signing import (
    ChangePasswordForm,
    CodeAgainForm,
    CodeForm,
    OwnKeyForm,
    ReauthenticateForm,
    SetPasswordForm,
    SetUpAppForm,
    SignInForm,
)

__all__ = [
    "AddPasskeyForm",
    "ChangePasswordForm",
    "CodeAgainForm",
    "CodeForm",
    "OwnKeyForm",
    "PasskeyAgainForm",
    "PasskeySignInForm",
    "ProvePasskeyForm",
    "ReauthenticateForm",
    "RenamePasskeyForm",
    "SetPasswordForm",
    "SetUpAppForm",
    "SignInForm",
]
