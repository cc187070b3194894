"""What chosen levels ask of the evidence. No rows, no clock."""

from collections.abc import Iterable

from tutela.web.reviews.frameworks.model import Bar, Framework, Part, levels_of


def list_strictest(bars: Iterable[Bar]) -> list[Bar]:
    """Of one figure only the strictest at each end, in the order in which they are first met."""
    found: dict[tuple[str, bool], Bar] = {}
    for bar in bars:
        end = (bar.evidence, bar.at_least is not None)
        held = found.get(end)
        if held is None or _value(bar) > _value(held):
            found[end] = bar
    return list(found.values())


def bars_below(framework: Framework, part: Part, level: float) -> list[Bar]:
    """All that a level of a part rests on: what it asks for itself, and what every level below it asks for."""
    return [bar for one in levels_of(framework, part) if one.level <= level for bar in one.holds]


def _value(bar: Bar) -> float:
    """How much a bar asks: higher is stricter at either end."""
    return bar.at_least if bar.at_least is not None else -(bar.at_most or 0.0)
