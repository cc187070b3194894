"""What the worker does for accounts: it forgets what is over."""

from datetime import datetime

from tutela.web.accounts import operations
from tutela.web.accounts.sessions import SessionStore
from tutela.web.core.tick import Periodic


def forget_what_is_over(at: datetime) -> None:
    """Sessions that outlived their time and their browsers, what was typed too late, unfinished requests for help."""
    SessionStore.clear_expired()
    operations.forget_ended_browsers(at)
    operations.lapse_old_requests(at)
    operations.forget_old_unsent(at)


PERIODIC = (Periodic("forget ended sessions", every_seconds=900, run=forget_what_is_over),)
