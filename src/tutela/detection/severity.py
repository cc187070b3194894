"""How soon a match asks for a person's eyes. It says nothing about the child: that is for people to judge."""

from collections.abc import Iterable
from enum import IntEnum

from tutela.events.event import Match


class Severity(IntEnum):
    """1 is the worst. The number is stored; the words are what people see."""

    NOW = 1
    TODAY = 2
    THIS_WEEK = 3
    WHEN_REVIEWING = 4
    FOR_THE_RECORD = 5

    @property
    def words(self) -> str:
        """When to look, in plain words."""
        return _WORDS[self]


_WORDS = {
    Severity.NOW: "Look now",
    Severity.TODAY: "Look today",
    Severity.THIS_WEEK: "Look this week",
    Severity.WHEN_REVIEWING: "Look at the next review",
    Severity.FOR_THE_RECORD: "Kept for the record",
}


def keep_worst(matches: Iterable[Match]) -> list[Match]:
    """One match for each theme of one event: the worst, and of equals the first.

    A sentence that both states an intent and names a topic is one thing for the DSL to read.
    """
    worst: dict[str, Match] = {}
    for match in matches:
        known = worst.get(match.theme)
        if known is None or match.severity < known.severity:
            worst[match.theme] = match
    return list(worst.values())
