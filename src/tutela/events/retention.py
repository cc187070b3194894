"""Letting go: whole days are dropped when their time is over, once a named person has said how long.

What a hold covers is copied before its day goes, and is forgotten when the hold is released.
"""

import datetime as dt
from typing import Any, NamedTuple

import msgspec

from tutela.events.store import Store
from tutela.library.read import ROOT, Sourced, read

LIBRARY = ROOT / "retention.yaml"


class Kind(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A kind of record and how long the library proposes to keep it, and why."""

    kind: str
    name: str
    days: int
    basis: str


class Proposal(Sourced, frozen=True):
    """The library's file."""

    kinds: tuple[Kind, ...]


class Drop(NamedTuple):
    """A day that goes: a number such as 20260302."""

    kind: str
    day: int
    rows: int


def proposed() -> tuple[Kind, ...]:
    """Return what the library proposes."""
    return read(LIBRARY, Proposal).kinds


def confirm(store: Store, *, kind: str, days: int, chosen_by: str, at: dt.datetime) -> None:
    """A named person says how long a kind is kept. Raises ValueError for a kind, time or name that cannot be meant."""
    if kind not in {each.kind for each in proposed()}:
        raise ValueError(f"{kind} is not a kind of record")
    if days < 1 or not chosen_by.strip():
        raise ValueError("retention is at least a day, and somebody has to choose it")
    store.write("choose_retention", kind=kind, days=days, chosen_by=chosen_by, at=at)


def unconfirmed(store: Store) -> tuple[Kind, ...]:
    """Return the kinds about which nobody has decided yet; of these nothing is dropped."""
    chosen = {row["kind"] for row in store.query("retention_choices")}
    return tuple(each for each in proposed() if each.kind not in chosen)


def due(store: Store, today: dt.date) -> list[Drop]:
    """Return the days whose time is over, oldest first."""
    chosen: dict[Any, Any] = {row["kind"]: row["days"] for row in store.query("retention_choices")}
    found = []
    for row in store.query("days_stored"):
        drop = Drop(str(row["kind"]), int(str(row["day"])), int(str(row["rows"])))
        if drop.kind in chosen and _date(drop.day) + dt.timedelta(days=chosen[drop.kind]) < today:
            found.append(drop)
    return sorted(found, key=lambda drop: (drop.day, drop.kind))


def apply(store: Store, today: dt.date) -> list[Drop]:
    """Drop what is due and return it. Safe to repeat, also after being cut off."""
    dropped = due(store, today)
    holds: list[dict[str, Any]] = store.query("holds_in_force")
    for drop in dropped:
        if drop.kind == "events":
            for hold in holds:
                _keep(store, drop.day, hold)
        store.write(f"drop_day_of_{drop.kind}", day=drop.day)
    store.write("drop_released")
    return dropped


def _keep(store: Store, day: int, hold: dict[str, Any]) -> None:
    start = dt.datetime.combine(_date(day), dt.time(), dt.UTC)
    if hold["held_from"] < start + dt.timedelta(days=1) and start < hold["held_until"]:
        span = {"held_from": hold["held_from"], "held_until": hold["held_until"]}
        store.write("keep_held", day=day, site_id=hold["site_id"], user=hold["user"], **span)


def _date(day: int) -> dt.date:
    return dt.date(day // 10000, day // 100 % 100, day % 100)
