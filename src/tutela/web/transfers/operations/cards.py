"""Our own key card, and those of other places: noted, compared by telephone, no longer used."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from nacl.public import PrivateKey

from tutela.keys import KeyFolder
from tutela.web.core import audit, sealing
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import Refused, operation
from tutela.web.core.rows import get_visible
from tutela.web.transfers.cards import Card, read_card
from tutela.web.transfers.models import ExchangeKey, Partner, PartnerStep


@operation
def make_own_card(*, actor: AnyActor, establishment: Any, at: datetime) -> ExchangeKey:
    """A new pair of keys and the card that goes with it; files that were sealed to an older card still open."""
    case_key, key = sealing.make_case_key(actor, establishment.pk, at=at)
    private = PrivateKey.generate()
    signing = KeyFolder(settings.TUTELA.keys).verify_key().public_bytes_raw()
    number = establishment.urn or establishment.ukprn
    card = Card(establishment.name, number, bytes(private.public_key).hex(), signing.hex())
    row = ExchangeKey(
        establishment=establishment,
        number=ExchangeKey.in_scope(actor).filter(establishment=establishment).count() + 1,
        own_key=case_key,
        mark=card.mark,
        card=card.encode().decode(),
        made_at=at,
    )
    sealing.seal_field(row, "sealed_private", bytes(private).hex(), key)
    row.save()
    audit.record(actor, "exchange-key.make", row, at=at, number=row.number)
    return row


@operation
def note_partner(*, actor: AnyActor, establishment: Any, content: bytes, at: datetime) -> Partner:
    """Keep the key card of another place. Nothing goes there before it was checked. Raises `NoCard`, `Refused`."""
    card = read_card(content)
    if ExchangeKey.in_scope(actor).filter(establishment=establishment, mark=card.mark).exists():
        raise Refused("This is our own key card. Choose the one that they sent you")
    if Partner.in_scope(actor).filter(establishment=establishment, mark=card.mark).exists():
        raise Refused("This key card is here already")
    partner = Partner(
        establishment=establishment,
        name=card.name.strip(),
        number=card.number,
        mark=card.mark,
        exchange_public=bytes.fromhex(card.exchange),
        signing_public=bytes.fromhex(card.signing),
        noted_at=at,
        noted_by_id=actor.person_id,
    )
    partner.save()
    audit.record(actor, "exchange-partner.note", partner, at=at, mark=card.mark)
    return partner


@operation
def check_partner(*, actor: AnyActor, partner_id: UUID, spoken_to: str, at: datetime) -> PartnerStep:
    """That the ten words were the same when somebody there read them out."""
    return _step(actor, get_visible(Partner, actor, partner_id), "checked", spoken_to, at)


@operation
def end_partner(*, actor: AnyActor, partner_id: UUID, at: datetime) -> PartnerStep:
    """That a card is not used any longer, as where words differed or a key was lost."""
    return _step(actor, get_visible(Partner, actor, partner_id), "ended", "", at)


def standing_of(partner: Partner) -> str:
    """ "unchecked", "checked" or "ended"."""
    last = PartnerStep._base_manager.filter(partner=partner).order_by("-number").first()  # of a card in hand
    return last.kind if last else "unchecked"


def _step(actor: AnyActor, partner: Partner, kind: str, spoken_to: str, at: datetime) -> PartnerStep:
    if standing_of(partner) == "ended":
        raise Refused("This key card is no longer used. Take theirs in again")
    step = PartnerStep(
        establishment_id=partner.establishment_id,
        partner=partner,
        number=PartnerStep.in_scope(actor).filter(partner=partner).count() + 1,
        kind=kind,
        at=at,
        author_id=actor.person_id,
        spoken_to=spoken_to,
    )
    step.save()
    audit.record(actor, f"exchange-partner.{kind}", partner, at=at)
    return step
