"""One statement of a review: what was answered, what is known about it, what came of it."""

from base64 import b64decode
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
from tutela.web.evidence.queries import Current
from tutela.web.reviews import pinning, rules
from tutela.web.reviews.frameworks.model import Framework, Part, levels_of
from tutela.web.reviews.models import Answer, Draft, Review, StatementFile, origin_of
from tutela.web.reviews.queries.whole import Stated, list_counting, list_numbered, newest_answers


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
    leads: bool
    """Whether what is asked next depends on what is answered here."""
    current: dict[str, Current]
    answers: tuple[Answer, ...]
    """Everything that was ever answered to it, newest first."""


def read_statement(actor: AnyActor, review: Review, number: int, at: datetime, *, language: str = "") -> Single | None:
    """The statement of that number; None where there is none."""
    framework, day = pinning.of(review, language), review.completed_at or at
    numbered = list_numbered(framework, review)
    if not 1 <= number <= len(numbered):
        return None
    part = numbered[number - 1][1]
    own = tuple(list_answers(actor, review, part.id))
    answer = own[0] if own else None
    leads = bool(review.groups) or _leads(framework, [part for _, part in numbered])
    if leads:
        answers = newest_answers(actor, review)
        asked = [one for one, _, is_asked in list_counting(framework, review, answers) if is_asked]
    else:
        asked = [one for one, _ in numbered]
    current = evidence.list_current(actor, review.establishment_id, day)
    known = {name: (one.kind, one.figure) for name, one in current.items()}
    level = answer.level if answer else None
    chosen = next((one for one in levels_of(framework, part) if one.level == level), None)
    challenges = tuple(rules.find_challenges(framework, part, level, known, day))
    return Single(
        review,
        framework,
        Stated(number, part, answer, chosen, challenges, number in asked),
        len(numbered),
        max((one for one in asked if one < number), default=0),
        min((one for one in asked if one > number), default=0),
        leads,
        current,
        own,
    )


def _leads(framework: Framework, statements: list[Part]) -> bool:
    return any(level.goto for part in statements for level in levels_of(framework, part))


def list_evidence_of(single: Single) -> list[Current]:
    """The figures that speak to one statement."""
    part = single.one.part
    named = dict.fromkeys([*part.evidence, *(bar.evidence for level in part.levels for bar in level.holds)])
    return [single.current[name] for name in named if name in single.current]


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
