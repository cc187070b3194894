"""What is missing of a risk, and how heavy it is. No rows, no clock."""

from collections.abc import Iterable
from dataclasses import dataclass

IN_CARE, BEYOND = "in-care", "beyond"
PLACES = (IN_CARE, BEYOND)
EDUCATION = "education"
"""A gap of its own: nobody is taught, though the technology is people's own and leaves our network with them."""
HEAVY = 6
"""Likelihood times harm from which a risk is heavy."""


@dataclass(frozen=True, slots=True)
class Control:
    """As much of a control as the rules ask for."""

    place: str
    technical: bool
    tag: str = ""

    @property
    def teaches(self) -> bool:
        """Whether people learn by it what they can take with them."""
        return self.place == BEYOND and self.tag == "educate" and not self.technical


def list_gaps(controls: Iterable[Control], *, outside: bool = False) -> list[str]:
    """Where nothing stands against it: in our care, beyond it, or both.

    outside: whether it is about people's own devices, which no network of ours protects; then something must be taught.
    """
    found = list(controls)
    covered = {control.place for control in found}
    gaps = [place for place in PLACES if place not in covered]
    if outside and BEYOND in covered and not any(control.teaches for control in found):
        gaps.append(EDUCATION)
    return gaps


def is_only_technical(controls: Iterable[Control]) -> bool:
    """Whether machines alone stand against it, which is a risk of its own. Nothing at all is a gap, not this."""
    found = list(controls)
    return bool(found) and all(control.technical for control in found)


def weigh(likelihood: int | None, harm: int | None) -> int | None:
    """1 to 9, the higher the heavier; None until somebody has judged both."""
    return likelihood * harm if likelihood and harm else None


def is_heavy(weight: int | None) -> bool:
    """Whether a risk is looked at before others; one that nobody has judged is not known to be."""
    return weight is not None and weight >= HEAVY


def controlled_pct(risks: Iterable[list[str]]) -> float | None:
    """Of risks, each told by its gaps, which share (0-100) has none; None where there are no risks."""
    gaps = list(risks)
    return round(100 * sum(not one for one in gaps) / len(gaps), 1) if gaps else None
