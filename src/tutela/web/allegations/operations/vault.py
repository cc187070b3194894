"""Opening the vault: one matter, locked, with its key, for whoever may; and writing into its chronology."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Max

from tutela.web.allegations.models import Allegation, Entry
from tutela.web.core import sealing
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import Refused
from tutela.web.core.rows import get_visible


class MatterChanged(Refused):
    """Somebody wrote in it since it was read."""

    def __init__(self) -> None:
        super().__init__("Somebody else wrote in this while you did. Read what is new, then send yours again")


def lock(actor: AnyActor, pk: UUID, version: int | None = None) -> tuple[Allegation, bytes]:
    """The matter, locked until the transaction ends, and its key. Hidden and missing are one 404."""
    visible = get_visible(Allegation, actor, pk)
    row = Allegation.in_scope(actor).select_for_update(of=("self",)).get(pk=visible.pk)
    if version is not None and version != version_of(row):
        raise MatterChanged
    return row, open_key(row)


def open_key(row: Allegation) -> bytes:
    """The key of a matter; whether it may be opened was asked before."""
    return sealing.open_case_key(row.case_key, vault=True)


def version_of(row: Allegation) -> int:
    """The number of its last entry."""
    return Entry._base_manager.filter(allegation=row).aggregate(last=Max("number"))["last"] or 0


def kinds_of(row: Allegation) -> list[str]:
    """The kinds of its entries in the order in which they were written."""
    return list(Entry._base_manager.filter(allegation=row).order_by("number").values_list("kind", flat=True))


def write(
    row: Allegation,
    actor: AnyActor,
    kind: str,
    words: str,
    key: bytes,
    *,
    at: datetime,
    happened_at: datetime | None = None,
    **more: Any,
) -> Entry:
    """Add an entry to the chronology."""
    entry = Entry(
        establishment_id=row.establishment_id,
        allegation=row,
        number=version_of(row) + 1,
        kind=kind,
        happened_at=happened_at or at,
        written_at=at,
        author_id=actor.person_id,
        **more,
    )
    sealing.seal_field(entry, "sealed_text", words, key)
    entry.save()
    return entry
