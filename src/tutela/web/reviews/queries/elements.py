"""How the four elements, and the parts of every other lens, stand by the records of now."""

from dataclasses import dataclass
from datetime import datetime

from tutela.web.core.actor import AnyActor
from tutela.web.establishments.models import Establishment
from tutela.web.evidence import queries as evidence
from tutela.web.evidence.queries import Current
from tutela.web.evidence.rules import bear
from tutela.web.reviews import pinning
from tutela.web.reviews.frameworks import shelf
from tutela.web.reviews.frameworks.model import Element, list_evidence
from tutela.web.reviews.lenses import Lens
from tutela.web.reviews.models import Review
from tutela.web.reviews.queries.whole import Stated, list_reviews, newest_of_each, state
from tutela.web.reviews.rules import elements
from tutela.web.reviews.rules.elements import Asked, Standing


@dataclass(frozen=True, slots=True)
class Stands:
    """One figure of an element, and how it stands to what is asked of it."""

    name: str
    current: Current
    asked: Asked
    standing: Standing


@dataclass(frozen=True, slots=True)
class Judged:
    """A statement of a review, and the level that was chosen."""

    review: Review
    framework: str
    """Its title."""
    stated: Stated


def list_standings(actor: AnyActor, establishment_id: int, at: datetime) -> dict[Element, list[Stands]]:
    """Every figure that something rests on, by element, the worst first and of those what most rests on."""
    found: dict[Element, list[Stands]] = {element: [] for element in elements.ELEMENTS}
    for one in _list_stands(actor, establishment_id, at):
        found[one.asked.element].append(one)
    return found


def list_through(actor: AnyActor, establishment_id: int, at: datetime, lens: Lens) -> dict[str, list[Stands]]:
    """The same figures by part of a lens."""
    stands = _list_stands(actor, establishment_id, at)
    return {part.id: [one for one in stands if one.name in part.kinds] for part in lens.parts}


def list_judged(actor: AnyActor, establishment: Establishment, at: datetime, lens: Lens) -> dict[str, list[Judged]]:
    """What was judged in the newest review of each framework, by part of a lens; the lowest level first.

    A statement stands in the part to which most of the evidence that speaks to it belongs.
    """
    newest: dict[str, Review] = {}
    for review in list_reviews(actor).filter(establishment=establishment).order_by("started_at"):
        newest[review.framework.framework_id] = review
    answers = newest_of_each(actor, list(newest.values()))
    found: dict[str, list[Judged]] = {part.id: [] for part in lens.parts}
    for review in newest.values():
        framework = pinning.of(review)
        for one in state(framework, review, answers[review.pk], {}, at):
            kinds = list_evidence(framework, one.part)
            counted = {part.id: sum(kind in part.kinds for kind in kinds) for part in lens.parts}
            if one.asked and one.level and one.answer and max(counted.values()):
                place = max(counted, key=lambda name: counted[name])
                found[place].append(Judged(review, framework.title, one))
    for rows in found.values():
        rows.sort(key=lambda row: row.stated.level.level if row.stated.level else 0)
    return found


def _list_stands(actor: AnyActor, establishment_id: int, at: datetime) -> list[Stands]:
    current = evidence.list_current(actor, establishment_id, at)
    found = []
    for name, asked in elements.list_asked(shelf.list_shipped()).items():
        one, bar = current[name], asked.bar
        bearing = bear(one.figure, one.kind, at_least=bar.at_least, at_most=bar.at_most, at=at)
        found.append(Stands(name, one, asked, elements.STANDINGS[bearing]))
    return sorted(found, key=lambda one: (one.standing, -len(one.asked.statements), one.current.kind.title))
