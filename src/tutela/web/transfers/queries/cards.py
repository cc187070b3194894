"""Our key card and those of others."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from tutela.keys import KeyFolder
from tutela.web.core.actor import AnyActor
from tutela.web.transfers.cards import Card, read_card, words_of
from tutela.web.transfers.models import ExchangeKey, Partner


@dataclass(frozen=True, slots=True)
class PartnerRow:
    """A card of another place. standing: "unchecked", "checked" or "ended"."""

    id: UUID
    name: str
    number: str
    words: tuple[str, ...]
    standing: str
    noted_at: datetime
    checked_by: str
    checked_at: datetime | None
    spoken_to: str


def get_own_card(actor: AnyActor, establishment: Any) -> Card | None:
    """The card that is given out now."""
    row = ExchangeKey.visible_to(actor).filter(establishment=establishment).order_by("-number").first()
    return read_card(row.card.encode()) if row else None


def is_relied_on(card: Card) -> bool:
    """Whether nobody else may have had the key that our own card says we sign with."""
    known = KeyFolder(settings.TUTELA.keys).ring().get(bytes.fromhex(card.signing))
    return known is not None and known.distrusted_since is None


def list_partners(actor: AnyActor) -> list[PartnerRow]:
    """All cards by name, those no longer used last."""
    rows = Partner.visible_to(actor).prefetch_related("steps__author").order_by("name", "-noted_at")
    return sorted((_row(one) for one in rows), key=lambda row: row.standing == "ended")


def _row(partner: Partner) -> PartnerRow:
    steps = list(partner.steps.all())
    checked = next((step for step in reversed(steps) if step.kind == "checked"), None)
    return PartnerRow(
        id=partner.pk,
        name=partner.name,
        number=partner.number,
        words=words_of(partner.mark),
        standing=steps[-1].kind if steps else "unchecked",
        noted_at=partner.noted_at,
        checked_by=checked.author.full_name if checked and checked.author else "",
        checked_at=checked.at if checked else None,
        spoken_to=checked.spoken_to if checked else "",
    )
