"""What a completed review found: risks, and areas to improve, the gravest first. No rows, no clock."""

from collections.abc import Iterable
from dataclasses import dataclass

from tutela.web.reviews.frameworks.model import Framework, Part, levels_of
from tutela.web.reviews.rules.scoring import share_of

ENOUGH = 2 / 3
"""How far up its ladder a statement is in place: the third of four levels in our own frameworks."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A statement with the level that was chosen, and whether evidence speaks against it."""

    part: Part
    level: float
    contradicted: bool


@dataclass(frozen=True, slots=True)
class Found:
    """Something that is not in place."""

    part: Part
    level: float
    is_risk: bool
    """Nothing is in place, or evidence says that it is not; otherwise it is only not in place yet."""
    gravity: float


def list_found(framework: Framework, judged: Iterable[Judged]) -> list[Found]:
    """Risks first, then what is to be improved; of each the gravest first.

    What is required stands before what is not, then what weighs most and is furthest behind.
    """
    found = []
    for one in judged:
        ladder = [level.level for level in levels_of(framework, one.part)]
        if not ladder or max(ladder) == min(ladder):
            continue
        share = share_of(ladder, one.level)
        if share >= ENOUGH - 1e-9 and not one.contradicted:
            continue
        gravity = one.part.weight * (1 - share + one.contradicted + one.part.essential)
        found.append(Found(one.part, one.level, one.contradicted or share == 0, gravity))
    return sorted(found, key=lambda one: (not one.is_risk, -one.gravity))
