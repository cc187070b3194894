"""How the four elements stand by the records of now."""

from dataclasses import dataclass
from datetime import datetime

from tutela.web.core.actor import AnyActor
from tutela.web.evidence import queries as evidence
from tutela.web.evidence.queries import Current
from tutela.web.evidence.rules import bear
from tutela.web.reviews.frameworks import shelf
from tutela.web.reviews.frameworks.model import Element
from tutela.web.reviews.rules import elements
from tutela.web.reviews.rules.elements import Asked, Standing


@dataclass(frozen=True, slots=True)
class Stands:
    """One figure of an element, and how it stands to what is asked of it."""

    name: str
    current: Current
    asked: Asked
    standing: Standing


def list_standings(actor: AnyActor, establishment_id: int, at: datetime) -> dict[Element, list[Stands]]:
    """Every figure that something rests on, by element, the worst first and of those what most rests on."""
    current = evidence.list_current(actor, establishment_id, at)
    found: dict[Element, list[Stands]] = {element: [] for element in elements.ELEMENTS}
    for name, asked in elements.list_asked(shelf.list_shipped()).items():
        one, bar = current[name], asked.bar
        bearing = bear(one.figure, one.kind, at_least=bar.at_least, at_most=bar.at_most, at=at)
        found[asked.element].append(Stands(name, one, asked, elements.STANDINGS[bearing]))
    for rows in found.values():
        rows.sort(key=lambda one: (one.standing, -len(one.asked.statements), one.current.kind.title))
    return found
