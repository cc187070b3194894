"""What may leave the house of a review: how far each section is, and no number behind which single people stand."""

from collections.abc import Iterable, Mapping
from statistics import median
from typing import Any

from tutela.web.evidence.rules import FEW
from tutela.web.reviews.rules.scoring import Score


def suppress(count: int) -> int | None:
    """A count that may be told: none, or five and more; None for one to four."""
    return None if 0 < count < FEW else count


def figures_of(sections: Iterable[tuple[str, str, Score]]) -> list[dict[str, Any]]:
    """Each section by its id and title with its share of the way."""
    return [{"id": name, "title": title, "pct": score.pct} for name, title, score in sections]


def medians(files: Iterable[Mapping[str, Any]]) -> dict[str, float]:
    """The middle of what others said of each section, by its id; what they left out counts for nothing."""
    found: dict[str, list[float]] = {}
    for told in files:
        for section in told.get("sections", []):
            if isinstance(section.get("pct"), int | float):
                found.setdefault(str(section["id"]), []).append(float(section["pct"]))
    return {name: round(median(values), 1) for name, values in found.items()}
