"""Whether a session proved a second factor. allauth keeps what was proved, and when, in the session."""

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest

METHOD = "mfa"


def was_proved(request: HttpRequest) -> bool:
    """Whether this session, for the user that it is signed in as, proved a second factor that they still have."""
    proved = any(record["method"] == METHOD for record in get_authentication_records(request, request.user))
    return proved and is_mfa_enabled(request.user)


def note_proved(request: HttpRequest, kind: str) -> None:
    """Setting a factor up ("totp", "webauthn") means proving it, for this session and for no other."""
    record_authentication(request, request.user, method=METHOD, type=kind)


def has_to_be_proved(request: HttpRequest) -> bool:
    """Whether this session has yet to prove a factor that its user has. Until then it must not change any of them:
    whoever knows no more than the password could add a factor of their own.
    """
    return is_mfa_enabled(request.user) and not was_proved(request)
