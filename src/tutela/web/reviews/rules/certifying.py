"""When a review can be certified, until when, and whether a certificate still holds. No rows, no clock."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from tutela.web.evidence.kinds import Kind
from tutela.web.evidence.rules import Bearing, Figure, bear, until
from tutela.web.reviews.frameworks.model import Bar, Framework, Part
from tutela.web.reviews.rules.bars import bars_below, list_strictest

LONGEST = timedelta(days=365)
"""After a year a review speaks of another school year, whatever its figures say."""

Known = Mapping[str, tuple[Kind, Figure | None]]


def list_bars(framework: Framework, claimed: Iterable[tuple[Part, float]]) -> list[Bar]:
    """All that the chosen levels rest on; of one figure, only the strictest at each end."""
    return list_strictest(bar for part, level in claimed for bar in bars_below(framework, part, level))


def end_of(bars: Iterable[Bar], known: Known, completed_at: datetime) -> datetime:
    """The first moment at which one of the figures no longer speaks, or the review is a year old."""
    figures = [known[bar.evidence] for bar in bars if bar.evidence in known]
    ends = [until(kind, figure.as_at) for kind, figure in figures if figure]
    return min([completed_at + LONGEST, *ends])


def list_lapsed(bars: Iterable[Bar], known: Known, at: datetime) -> list[tuple[Bar, Bearing]]:
    """What no longer bears out the levels, and in which way; a kind that is kept no more says nothing."""
    found = []
    for bar in bars:
        if bar.evidence not in known:
            found.append((bar, Bearing.SILENT))
            continue
        kind, figure = known[bar.evidence]
        bearing = bear(figure, kind, at_least=bar.at_least, at_most=bar.at_most, at=at)
        if bearing is not Bearing.BEARS_OUT:
            found.append((bar, bearing))
    return found
