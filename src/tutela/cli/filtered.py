"""What the records say of the establishments here: whether any is filtered by us, and where nobody has signed."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from tutela.keys import KeyFolderError
from tutela.settings import Settings


def is_filtered_here(settings: Settings) -> bool:
    """Whether any establishment is filtered by us. True as long as nobody can tell: before the first start, or while
    the records do not answer. Makes nothing that is not there.
    """
    ways = _ask(settings, lambda queries: queries.list_ways_of_filtering())
    return not ways or "tutela" in ways


def list_unsigned(settings: Settings) -> list[str]:
    """The establishments, by their short names, where nobody's signature for monitoring is in force now; none while
    nobody can tell. Makes nothing that is not there.
    """

    def unsigned(queries: Any) -> list[str]:
        now = dt.datetime.now(dt.UTC)
        places = queries.list_establishments()
        return [str(place.slug) for place in places if not queries.is_monitoring_signed_off(place, now)]

    return _ask(settings, unsigned)


def _ask(settings: Settings, ask: Callable[[Any], list[str]]) -> list[str]:
    """What the queries on establishments answer; nothing where there are no records, or they do not answer."""
    is_there = settings.keys.exists() and (settings.database or (settings.data / "tutela.sqlite3").exists())
    if not is_there:
        return []

    from django.db import DatabaseError

    from tutela.web import project

    try:
        project.start(settings)

        from tutela.web.establishments import queries

        return list(ask(queries))
    except (DatabaseError, KeyFolderError, OSError, RuntimeError):  # not migrated yet, or Django runs for others
        return []
