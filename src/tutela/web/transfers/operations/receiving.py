"""Taking in a file from the place before: proved first, kept as it was signed, receipted, linked to who it is about."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.dateparse import parse_datetime

from tutela.keys import KeyFolder
from tutela.web.concerns.rules import ROUTE_ROLES, may_mean
from tutela.web.core import audit, sealing
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import Refused, operation
from tutela.web.core.rows import get_visible
from tutela.web.core.templatetags.when import day
from tutela.web.establishments import queries as establishments
from tutela.web.transfers import bundle, contents
from tutela.web.transfers.models import ExchangeKey, Partner, ReceivedFile, ReceivedLink, WithheldFrom
from tutela.web.transfers.operations.cards import standing_of
from tutela.web.transfers.operations.exhibits import keep_along


@operation
def take_in(*, actor: AnyActor, establishment: Any, content: bytes, at: datetime) -> ReceivedFile:
    """Open, prove and keep a file. Raises `NoBundle`, `Refused`, OSError; then nothing of it is kept."""
    head = bundle.read_head(content)
    own = ExchangeKey.in_scope(actor).filter(establishment=establishment, mark=head.to).first()
    if own is None:
        raise bundle.NoBundle(
            "This file was sealed to another place and cannot be opened here. Do not pass it on; tell whoever sent it"
        )
    partner = Partner.in_scope(actor).filter(establishment=establishment, mark=head.sender).first()
    if partner is None or standing_of(partner) != "checked":
        raise bundle.NoBundle(
            "The key card of the sender is not here, or its words were not compared. Do that first, then try again"
        )
    earlier = ReceivedFile.in_scope(actor).filter(establishment=establishment, bundle=head.bundle).first()
    if earlier is not None:
        raise bundle.NoBundle(f"This file was taken in already, on {day(earlier.received_at)}. Nothing was changed")
    private = bytes.fromhex(sealing.unseal_field(own, "sealed_private", sealing.open_case_key(own.own_key)))
    opened = bundle.open_sealed(content, private=private, signing=bytes(partner.signing_public))
    told = contents.read_parts(opened.parts)
    along = contents.prove_exhibits(opened.parts, told)
    case_key, key = sealing.make_case_key(actor, establishment.pk, at=at)
    keys = KeyFolder(settings.TUTELA.keys)
    row = ReceivedFile(
        establishment=establishment,
        partner=partner,
        own_key=case_key,
        bundle=head.bundle,
        sha256=opened.sha256,
        size_bytes=opened.size_bytes,
        made_at=parse_datetime(str(opened.about["made_at"])) or at,
        received_at=at,
        received_by_id=actor.person_id,
        receipt=bundle.write_receipt(head, opened.sha256, at.isoformat(), keys.signing_key(), keys.ring()),
    )
    texts = {name: content.decode() for name, content in opened.parts.items() if contents.is_text(name)}
    sealing.seal_field(row, "sealed_contents", json.dumps(texts), key)
    sealing.seal_field(row, "sealed_name", told.person.full_name, key)
    row.save()
    audit.record(actor, "received-file.take-in", row, at=at, sha256=row.sha256, sender=partner.mark)
    _withhold(actor, row, told, establishment, at)
    keep_along(row, along, key)
    return row


@operation
def link_received(*, actor: AnyActor, received_id: UUID, person: Any, why: str, at: datetime) -> ReceivedLink:
    """Say who here the file is about; None is somebody on no list. A wrong link stays, and this one holds."""
    row = get_visible(ReceivedFile, actor, received_id)
    last = ReceivedLink.in_scope(actor).filter(received=row).order_by("-number").first()
    person_id = person.pk if person else None
    if last is not None and last.person_id == person_id:
        raise Refused("The file is linked to them already")
    if last is not None and not why.strip():
        raise Refused("Say why the link before was wrong")
    link = ReceivedLink(
        establishment_id=row.establishment_id,
        received=row,
        number=last.number + 1 if last else 1,
        person_id=person_id,
        at=at,
        author_id=actor.person_id,
    )
    sealing.seal_field(link, "sealed_why", why, sealing.open_case_key(row.own_key))
    link.save()
    audit.record(actor, "received-file.link", row, at=at, number=link.number)
    return link


def _withhold(actor: AnyActor, row: ReceivedFile, told: contents.Contents, establishment: Any, at: datetime) -> None:
    """Keep it from readers whom a name in it may mean. Whoever takes it in must not be one of them."""
    roles = dict.fromkeys(role for roles in ROUTE_ROLES.values() for role in roles)
    for person in establishments.list_holders(establishment, *roles, at=at):
        full = f"{person.given_name} {person.known_as} {person.family_name}"
        if any(may_mean(name, full) for name in told.names):
            if person.pk == actor.person_id:
                # nothing of it is told: somebody else reads what it says
                raise Refused("Somebody else has to take this file in. Nothing of it was kept. Ask the head")
            WithheldFrom(establishment=establishment, received=row, person=person).save()
