"""Which topics each person was trained in, how each role stands, and how far people are on a pathway."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Sum

from tutela.web.core.actor import AnyActor, SystemActor
from tutela.web.education.models import PathwayOnPaper, Training, Understanding
from tutela.web.education.queries.training import list_everybody, list_owing
from tutela.web.education.rules import training as rules
from tutela.web.education.rules import understanding
from tutela.web.education.shipped.training import (
    Course,
    Pathway,
    Unit,
    get_edition,
    get_training,
    list_courses,
    list_units,
)
from tutela.web.establishments.models import Establishment, Person, RoleHolding
from tutela.web.establishments.models.people import here_on, in_force
from tutela.web.establishments.queries import local_day


@dataclass(frozen=True, slots=True)
class Trained:
    """One of staff, and the topics in which their training counts today."""

    person: Person
    topics: frozenset[str]


@dataclass(frozen=True, slots=True)
class Gone:
    """One pathway in figures: for how many people it is, and how far they are."""

    pathway: Pathway
    people: int
    done: int
    """So many answered every unit of it here."""
    understood: int
    """So many of these had every answer right at the first try."""
    on_paper: int
    understood_on_paper: int

    @property
    def is_small(self) -> bool:
        """Whether single people could be made out."""
        return self.people < understanding.FEW


def list_trained(actor: AnyActor, establishment: Establishment, *, at: datetime) -> list[Trained]:
    """Everybody of staff whom the actor may read about, by name, with the topics that count today."""
    today, courses = local_day(establishment, at), list_courses()
    rows = Training.visible_to(actor).filter(establishment=establishment, struck=None, done_on__lte=today)
    topics: dict[UUID, set[str]] = defaultdict(set)
    for row in rows.only("person_id", "course", "done_on", "expires_on", "left_out"):
        course = courses.get(row.course)
        if course and rules.until(course, row.done_on, row.expires_on) > today:
            topics[row.person_id] |= set(course.covers) - set(row.left_out)
    staff = [one for one in list_owing(actor, establishment, at=at) if "staff" in one.audiences]
    return [Trained(one.person, frozenset(topics[one.person.pk])) for one in staff]


def count_by_topic(establishment: Establishment, *, at: datetime) -> tuple[list[tuple[str, int]], int]:
    """How many of staff are trained in each topic today, and how many there are. Show numbers of it and nobody."""
    everybody = list_trained(SystemActor("training", establishment.pk), establishment, at=at)
    counted = [(topic.title, sum(topic.id in one.topics for one in everybody)) for topic in get_training().topics]
    return counted, len(everybody)


def list_roles(establishment: Establishment, *, at: datetime) -> list[understanding.OfRole]:
    """Training done and understood, by role, over everybody. Show numbers of it and nobody; mind `is_small`."""
    everybody = list_everybody(establishment, at=at)
    firsts = _firsts(establishment, list_courses().values())
    people = [
        (
            one.roles,
            one.is_whole,
            [first for owed in one.owed if (first := firsts.get((one.person.pk, owed.course.id)))],
        )
        for one in everybody
    ]
    return sorted(understanding.of_roles(people), key=lambda one: one.role)


def list_gone(establishment: Establishment, pathways: Iterable[Pathway], *, at: datetime) -> list[Gone]:
    """How far people are on each pathway, over everybody. Show numbers of it and nobody; mind `is_small`."""
    today, units = local_day(establishment, at), list_units()
    firsts = _firsts(establishment, units.values())
    found = []
    for one in pathways:
        held = RoleHolding._base_manager.filter(
            in_force(today), here_on(today, "person__"), establishment=establishment, role__in=one.roles
        )
        people = set(held.values_list("person_id", flat=True))
        theirs = [[firsts.get((person, unit)) for unit in one.units] for person in people]
        done = [[first for first in those if first] for those in theirs if all(those)]
        paper = PathwayOnPaper.in_scope(SystemActor("training", establishment.pk)).filter(pathway=one.id)
        sums = paper.aggregate(people=Sum("people"), understood=Sum("understood"))
        understood = sum(all(right == asked for right, asked in those) for those in done)
        on_paper, right_on_paper = sums["people"] or 0, sums["understood"] or 0
        found.append(Gone(one, len(people), len(done), understood, on_paper, right_on_paper))
    return found


def list_done(actor: AnyActor, person_id: UUID | None) -> set[str]:
    """The parts whose questions, in the words they have today, somebody has answered."""
    editions = {part.id: get_edition(part) for part in (*get_training().courses, *get_training().units)}
    rows = Understanding.visible_to(actor).filter(person_id=person_id).exclude(person_id=None)
    return {part for part, edition in rows.values_list("part", "edition") if editions.get(part) == edition}


def _firsts(
    establishment: Establishment, parts: Iterable[Course | Unit]
) -> dict[tuple[UUID, str], understanding.First]:
    """Everybody's first answers to the words that each part has today."""
    editions = {part.id: get_edition(part) for part in parts}
    rows = Understanding.in_scope(SystemActor("training", establishment.pk)).filter(part__in=editions)
    found: dict[tuple[UUID, str], understanding.First] = {}
    for row in rows.order_by("-at"):
        if row.edition == editions[row.part]:
            found[row.person_id, row.part] = (row.right, row.asked)
    return found
