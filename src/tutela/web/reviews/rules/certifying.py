"""When a review can be certified, until when, and whether a certificate still holds. No rows, no clock."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from tutela.web.evidence.kinds import Kind
from tutela.web.evidence.rules import Bearing, Figure, bear, until
from tutela.web.reviews.frameworks.model import Bar, Framework, Part, levels_of

LONGEST = timedelta(days=365)
"""After a year a review speaks of another school year, whatever its figures say."""

Known = Mapping[str, tuple[Kind, Figure | None]]


def list_bars(framework: Framework, claimed: Iterable[tuple[Part, float]]) -> list[Bar]:
    """All that the chosen levels rest on; of one figure, only the strictest at each end."""
    found: dict[tuple[str, bool], Bar] = {}
    for part, level in claimed:
        for bar in (bar for one in levels_of(framework, part) if one.level <= level for bar in one.holds):
            end = (bar.evidence, bar.at_least is not None)
            held = found.get(end)
            if held is None or _value(bar) > _value(held):
                found[end] = bar
    return list(found.values())


def end_of(bars: Iterable[Bar], known: Known, completed_at: datetime) -> datetime:
    """The first moment at which one of the figures no longer speaks, or the review is a year old."""
    ends = [until(kind, figure.as_at) for bar in bars for kind, figure in [known[bar.evidence]] if figure]
    return min([completed_at + LONGEST, *ends])


def list_lapsed(bars: Iterable[Bar], known: Known, at: datetime) -> list[tuple[Bar, Bearing]]:
    """What no longer bears out the levels, and in which way."""
    found = []
    for bar in bars:
        kind, figure = known[bar.evidence]
        bearing = bear(figure, kind, at_least=bar.at_least, at_most=bar.at_most, at=at)
        if bearing is not Bearing.BEARS_OUT:
            found.append((bar, bearing))
    return found


def _value(bar: Bar) -> float:
    """How much a bar asks: higher is stricter at either end."""
    return bar.at_least if bar.at_least is not None else -(bar.at_most or 0.0)
