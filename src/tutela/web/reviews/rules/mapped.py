"""What an answer to one framework says about a statement of another. No rows, no clock."""

from dataclasses import dataclass

from tutela.web.reviews.frameworks.model import Framework, Part, Relation, levels_of
from tutela.web.reviews.rules.scoring import share_of

WORDS: dict[Relation, str] = {
    "equal": "asks for the same",
    "superset": "asks for all of this, and for more",
    "subset": "asks for a part of this",
    "intersect": "asks for some of this, and for other things",
}
"""How the statement that was answered stands to the one that is to be."""
CARRIES = ("equal", "superset")
"""Only where the other one asks for all of it does its level say anything about the level here."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """One statement of another framework that was answered, and what that suggests here."""

    relation: Relation
    framework: str
    """The other framework's title."""
    part: Part
    level_name: str
    level: float | None
    """The level that is proposed here; None where the other asks for less."""
    commentary: str
    why: str

    @property
    def words(self) -> str:
        return WORDS.get(self.relation, "")


def turn(relation: Relation) -> Relation:
    """The same relation seen from the other side."""
    other: dict[Relation, Relation] = {"subset": "superset", "superset": "subset"}
    return other.get(relation, relation)


def carry(
    relation: Relation, source: tuple[Framework, Part], target: tuple[Framework, Part], level: float
) -> float | None:
    """The highest level of the target that is no further up its ladder than the level is up its own; None: nothing."""
    from_values, to_values = ([one.level for one in levels_of(*side) if one.counts] for side in (source, target))
    if relation not in CARRIES or not from_values or not to_values or level not in from_values:
        return None
    share = share_of(from_values, level)
    return max((one for one in to_values if share_of(to_values, one) <= share + 1e-9), default=to_values[0])
