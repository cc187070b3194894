"""Signing out: this browser, that one, all others; and keeping the list of them true."""

from datetime import datetime, timedelta
from uuid import UUID

from tutela.web.accounts import sessions
from tutela.web.accounts.models import SignedInBrowser, User
from tutela.web.core import audit
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation

LONGEST = timedelta(hours=10)
"""No session lives longer."""


@operation
def end_browser(*, actor: AnyActor, user: User, pk: UUID, at: datetime) -> bool:
    """Sign out one browser of this user; False when it is not theirs, or was signed out already."""
    browser = SignedInBrowser.objects.filter(user=user, pk=pk).first()
    if browser is None:
        return False
    _end(browser)
    audit.record(actor, "user.sign-out-browser", user, at=at, count=1)
    return True


@operation
def end_other_browsers(*, actor: AnyActor, user: User, session_hash: str, at: datetime) -> int:
    """Sign out every browser of this user but the one with that session; how many there were."""
    others = list(SignedInBrowser.objects.filter(user=user).exclude(session_hash=session_hash))
    for browser in others:
        _end(browser)
    if others:
        audit.record(actor, "user.sign-out-browser", user, at=at, count=len(others))
    return len(others)


def end_all_browsers(user: User) -> None:
    """Sign this user out everywhere. Call it within an operation, which says why."""
    for browser in SignedInBrowser.objects.filter(user=user):
        _end(browser)


def note_seen(session_hash: str, at: datetime) -> None:
    """The browser was used now. Nothing is audited: it tells nobody anything but its owner."""
    SignedInBrowser.objects.filter(session_hash=session_hash).update(seen_at=at)


def follow_session(old_hash: str, new_hash: str) -> None:
    """A session that got a new key (after a change of password) is still the same browser."""
    SignedInBrowser.objects.filter(session_hash=old_hash).update(session_hash=new_hash)


def forget_ended_browsers(at: datetime) -> int:
    """Drop what is listed and cannot be signed in any more; how many there were."""
    old = SignedInBrowser.objects.filter(began_at__lt=at - LONGEST)
    for browser in old:
        sessions.end(browser.session_hash)
    return old.delete()[0]


def _end(browser: SignedInBrowser) -> None:
    sessions.end(browser.session_hash)
    browser.delete()
