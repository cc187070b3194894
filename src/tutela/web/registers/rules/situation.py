"""What the risks of a place say should come next. No rows, no clock."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from tutela.web.registers.rules.risks import IN_CARE, is_heavy

EMPOWERED_PCT = 20
"""Which share of all that is done should empower, before the last group is reached."""


class Group(StrEnum):
    """What a place works on first: each holds what stood before it."""

    KNOW = "know"
    PROTECT = "protect"
    EDUCATE = "educate"
    EMPOWER = "empower"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class Weighed:
    """A risk that arises: how heavy it is (None: not judged yet), and what is missing of it."""

    weight: int | None
    gaps: tuple[str, ...]


def choose_group(risks: Iterable[Weighed], done: dict[str, int]) -> Group:
    """The group that the profile chooses. done: how many controls and actions serve each of the three ends.

    Nobody can protect from what is not known; nobody learns before they are safe; what is taught is practised last.
    """
    found = list(risks)
    if not found or any(risk.weight is None for risk in found):
        return Group.KNOW
    if any(IN_CARE in risk.gaps for risk in found if is_heavy(risk.weight)):
        return Group.PROTECT
    if any(risk.gaps for risk in found):
        return Group.EDUCATE
    total = sum(done.values())
    if not total or 100 * done.get("empower", 0) / total < EMPOWERED_PCT:
        return Group.EMPOWER
    return Group.KEEP
