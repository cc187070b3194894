"""A concern about an adult who works here leaves for the vault, which stands above this app and is reached by this.

Nobody reads such a concern by way of concerns: not by a role, not by a grant. What was told stays with its receipt, and
goes on in the vault; of that only what this protocol says comes back.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django.db.models import QuerySet

from tutela.web.concerns.rules import IN_CONFIDENCE, PersonInConcern
from tutela.web.core.actor import AnyActor


@dataclass(frozen=True, slots=True)
class Stand:
    """How it stands there ("received", "looked-at", "finished"), and whether anybody inside may look into it."""

    status: str
    has_reader: bool


class Vault(Protocol):
    """What the vault does for concerns. A concern and its matter there have one key."""

    def is_about_an_adult(self, place: Any, people: Sequence[PersonInConcern]) -> bool:
        """Whether one of these who may have caused harm certainly works there."""

    def list_possible(self, place: Any, concern_id: UUID, people: Sequence[PersonInConcern]) -> list[str]:
        """The names of those in a concern who may have caused harm and may be somebody who works there."""

    def report_address(self) -> str:
        """Where somebody who works here reports what an adult did."""

    def hand_on_address(self, concern_id: UUID) -> str:
        """Where somebody who reads a concern hands it on."""

    def take(self, actor: AnyActor, concern: Any, *, at: datetime) -> None:
        """Take in a concern that was raised just now, and tell whoever handles it."""

    def add(self, actor: AnyActor, concern_id: UUID, words: str, *, at: datetime) -> None:
        """Keep what whoever reported added, and tell whoever handles it."""

    def note_answer(self, actor: AnyActor, concern_id: UUID, *, at: datetime) -> None:
        """Note that whoever reported was answered."""

    def tell(self, concern_id: UUID, *, at: datetime) -> int:
        """Tell whoever handles it that something is new; how many that is."""

    def stand_of(self, concern_id: UUID) -> Stand:
        """How it stands."""

    def visible_ids(self, actor: AnyActor) -> QuerySet:
        """The keys of what this person may read there."""

    def address_of(self, concern_id: UUID) -> str:
        """Where whoever handles it reads it."""


_vaults: list[Vault] = []


def register(vault: Vault) -> None:
    """Say what the vault is; once, when the software starts."""
    _vaults[:] = [vault]


def get_vault() -> Vault:
    """What was registered."""
    return _vaults[0]


def stand_in_confidence(concern: Any) -> Stand:
    """How a concern in the vault stands, for whoever told us; what somebody handed on was read by them at least."""
    stand = get_vault().stand_of(concern.pk)
    if concern.route != IN_CONFIDENCE and stand.status == "received":
        return replace(stand, status="looked-at")
    return stand
