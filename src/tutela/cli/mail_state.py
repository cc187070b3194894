"""How mail stands, as the records say."""

import datetime as dt
from typing import TYPE_CHECKING

from tutela.keys import KeyFolderError
from tutela.settings import Settings

if TYPE_CHECKING:
    from tutela.web.core.mail_health import MailHealth


def get_mail_state(settings: Settings) -> "MailHealth | None":
    """How mail stands now; None where the records are not there or do not answer. Makes nothing that is not there."""
    if not (settings.keys.exists() and (settings.database or (settings.data / "tutela.sqlite3").exists())):
        return None

    from django.db import DatabaseError

    from tutela.web import project

    try:
        project.start(settings)

        from tutela.web.core.mail_health import get_mail_health

        return get_mail_health(settings, dt.datetime.now(dt.UTC))
    except (DatabaseError, KeyFolderError, OSError, RuntimeError):  # not migrated yet, or Django runs for others
        return None
