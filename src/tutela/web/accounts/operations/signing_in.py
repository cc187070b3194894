"""What is put down about signing in, and told to the owner: a strange browser, a used code, a changed factor."""

from datetime import datetime

from tutela.web.accounts import sessions
from tutela.web.accounts.browsers import Browser
from tutela.web.accounts.models import SignedInBrowser, User
from tutela.web.core import audit, outbox
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation

WHERE, FACTORS = "/account/browsers/", "/account/second-factor/"
NOT_YOU = (
    "If that was not you, sign out the browsers that you do not know, change your password, and tell the person who "
    "looks after accounts."
)

STRANGE_BROWSER = outbox.Notice(
    kind="new-browser",
    subject="Your account was used in a new browser",
    body=f"Somebody signed in to your account in a browser in which you had not signed in before. {NOT_YOU}",
)
CODE_USED = outbox.Notice(
    kind="recovery-code-used",
    subject="One of your recovery codes was used",
    body=f"Somebody signed in to your account with a recovery code. Codes left: {{count}}. {NOT_YOU}",
)
FACTOR_ADDED = outbox.Notice(
    kind="second-factor-added",
    subject="A second factor was added to your account",
    body=f"An authenticator app or a passkey was set up for your account. {NOT_YOU}",
)
FACTOR_REMOVED = outbox.Notice(
    kind="second-factor-removed",
    subject="A second factor was removed from your account",
    body=f"An authenticator app or a passkey was removed from your account. {NOT_YOU}",
)
NEW_CODES = outbox.Notice(
    kind="recovery-codes-made",
    subject="New recovery codes were made for your account",
    body=f"New recovery codes were made for your account, and the old ones stopped working. {NOT_YOU}",
)


@operation
def note_sign_in(
    *,
    actor: AnyActor,
    user: User,
    at: datetime,
    session_key: str = "",
    browser: Browser = Browser(),  # noqa: B008  # a tuple: nobody can change it
    is_strange: bool = False,
) -> None:
    """Put down that somebody signed in, with every factor that was asked of them.

    With a session it is listed where they are signed in. A strange browser is one in which this account was not
    used before; its owner gets a notice, but for the very first time.
    """
    if session_key:
        SignedInBrowser.objects.update_or_create(
            session_hash=sessions.hashed(session_key),
            defaults={
                "user": user,
                "program": browser.program,
                "system": browser.system,
                "began_at": at,
                "seen_at": at,
            },
        )
    if is_strange:
        outbox.post(STRANGE_BROWSER, to=user.email, at=at, link=WHERE)
    audit.record(actor, "user.sign-in", user, at=at)


@operation
def note_guessing(*, actor: AnyActor, login: str, at: datetime) -> None:
    """Put down that somebody guesses at an account, once for each run of failures. Logins nobody has leave no entry."""
    user = User.objects.filter(login__iexact=login.strip()).first()
    if user is not None:
        audit.record(actor, "user.guessed-at", user, at=at)


@operation
def note_recovery_code_used(*, actor: AnyActor, user: User, left: int, at: datetime) -> None:
    """Put down that a recovery code let somebody in, and tell the owner how many are left."""
    outbox.post(CODE_USED, to=user.email, at=at, link=FACTORS, count=left)
    audit.record(actor, "user.use-recovery-code", user, at=at, left=left)


@operation
def note_new_recovery_codes(*, actor: AnyActor, user: User, at: datetime) -> None:
    """Put down that new recovery codes took the place of the old ones, and tell the owner."""
    outbox.post(NEW_CODES, to=user.email, at=at, link=FACTORS)
    audit.record(actor, "user.make-recovery-codes", user, at=at)


@operation
def note_factor_added(*, actor: AnyActor, user: User, kind: str, at: datetime) -> None:
    """Put down that a second factor ("totp", "webauthn") was set up, and tell the owner."""
    outbox.post(FACTOR_ADDED, to=user.email, at=at, link=FACTORS)
    audit.record(actor, "user.add-factor", user, at=at, factor=kind)


@operation
def note_factor_removed(*, actor: AnyActor, user: User, kind: str, at: datetime) -> None:
    """Put down that a second factor was removed, and tell the owner."""
    outbox.post(FACTOR_REMOVED, to=user.email, at=at, link=FACTORS)
    audit.record(actor, "user.remove-factor", user, at=at, factor=kind)
