"""What the vault does for concerns, as `concerns.confidence` asks for it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from tutela.web.allegations import rules
from tutela.web.allegations.models import Allegation
from tutela.web.allegations.operations import reporting, routing, taking_over, vault
from tutela.web.allegations.queries import lists
from tutela.web.allegations.queries.adults import list_certain, list_possible
from tutela.web.concerns.confidence import Stand
from tutela.web.concerns.rules import PersonInConcern
from tutela.web.core.actor import AnyActor


class TheVault:
    """As `concerns.confidence.Vault` says; what writes is called inside an operation."""

    def is_about_an_adult(self, place: Any, people: Sequence[PersonInConcern]) -> bool:
        return bool(list_certain(place, people))

    def list_possible(self, place: Any, concern_id: UUID, people: Sequence[PersonInConcern]) -> list[str]:
        return [] if lists.was_asked_for(concern_id) else list_possible(place, people)

    def report_address(self) -> str:
        return reverse("allegations:report")

    def hand_on_address(self, concern_id: UUID) -> str:
        return reverse("allegations:take-over", args=[concern_id])

    def take(self, actor: AnyActor, concern: Any, *, at: datetime) -> None:
        taking_over.take_in(actor, concern, at=at)

    def add(self, actor: AnyActor, concern_id: UUID, words: str, *, at: datetime) -> None:
        reporting.add_words(actor, _lock(concern_id), words, at=at)

    def note_answer(self, actor: AnyActor, concern_id: UUID, *, at: datetime) -> None:
        taking_over.note_answer(actor, _lock(concern_id), at=at)

    def tell(self, concern_id: UUID, *, at: datetime) -> int:
        return routing.tell_handlers(_lock(concern_id), at=at)

    def stand_of(self, concern_id: UUID) -> Stand:
        row = Allegation._base_manager.get(pk=concern_id)  # how far it is, not a word of what is in it
        return Stand(rules.status_for_reporter(vault.kinds_of(row)), lists.tier_of(row) != "authority")

    def visible_ids(self, actor: AnyActor) -> QuerySet:
        return lists.visible_ids(actor)

    def address_of(self, concern_id: UUID) -> str:
        return reverse("allegations:matter", args=[concern_id])


def _lock(concern_id: UUID) -> Allegation:
    """The matter, locked so that the numbers of its entries do not clash; what may be done was asked before."""
    rows = Allegation._base_manager.select_related("establishment", "case_key").select_for_update(of=("self",))
    return rows.get(pk=concern_id)
