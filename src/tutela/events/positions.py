"""The places of matches in the order in which they are told: given as the store takes them in, never twice."""

from collections.abc import Iterable
from typing import Any


def place(given: Iterable[tuple[Any, Any]], last: Any) -> list[int]:
    """Return the positions of new matches, each given as (position, alerts), after the `last` one.

    A match that alerts nobody stays at 0, where no reader's watermark finds it. A position that is
    ahead is kept: matches that are put back from a copy come with theirs.
    """
    places = []
    at = int(last)
    for position, alerts in given:
        if alerts:
            at = max(at + 1, int(position))
        places.append(at if alerts else 0)
    return places
