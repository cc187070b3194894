"""How long records are kept: what the library proposes, what a named person chose, and letting go of what is due.

The event store is one for the whole installation, and so is the choice.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.core.cache import cache

from tutela.events import retention
from tutela.web.core import audit
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.establishments import queries as establishments
from tutela.web.filters.operations import tell_records
from tutela.web.filters.queries import ask_records

SHORTEST_DAYS = 30
"""A month: what is kept for less is gone before anybody has looked into an alert about it."""
LONGEST_DAYS = 3653
_DONE = "retention:done-on"
_TWO_DAYS = 172_800


class _Records:
    """The event store, as the functions of `events.retention` want it."""

    query = staticmethod(ask_records)
    write = staticmethod(tell_records)


@dataclass(frozen=True, slots=True)
class Kept:
    """One kind of record. `days` is what was chosen; None while nobody has, and then nothing of it is dropped."""

    kind: str
    name: str
    basis: str
    proposed_days: int
    shortest_days: int
    days: int | None
    chosen_by: str
    chosen_at: datetime | None

    @property
    def waits(self) -> bool:
        """Whether nobody has decided about it yet."""
        return self.days is None


class TooShort(ValueError):
    """Fewer days than may be chosen; carries how many may."""


def list_kept() -> list[Kept]:
    """All kinds with their proposals and choices. Raises `StoreError` while the event store does not answer."""
    chosen = {row["kind"]: row for row in ask_records("retention_choices")}
    is_shared = establishments.list_establishments().count() > 1
    found = []
    for one in retention.proposed():
        choice = chosen.get(one.kind, {})
        days: Any = choice.get("days")
        # nobody shortens what another establishment relies on
        shortest = max(one.days, days or 0) if is_shared else SHORTEST_DAYS
        found.append(
            Kept(
                kind=one.kind,
                name=one.name,
                basis=one.basis,
                proposed_days=one.days,
                shortest_days=shortest,
                days=days,
                chosen_by=str(choice.get("chosen_by", "")),
                chosen_at=choice.get("chosen_at"),
            )
        )
    return found


@operation
def choose(*, actor: AnyActor, at: datetime, kind: str, days: int) -> None:
    """A named person says how long a kind is kept, in days; it holds from the next day on.

    Raises `TooShort`, ValueError for what cannot be meant, `StoreError`.
    """
    kept = next((one for one in list_kept() if one.kind == kind), None)
    if kept is None or days > LONGEST_DAYS:
        raise ValueError(f"{kind} is not kept for {days} days")
    if days < kept.shortest_days:
        raise TooShort(kept.shortest_days)
    place = establishments.list_establishments().filter(pk=actor.establishment_id).first()
    name = ", ".join(filter(None, (getattr(actor, "name", ""), place.name if place else "")))
    audit.record(actor, "retention.choose", f"retention:{kind}", at=at, days=days, before=kept.days)
    # last, so that a store that does not answer takes the entry back too
    retention.confirm(_Records(), kind=kind, days=days, chosen_by=name, at=at)


def drop_due(*, actor: AnyActor, at: datetime) -> list[retention.Drop]:
    """Drop the days whose time is over, once a day (UTC); nothing of a kind about which nobody has decided.

    Raises `StoreError`; then it is due again at the next turn.
    """
    today = at.astimezone(UTC).date()
    if cache.get(_DONE) == today.isoformat():
        return []
    due = retention.due(_Records(), today)
    _note(actor=actor, at=at, drops=due)  # before: better told twice than dropped untold
    retention.apply(_Records(), today)
    cache.set(_DONE, today.isoformat(), _TWO_DAYS)
    return due


@operation
def _note(*, actor: AnyActor, at: datetime, drops: list[retention.Drop]) -> None:
    for drop in drops:
        audit.record(actor, "retention.drop", f"retention:{drop.kind}", at=at, day=drop.day, rows=drop.rows)
