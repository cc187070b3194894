"""What the records say of the back-ups, for whoever asks whether all is well."""

import datetime as dt
from typing import TYPE_CHECKING

from tutela.keys import KeyFolderError
from tutela.settings import Settings

if TYPE_CHECKING:
    from tutela.web.backups.queries import State


def get_backup_state(settings: Settings) -> "State | None":
    """How the back-ups stand; None while nobody can tell. Makes nothing that is not there."""
    if not settings.keys.exists() or not (settings.database or (settings.data / "tutela.sqlite3").exists()):
        return None

    from django.db import DatabaseError

    from tutela.web import project

    try:
        project.start(settings)

        from tutela.web.backups import queries

        return queries.get_standing(dt.datetime.now(dt.UTC))
    except (DatabaseError, KeyFolderError, OSError, RuntimeError):  # not migrated yet, or Django runs for others
        return None
