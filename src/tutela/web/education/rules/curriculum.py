"""How much of what is to be taught was taught. No rows, no clock."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from uuid import UUID

from tutela.web.education.shipped.curriculum import Topic

COUNTS = timedelta(days=365)
"""For how long a lesson counts: next year the same year group is made of other learners."""

Cell = tuple[str, UUID]
"""A topic by its id, and a group of learners by its key."""


def is_for(topic: Topic, band: str) -> bool:
    """Whether a topic is for learners of this age."""
    return not topic.bands or band in topic.bands


def list_cells(topics: Iterable[Topic], groups: Mapping[UUID, str]) -> list[Cell]:
    """All that is to be taught. groups: each with its age band."""
    return [(topic.id, key) for topic in topics for key, band in groups.items() if is_for(topic, band)]


def counts(taught_on: date, today: date) -> bool:
    """Whether a lesson of that day counts today."""
    return taught_on <= today < taught_on + COUNTS


def share(cells: list[Cell], taught: Mapping[Cell, date], today: date) -> float | None:
    """Of what is to be taught the share (0-100) that was, within the year; None where nothing is to be taught."""
    if not cells:
        return None
    done = sum(cell in taught and counts(taught[cell], today) for cell in cells)
    return round(100 * done / len(cells), 1)
