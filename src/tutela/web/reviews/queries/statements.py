"""One statement of a review: what was answered, what is known about it, what came of it."""

from base64 import b64decode
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from tutela.web.actions import queries as actions
from tutela.web.core import sealing
from tutela.web.core.actor import AnyActor
from tutela.web.core.rows import get_visible
from tutela.web.evidence import queries as evidence
from tutela.web.evidence.queries import Current, known_of
from tutela.web.reviews import pinning, rules
from tutela.web.reviews.frameworks.model import Framework, Part, level_at, list_evidence
from tutela.web.reviews.models import Answer, Draft, Review, StatementFile, origin_of
from tutela.web.reviews.queries.whole import Stated, leads_on, list_counting, list_numbered, newest_answers


@dataclass(frozen=True, slots=True)
class Place:
    """Where a statement stands in its review: all that is needed to keep something beside it."""

    review: Review
    framework: Framework
    number: int
    part: Part
    total: int

    @property
    def leads(self) -> bool:
        """Whether what is asked next depends on what is answered here."""
        return leads_on(self.framework, self.review)


@dataclass(frozen=True, slots=True)
class Single:
    """A statement as its own page shows it; the others are read only where answers lead from one to another."""

    review: Review
    framework: Framework
    one: Stated
    total: int
    before: int
    """The number of the statement before it that is asked; 0 for none."""
    after: int
    evidence: tuple[Current, ...]
    """The figures that speak to it."""
    answers: tuple[Answer, ...]
    """Everything that was ever answered to it, newest first."""


def find_place(review: Review, number: int, *, language: str = "") -> Place | None:
    """The statement of that number; None where there is none."""
    framework = pinning.of(review, language)
    numbered = list_numbered(framework, review)
    if not 1 <= number <= len(numbered):
        return None
    return Place(review, framework, number, numbered[number - 1][1], len(numbered))


def read_statement(actor: AnyActor, place: Place, at: datetime) -> Single:
    """The statement with what was answered to it and the evidence that speaks to it."""
    review, framework, number, part = place.review, place.framework, place.number, place.part
    day = review.completed_at or at
    own = tuple(list_answers(actor, review, part.id))
    answer = own[0] if own else None
    asked = list_asked(actor, place)
    current = evidence.list_current(actor, review.establishment_id, day, only=list_evidence(framework, part))
    known = known_of(current)
    level = answer.level if answer else None
    challenges = tuple(rules.find_challenges(framework, part, level, known, day))
    return Single(
        review,
        framework,
        Stated(number, part, answer, level_at(framework, part, level), challenges, number in asked),
        place.total,
        max((one for one in asked if one < number), default=0),
        number_after(number, asked),
        tuple(current.values()),
        own,
    )


def list_asked(actor: AnyActor, place: Place, saved: Answer | None = None) -> Collection[int]:
    """The numbers of the statements that are asked here. saved: the answer that was given to this one just now."""
    if not place.leads:
        return range(1, place.total + 1)
    answers = newest_answers(actor, place.review) | ({place.part.id: saved} if saved else {})
    return [number for number, _, asked in list_counting(place.framework, place.review, answers) if asked]


def number_after(number: int, asked: Collection[int]) -> int:
    """The next statement that is asked; 0 for none."""
    return min((one for one in asked if one > number), default=0)


def list_actions(actor: AnyActor, review: Review, statement: str) -> list[Any]:
    """The actions that came of one statement."""
    return actions.list_by_origin(actor, origin_of(review, statement))


def list_answers(actor: AnyActor, review: Review, statement: str) -> QuerySet[Answer]:
    """Everything that was ever answered to one statement, newest first."""
    rows = Answer.visible_to(actor).filter(review=review, statement=statement)
    return rows.select_related("by").order_by("-at", "-pk")


def get_draft(actor: AnyActor, review: Review, statement: str) -> Draft | None:
    """What this person was writing here and has not saved."""
    return Draft.visible_to(actor).filter(review=review, statement=statement).first()


def list_files(actor: AnyActor, review: Review, statement: str) -> list[StatementFile]:
    """The documents beside one statement, the newest first, without what is in them; those of the review before too."""
    reviews = [review.pk, review.follows_id] if review.follows_id else [review.pk]
    rows = StatementFile.visible_to(actor).filter(review__in=reviews, statement=statement)
    return list(rows.defer("content").select_related("owner").order_by("-added_at"))


def get_file(actor: AnyActor, pk: UUID) -> tuple[StatementFile, bytes]:
    """A document as it was given. Raises `Http404`, `core.sealing.CannotOpen`."""
    row: StatementFile = get_visible(StatementFile, actor, pk)
    return row, b64decode(sealing.unseal_field(row, "content", sealing.open_case_key(row.case_key)))
