"""Where somebody is signed in."""

from datetime import datetime, timedelta
from typing import NamedTuple

from tutela.web.accounts import sessions
from tutela.web.accounts.models import SignedInBrowser, User


class Listed(NamedTuple):
    """One browser as its owner sees it; `is_this` marks the one that asks."""

    row: SignedInBrowser
    is_this: bool


def list_browsers(user: User, *, session_hash: str, idle: timedelta, at: datetime) -> list[Listed]:
    """The browsers in which this user is signed in now, the asking one first, then the one used last.

    `idle` is how long a session of this user may rest; what rested longer would be refused, so it is not shown.
    """
    rows = list(SignedInBrowser.objects.filter(user=user, seen_at__gt=at - idle).order_by("-seen_at"))
    alive = sessions.list_alive([row.session_hash for row in rows], at)
    listed = [Listed(row, row.session_hash == session_hash) for row in rows if row.session_hash in alive]
    return sorted(listed, key=lambda one: not one.is_this)
