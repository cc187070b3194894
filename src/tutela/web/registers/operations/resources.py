"""Links are taken over or added, asked for by the worker, replaced and retired."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from tutela.web.core import audit
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.core.rows import get_visible
from tutela.web.registers.links.asking import Answer, MayNotAsk, check_address
from tutela.web.registers.models import Resource, ResourceTurn
from tutela.web.registers.operations.refusals import BadLink, Retired, StandsAlready
from tutela.web.registers.rules import resources as rules
from tutela.web.registers.shipped.resources import list_links

LINK_ONLY = "Link only: what stands there belongs to its publisher"


@operation
def take_over_links(*, actor: AnyActor, at: datetime, establishment_id: int, keys: Iterable[str]) -> int:
    """Put these links of the library into the register, and say how many are new."""
    known, made = list_links(), 0
    for key in keys:
        if (one := known.get(key)) is None:
            continue
        defaults = {
            "title": one.title, "address": one.url, "publisher": one.publisher, "audiences": one.audiences,
            "licence": LINK_ONLY,
        }  # fmt: skip
        made += Resource.objects.get_or_create(
            establishment_id=establishment_id, library_key=key, defaults=defaults
        )[1]  # fmt: skip
    if made:
        audit.record(actor, "links.take-over", f"establishment:{establishment_id}", at=at, count=made)
    return made


@operation
def add_link(
    *, actor: AnyActor, at: datetime, establishment_id: int, title: str, address: str, publisher: str,
    audiences: Sequence[str], licence: str, attribution: str = "",
) -> Resource:  # fmt: skip
    """Put a link into the register. Raises `BadLink`, `StandsAlready`."""
    _must_be_askable(address)
    _must_be_new(establishment_id, address)
    row = Resource.objects.create(
        establishment_id=establishment_id, title=" ".join(title.split()), address=address, publisher=publisher.strip(),
        audiences=list(audiences), licence=licence.strip(), attribution=attribution.strip(),
    )  # fmt: skip
    audit.record(actor, "link.add", row, at=at)
    return row


@operation
def move_link(*, actor: AnyActor, at: datetime, pk: UUID, address: str) -> Resource:
    """It stands elsewhere from now on and is asked for anew; its history keeps the old address.

    Raises `BadLink`, `StandsAlready`, `Retired`.
    """
    _must_be_askable(address)
    row = _lock(actor, pk)
    _must_be_new(row.establishment_id, address, but=pk)
    row.address, row.state, row.words, row.moved_to = address, rules.UNKNOWN, "", ""
    row.failures, row.checked_at = 0, None
    row.save()
    _turn(row, at)
    audit.record(actor, "link.move", row, at=at)
    return row


@operation
def retire_link(*, actor: AnyActor, at: datetime, pk: UUID, why: str) -> Resource:
    """It is given to nobody any more, and asked for no more. Raises `Retired`."""
    row = _lock(actor, pk)
    row.retired_why = why.strip()
    row.save()
    audit.record(actor, "link.retire", row, at=at)
    return row


@operation
def note_answers(*, actor: AnyActor, at: datetime, asked: Mapping[str, str], answers: Mapping[str, Answer]) -> int:
    """Keep what websites answered, by the key of the link; how many came into another state.

    asked: the addresses that were asked, by the same key. What was moved, retired or answered for meanwhile is left.
    """
    changed = 0
    for row in Resource.objects.select_for_update().filter(pk__in=list(answers), retired_why=""):
        if row.address != asked.get(str(row.pk)) or not rules.is_due(row.checked_at, row.failures, at):
            continue
        answer, before = answers[str(row.pk)], row.state
        row.state, row.failures = rules.judge(answer.kind, row.failures)
        row.words, row.moved_to, row.checked_at = answer.words[:300], answer.moved_to[:500], at
        row.save()
        if row.state != before:
            _turn(row, at)
            changed += 1
    return changed


def _turn(row: Resource, at: datetime) -> None:
    ResourceTurn.objects.create(
        establishment_id=row.establishment_id,
        resource=row,
        state=row.state,
        address=row.address,
        words=row.words,
        at=at,
    )


def _lock(actor: AnyActor, pk: UUID) -> Resource:
    get_visible(Resource, actor, pk)
    row = Resource.objects.select_for_update().get(pk=pk)
    if row.retired_why:
        raise Retired
    return row


def _must_be_new(establishment_id: int, address: str, but: UUID | None = None) -> None:
    others = Resource.objects.filter(establishment_id=establishment_id, retired_why="").exclude(pk=but)
    if others.filter(address=address).exists():
        raise StandsAlready(address)


def _must_be_askable(address: str) -> None:
    try:
        check_address(address)
    except MayNotAsk as error:
        raise BadLink(str(error)) from error
