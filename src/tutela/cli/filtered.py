"""What the records say of the establishments here: whether any is filtered by us, and where nobody has signed."""

import datetime as dt
from typing import Any

from tutela.keys import KeyFolderError
from tutela.settings import Settings


def is_filtered_here(settings: Settings) -> bool:
    """Whether any establishment is filtered by us. True as long as nobody can tell: before the first start, or while
    the records do not answer. Makes nothing that is not there.
    """
    places = _establishments(settings)
    return not places or any(place.filtering_by == place.FilteringBy.TUTELA for place in places)


def list_unsigned(settings: Settings) -> list[str]:
    """The establishments, by their short names, where nobody's signature for monitoring is in force now; none while
    nobody can tell. Makes nothing that is not there.
    """
    places = _establishments(settings)
    if not places:
        return []

    from tutela.web.establishments import queries

    now = dt.datetime.now(dt.UTC)
    return [str(place.slug) for place in places if not queries.is_monitoring_signed_off(place, now)]


def _establishments(settings: Settings) -> list[Any]:
    is_there = settings.keys.exists() and (settings.database or (settings.data / "tutela.sqlite3").exists())
    if not is_there:
        return []

    from django.db import DatabaseError

    from tutela.web import project

    try:
        project.start(settings)

        from tutela.web.establishments import queries

        return list(queries.list_establishments())
    except (DatabaseError, KeyFolderError, OSError, RuntimeError):  # not migrated yet, or Django runs for others
        return []
