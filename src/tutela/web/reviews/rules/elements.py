"""The four elements of a safe environment, judged by the records alone. No rows, no clock."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum

from tutela.web.evidence.rules import Bearing
from tutela.web.reviews.frameworks.model import Bar, Element, Framework, Part, list_statements
from tutela.web.reviews.rules.bars import bars_below, list_strictest

ELEMENTS: tuple[Element, ...] = ("awareness", "technology", "education", "review")
IN_PLACE = 3.0
"""The level of our own frameworks that calls something in place."""


class Standing(IntEnum):
    """How a figure stands, the worst first."""

    FALLS_SHORT = 0
    OUT_OF_DATE = 1
    UNKNOWN = 2
    ENOUGH = 3


STANDINGS = {
    Bearing.CONTRADICTS: Standing.FALLS_SHORT,
    Bearing.STALE: Standing.OUT_OF_DATE,
    Bearing.SILENT: Standing.UNKNOWN,
    Bearing.BEARS_OUT: Standing.ENOUGH,
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What our frameworks ask of one kind of evidence before they call something in place."""

    element: Element
    bar: Bar
    """The strictest of them."""
    statements: tuple[str, ...]
    """Titles of the statements that rest on it."""


def list_asked(frameworks: Iterable[Framework]) -> dict[str, Asked]:
    """Kind of evidence → what is asked of it. The element is that of the most statements that rest on it."""
    asking: list[Bar] = []
    parts: dict[str, list[Part]] = {}
    for framework in frameworks:
        for part in list_statements(framework):
            for bar in bars_below(framework, part, IN_PLACE):
                asking.append(bar)
                parts.setdefault(bar.evidence, []).append(part)
    bars: dict[str, Bar] = {}
    for bar in list_strictest(asking):
        bars.setdefault(bar.evidence, bar)
    return {
        kind: Asked(_element(parts[kind]), bar, tuple(dict.fromkeys(part.title for part in parts[kind])))
        for kind, bar in bars.items()
    }


def share(standings: Iterable[Standing]) -> float | None:
    """How many of a hundred figures are enough; None where there are none."""
    known = list(standings)
    return round(100 * sum(one is Standing.ENOUGH for one in known) / len(known), 1) if known else None


def count(standings: Iterable[Standing]) -> Mapping[Standing, int]:
    """How many figures stand so."""
    known = list(standings)
    return {one: known.count(one) for one in Standing}


def _element(parts: list[Part]) -> Element:
    named = [part.element for part in parts if part.element]
    return max(ELEMENTS, key=named.count) if named else "review"
