"""Every write here stands on the chronology of its case too: the entry, and the key of the case with it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from tutela.web.concerns import operations as concerns
from tutela.web.core import sealing
from tutela.web.core.actor import AnyActor


def note(
    actor: AnyActor, case_id: UUID, kind: str, words: str, *, at: datetime, happened_at: datetime | None = None
) -> tuple[Any, int, bytes]:
    """Write the entry; it, the establishment and the key of the case. The case is locked from here on.

    Hidden and missing cases are one 404.
    """
    entry = concerns.note_outside(actor=actor, case_id=case_id, kind=kind, words=words, happened_at=happened_at, at=at)
    return entry, entry.establishment_id, sealing.open_to_write(entry.case.case_key)
