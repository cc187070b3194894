"""What a meeting should speak of, put together from what is wrong today."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from tutela.web.evidence.kinds import Kind
from tutela.web.evidence.rules import Bearing, Figure, bear, in_words


@dataclass(frozen=True, slots=True)
class Item:
    """One line of an agenda; `address` is the page behind it."""

    words: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A part of an agenda; without items it is not shown."""

    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A bar that some figure is held to."""

    evidence: str
    at_least: float | None
    at_most: float | None


def list_poor(
    figures: Mapping[str, Figure | None], kinds: Mapping[str, Kind], bars: Iterable[Asked], at: datetime
) -> list[tuple[str, Bearing]]:
    """The kinds whose figure is worse than a bar it is held to, or too old to say; each once, in the order of the bars.

    A figure that was never known is no gap of the group's: nobody has begun with it.
    """
    found: dict[str, Bearing] = {}
    for bar in bars:
        if bar.evidence not in kinds:
            continue
        stands = bear(figures.get(bar.evidence), kinds[bar.evidence], at_least=bar.at_least, at_most=bar.at_most, at=at)
        if stands in (Bearing.CONTRADICTS, Bearing.STALE) and found.get(bar.evidence) != Bearing.CONTRADICTS:
            found[bar.evidence] = stands
    return list(found.items())


def say(kind: Kind, value: float) -> str:
    """A figure for people who must not learn of single persons from it: papers of a group are passed on."""
    said = in_words(kind, value, numbers_only=True)
    return said[:1].upper() + said[1:] + "."


def as_kept(headings: Iterable[Heading]) -> list[dict[str, object]]:
    """The agenda as it is kept with the minutes."""
    return [{"title": str(one.title), "lines": [item.words for item in one.items]} for one in headings]
