"""How a contract with a partner stands on a day, and what it does not say. No rows, no clock."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum

AHEAD = timedelta(days=60)
"""So long before its end it is brought to mind: a new one has to be spoken about and signed."""


class State(StrEnum):
    """What is so on a day."""

    TO_COME = "to-come"
    IN_FORCE = "in-force"
    ENDS_SOON = "ends-soon"
    EXPIRED = "expired"
    ENDED = "ended"


HOLDS = frozenset({State.IN_FORCE, State.ENDS_SOON})


def state_of(signed_on: date, ends_on: date, ended_on: date | None, today: date) -> State:
    """ends_on: the last day on which it holds. ended_on: the day from which it was given up before that."""
    if ended_on is not None and ended_on <= today:
        return State.ENDED
    if today < signed_on:
        return State.TO_COME
    if today > ends_on:
        return State.EXPIRED
    return State.ENDS_SOON if ends_on - today <= AHEAD else State.IN_FORCE


def list_missing(said: Collection[str], wanted: Mapping[str, bool]) -> list[str]:
    """Keys of what a contract must say and does not, in their order. wanted: by key, whether it must."""
    return [key for key, must in wanted.items() if must and key not in said]


def sound_pct(contracts: Iterable[tuple[State, bool]]) -> float | None:
    """Of contracts that have not been given up, which share (0-100) holds and says all it must; None without any.

    Each is told by its state and whether anything is missing of it.
    """
    found = [state in HOLDS and not lacks for state, lacks in contracts if state is not State.ENDED]
    return round(100 * sum(found) / len(found), 1) if found else None
