"""What is missing of a data asset. No rows, no clock."""

from collections.abc import Iterable
from dataclasses import dataclass

OPEN, PERSONAL, SPECIAL = "open", "personal", "special"


@dataclass(frozen=True, slots=True)
class Facts:
    """As much of an asset as the rules ask for."""

    classification: str
    place: str
    kept_for: str
    processor: str
    country: str
    assessment: str


def list_missing(facts: Facts) -> list[str]:
    """What has to be said of it and is not: class, place, kept-for, country, assessment.

    A country is asked for where somebody else keeps it, an assessment where it is specially protected.
    """
    missing = [
        ("classification", not facts.classification),
        ("place", not facts.place),
        ("kept-for", not facts.kept_for and facts.classification != OPEN),
        ("country", bool(facts.processor) and not facts.country),
        ("assessment", facts.classification == SPECIAL and not facts.assessment),
    ]
    return [name for name, is_missing in missing if is_missing]


def is_described(facts: Facts) -> bool:
    """Whether class, place and time to keep are known."""
    return bool(facts.classification and facts.place and (facts.kept_for or facts.classification == OPEN))


def described_pct(assets: Iterable[Facts]) -> float | None:
    """Which share (0-100) is described; None where there are none."""
    found = [is_described(one) for one in assets]
    return round(100 * sum(found) / len(found), 1) if found else None
