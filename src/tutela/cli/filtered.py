"""Whether this machine is meant to filter: not where providers do it for every establishment."""

from tutela.keys import KeyFolderError
from tutela.settings import Settings


def is_filtered_here(settings: Settings) -> bool:
    """Whether any establishment is filtered by us. True as long as nobody can tell: before the first start, or while
    the records do not answer. Makes nothing that is not there.
    """
    is_there = settings.keys.exists() and (settings.database or (settings.data / "tutela.sqlite3").exists())
    if not is_there:
        return True

    from django.db import DatabaseError

    from tutela.web import project

    try:
        project.start(settings)

        from tutela.web.establishments import queries

        places = list(queries.list_establishments())
    except (DatabaseError, KeyFolderError, OSError, RuntimeError):  # not migrated yet, or Django runs for others
        return True
    return not places or any(place.filtering_by == place.FilteringBy.TUTELA for place in places)
