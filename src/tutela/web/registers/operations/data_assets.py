"""A data asset is described, described anew, and ends."""

from datetime import date, datetime
from typing import Any, TypedDict
from uuid import UUID

from tutela.web.core import audit
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.core.rows import get_visible
from tutela.web.establishments.models import Person
from tutela.web.registers.models import DataAsset
from tutela.web.registers.operations.refusals import EndedAlready, StandsAlready


class Described(TypedDict):
    """What is said of an asset; text may be empty where it is not known yet."""

    name: str
    what: str
    whose: list[str]
    classification: str
    place: str
    country: str
    kept_for: str
    kept_why: str
    processor: str
    assessment: str
    assessed_on: date | None
    owner: Person | None
    review_on: date | None


@operation
def add_data_asset(*, actor: AnyActor, at: datetime, establishment_id: int, described: Described) -> DataAsset:
    """Put it into the register. Raises `StandsAlready`."""
    row = DataAsset(establishment_id=establishment_id)
    _describe(row, described)
    audit.record(actor, "data-asset.add", row, at=at, classification=row.classification)
    return row


@operation
def change_data_asset(*, actor: AnyActor, at: datetime, pk: UUID, described: Described) -> DataAsset:
    """Describe it anew. Raises `StandsAlready`, `EndedAlready`."""
    row = _lock(actor, pk)
    _describe(row, described)
    audit.record(actor, "data-asset.change", row, at=at, classification=row.classification)
    return row


@operation
def end_data_asset(*, actor: AnyActor, at: datetime, pk: UUID, ended_on: date, how: str) -> DataAsset:
    """It was destroyed or handed on. Raises `EndedAlready`."""
    row = _lock(actor, pk)
    row.ended_on, row.ended_how = ended_on, how.strip()
    row.save()
    audit.record(actor, "data-asset.end", row, at=at)
    return row


def _lock(actor: AnyActor, pk: UUID) -> DataAsset:
    get_visible(DataAsset, actor, pk)
    row = DataAsset.objects.select_for_update().get(pk=pk)
    if row.ended_on:
        raise EndedAlready
    return row


def _describe(row: DataAsset, described: Described) -> None:
    for name, value in described.items():
        setattr(row, name, _clean(value))
    others = DataAsset.objects.filter(establishment_id=row.establishment_id, ended_on=None).exclude(pk=row.pk)
    if others.filter(name__iexact=row.name).exists():
        raise StandsAlready(row.name)
    row.save()


def _clean(value: Any) -> Any:
    return " ".join(value.split()) if isinstance(value, str) else value
