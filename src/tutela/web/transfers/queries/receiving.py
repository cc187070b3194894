"""Files that came from the place before: listed, read, and whom here they may be about."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Q
from django.http import Http404

from tutela.web.concerns.rules import ROUTE_ROLES, may_mean
from tutela.web.core import audit, sealing
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.core.rows import get_visible
from tutela.web.establishments import queries as establishments
from tutela.web.exhibits import queries as exhibits
from tutela.web.transfers.cards import words_of
from tutela.web.transfers.contents import Contents, ExhibitTold, read_parts
from tutela.web.transfers.models import ReceivedExhibit, ReceivedFile, ReceivedLink


@dataclass(frozen=True, slots=True)
class LinkRead:
    """Who here it was said to be about, by whom and why it was changed."""

    name: str
    person_id: UUID | None
    at: datetime
    by: str
    why: str


@dataclass(frozen=True, slots=True)
class ExhibitRead:
    """An exhibit of the place before: as they told it, and where it lies here. `id` is None where it did not come."""

    told: ExhibitTold
    id: UUID | None = None
    is_taken: bool = False
    number: int | None = None
    """Its number in a case here that the actor may see."""


@dataclass(frozen=True, slots=True)
class ReceivedRow:
    """A received file in a list."""

    id: UUID
    name: str
    sender: str
    received_at: datetime
    is_linked: bool


@dataclass(frozen=True, slots=True)
class ReceivedRead:
    """A received file with its words open, and where it comes from."""

    id: UUID
    sender: str
    sender_words: tuple[str, ...]
    made_at: datetime
    received_at: datetime
    received_by: str
    sha256: str
    size_bytes: int
    receipt: str
    contents: Contents
    links: tuple[LinkRead, ...]
    """In the order in which they were made; the last holds."""
    exhibits: tuple[ExhibitRead, ...] = ()


@operation
def list_received(*, actor: AnyActor, at: datetime) -> list[ReceivedRow]:
    """The files that came here, newest first, with whom each is about; the audit says that the list was looked at.

    Without those in which a name may mean whoever asks.
    """
    rows = list(
        ReceivedFile.visible_to(actor).select_related("partner", "own_key", "establishment").order_by("-received_at")
    )
    held = _list_held(actor) if rows else []
    rows = [row for row in rows if _was_compared(held, row) or not _may_name(actor, _contents_of(row))]
    if rows:
        audit.record(actor, "received-file.list", "transfers.receivedfile", at=at, count=len(rows))
    return [
        ReceivedRow(
            id=row.pk,
            name=sealing.unseal_field(row, "sealed_name", sealing.open_case_key(row.own_key)),
            sender=row.partner.name,
            received_at=row.received_at,
            is_linked=bool(_links(row)),
        )
        for row in rows
    ]


@operation
def read_received(*, actor: AnyActor, received_id: UUID, at: datetime) -> ReceivedRead:
    """Open one; audited first. Whom a name in it may mean gets the 404 of a file that is not there."""
    row = get_visible(ReceivedFile, actor, received_id)
    audit.record(actor, "received-file.read", row, at=at)
    key, told = sealing.open_case_key(row.own_key), _contents_of(row)
    # somebody who took their role after it came: their name was compared with nothing yet
    if _may_name(actor, told):
        raise Http404
    return ReceivedRead(
        id=row.pk,
        sender=row.partner.name,
        sender_words=words_of(row.partner.mark),
        made_at=row.made_at,
        received_at=row.received_at,
        received_by=row.received_by.full_name if row.received_by else "",
        sha256=row.sha256,
        size_bytes=row.size_bytes,
        receipt=row.receipt,
        contents=told,
        links=tuple(
            LinkRead(
                name=link.person.full_name if link.person else "",
                person_id=link.person_id,
                at=link.at,
                by=link.author.full_name if link.author else "",
                why=sealing.unseal_field(link, "sealed_why", key),
            )
            for link in _links(row)
        ),
        exhibits=_exhibits(actor, row, told),
    )


def list_unnamed_in(actor: AnyActor, about: Collection[UUID] | None = None, *, by_number: bool = False) -> list[UUID]:
    """Of these files, or of all, those that the actor may see and in which no name may mean them; of them it tells
    nothing. by_number: that they are there, which the second person has to know to decide, is enough.
    """
    rows = ReceivedFile.not_about(actor) if by_number else ReceivedFile.visible_to(actor)
    rows = rows.select_related("own_key", "establishment")
    rows = list(rows if about is None else rows.filter(pk__in=about))
    held = _list_held(actor) if rows else []
    return [row.pk for row in rows if _was_compared(held, row) or not _may_name(actor, _contents_of(row))]


def propose_people(actor: AnyActor, read: ReceivedRead, words: str = "") -> list[Any]:
    """Learners here whom the file may be about: the same number, or the same birthday and a name; then by `words`."""
    people: Any = apps.get_model("establishments", "Person")
    rows, about = people.visible_to(actor).filter(kind="learner"), read.contents.person
    same = Q(pk__in=[])
    if about.reference:
        same |= Q(reference__iexact=about.reference)
    if about.born_on:
        named = Q(family_name__iexact=about.family_name) | Q(given_name__iexact=about.given_name)
        same |= Q(born_on=about.born_on) & named
    found = list(rows.filter(same).order_by("family_name", "given_name"))
    found += [one for one in establishments.search_people(actor, words) if one.kind == "learner" and one not in found]
    return found


def _exhibits(actor: AnyActor, row: ReceivedFile, told: Contents) -> tuple[ExhibitRead, ...]:
    kept = ReceivedExhibit._base_manager.filter(received=row)  # of a file in hand
    keys = {(one.case_number, one.their_number): one.pk for one in kept}
    taken = exhibits.find_taken(actor, keys.values())
    return tuple(
        ExhibitRead(one, pk := keys.get((one.case_number, one.number)), pk in taken, taken.get(pk) if pk else None)
        for one in told.exhibits
    )


def _contents_of(row: ReceivedFile) -> Contents:
    parts = json.loads(sealing.unseal_field(row, "sealed_contents", sealing.open_case_key(row.own_key)))
    return read_parts({name: text.encode() for name, text in parts.items()})


def _may_name(actor: AnyActor, told: Contents) -> bool:
    me = establishments.get_person(actor, actor.person_id) if actor.person_id else None
    return me is not None and any(
        may_mean(name, f"{me.given_name} {me.known_as} {me.family_name}") for name in told.names
    )


def _list_held(actor: AnyActor) -> list[Any]:
    """What the actor holds or held of the roles whose names are compared when a file is taken in."""
    holdings: Any = apps.get_model("establishments", "RoleHolding")
    roles = {role for roles in ROUTE_ROLES.values() for role in roles}
    return list(holdings.in_scope(actor).filter(person=actor.person_id, role__in=roles))


def _was_compared(held: list[Any], row: ReceivedFile) -> bool:
    """Whether one of these was held when the file came, and known here by then."""
    day = establishments.local_day(row.establishment, row.received_at)
    return any(
        one.from_on <= day
        and (one.until_on is None or day <= one.until_on)
        and (one.noted_at is None or one.noted_at <= row.received_at)
        for one in held
    )


def _links(row: ReceivedFile) -> list[ReceivedLink]:
    # of a file in hand
    return list(ReceivedLink._base_manager.filter(received=row).select_related("person", "author").order_by("number"))
