"""What reviews say: the list, one review with its scores and challenges, one statement."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet

from tutela.web.actions import queries as actions
from tutela.web.core.actor import AnyActor
from tutela.web.evidence import queries as evidence
from tutela.web.evidence.queries import Current
from tutela.web.reviews import pinning, rules
from tutela.web.reviews.frameworks import shelf
from tutela.web.reviews.frameworks.model import Framework, Level, Part, levels_of, list_statements
from tutela.web.reviews.models import Answer, PinnedFramework, Review, origin_of
from tutela.web.reviews.rules import Challenge, Given, Score


@dataclass(frozen=True, slots=True)
class Offered:
    """A framework that could be reviewed."""

    id: str
    title: str
    summary: str
    version: str
    statements: int


@dataclass(frozen=True, slots=True)
class Stated:
    """One statement with what was answered to it."""

    number: int
    """From 1, in the order of the page."""
    part: Part
    answer: Answer | None
    level: Level | None
    challenges: tuple[Challenge, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the framework's first storey, with what it comes to."""

    title: str
    text: str
    statements: tuple[Stated, ...]
    score: Score
    last: Score | None
    """In the review before, by the framework as it was then; None where there was none."""


@dataclass(frozen=True, slots=True)
class Whole:
    """A review as its page shows it."""

    review: Review
    framework: Framework
    sections: tuple[Section, ...]
    score: Score
    challenges: tuple[Challenge, ...]
    to_confirm: int
    current: dict[str, Current]
    """Every kind of evidence as it stood for this review."""

    @property
    def statements(self) -> tuple[Stated, ...]:
        return tuple(one for section in self.sections for one in section.statements)

    @property
    def next_open(self) -> Stated | None:
        """The first statement without an answer, or with one that needs a look."""
        return next((one for one in self.statements if not one.answer or one.answer.to_confirm), None)


def list_reviews(actor: AnyActor) -> QuerySet[Review]:
    """Every review, the open ones first, then the newest."""
    rows = Review.visible_to(actor).select_related("framework", "started_by", "completed_by")
    return rows.order_by(F("completed_at").desc(nulls_first=True), "-started_at")


def list_frameworks() -> list[Framework]:
    """The newest content of every framework, what is shipped before what was brought in."""
    found = {framework.id: framework for framework in shelf.list_shipped()}
    for row in PinnedFramework.objects.exclude(origin="tutela").order_by("kept_at"):
        found[row.framework_id] = pinning.from_text(row.content)
    return list(found.values())


def list_offered(actor: AnyActor, establishment: Any) -> list[Offered]:
    """What may be reviewed here and is not under way: what is shipped for such a place, and all that was brought in."""
    open_ones = Review.visible_to(actor).filter(completed_at__isnull=True)
    under_way = set(open_ones.values_list("framework__framework_id", flat=True))
    place = (establishment.nation, establishment.sector, establishment.phase)
    offered = {}
    for framework in shelf.list_shipped():
        statements = rules.list_applying(framework, *place)
        if statements and framework.state != "archived":
            offered[framework.id] = Offered(
                framework.id, framework.title, framework.summary, framework.version, len(statements)
            )
    # hundreds may have been brought in, so what they hold is not read for a list of them
    for row in PinnedFramework.objects.exclude(origin="tutela").defer("content").order_by("kept_at"):
        offered[row.framework_id] = Offered(row.framework_id, row.title, "", row.version, row.statements)
    return sorted((one for one in offered.values() if one.id not in under_way), key=lambda one: one.title.casefold())


def get_framework(framework_id: str) -> Framework | None:
    """The newest content of a framework, shipped or brought in."""
    shipped = next((one for one in shelf.list_shipped() if one.id == framework_id), None)
    if shipped:
        return shipped
    row = PinnedFramework.objects.filter(framework_id=framework_id).order_by("-kept_at").first()
    return pinning.from_text(row.content) if row else None


def read_review(actor: AnyActor, review: Review, at: datetime) -> Whole:
    """The whole review with live evidence beside each level; a completed one with that of the day it was completed."""
    framework = pinning.from_text(review.framework.content)
    current = evidence.list_current(actor, review.establishment_id, review.completed_at or at)
    answers = newest_answers(actor, review)
    stated = _state(framework, review, answers, current, review.completed_at or at)
    before = _before(actor, review)
    sections = tuple(_section(framework, part, stated, before) for part in framework.parts)
    sections = tuple(section for section in sections if section.statements)
    every = [one.part for one in stated.values()]
    return Whole(
        review,
        framework,
        sections,
        rules.score(framework, every, _given(answers)),
        tuple(challenge for one in stated.values() for challenge in one.challenges),
        sum(bool(answer.to_confirm) for answer in answers.values()),
        current,
    )


def list_evidence_of(whole: Whole, part: Part) -> list[Current]:
    """The figures that speak to one statement."""
    named = dict.fromkeys([*part.evidence, *(bar.evidence for level in part.levels for bar in level.holds)])
    return [whole.current[name] for name in named if name in whole.current]


def list_actions(actor: AnyActor, review: Review, statement: str) -> list[Any]:
    """The actions that came of one statement."""
    return actions.list_by_origin(actor, origin_of(review, statement))


def list_answers(actor: AnyActor, review: Review, statement: str) -> QuerySet[Answer]:
    """Everything that was ever answered to one statement, newest first."""
    rows = Answer.visible_to(actor).filter(review=review, statement=statement)
    return rows.select_related("by").order_by("-at")


def newest_answers(actor: AnyActor, review: Review) -> dict[str, Answer]:
    """The answer that counts of every statement that has one."""
    rows = Answer.visible_to(actor).filter(review=review).select_related("by").order_by("at", "pk")
    return {answer.statement: answer for answer in rows}


def _given(answers: dict[str, Answer]) -> dict[str, Given]:
    return {name: Given(answer.level, answer.applies) for name, answer in answers.items()}


def _state(
    framework: Framework, review: Review, answers: dict[str, Answer], current: dict[str, Current], at: datetime
) -> dict[str, Stated]:
    place = review.establishment
    known = {name: (one.kind, one.figure) for name, one in current.items()}
    stated = {}
    for number, part in enumerate(rules.list_applying(framework, place.nation, place.sector, place.phase), 1):
        answer = answers.get(part.id)
        level = answer.level if answer else None
        chosen = next((one for one in levels_of(framework, part) if one.level == level), None)
        challenges = rules.find_challenges(framework, part, level, known, at)
        stated[part.id] = Stated(number, part, answer, chosen, tuple(challenges))
    return stated


def _before(actor: AnyActor, review: Review) -> tuple[Framework, dict[str, Given]] | None:
    if review.follows is None:
        return None
    framework = pinning.from_text(review.follows.framework.content)
    return framework, _given(newest_answers(actor, review.follows))


def _section(
    framework: Framework,
    part: Part,
    stated: dict[str, Stated],
    before: tuple[Framework, dict[str, Given]] | None,
) -> Section:
    inside = ([part] if part.assessed else []) + list_statements(part)
    statements = tuple(stated[one.id] for one in inside if one.id in stated)
    answers = {one.part.id: one.answer for one in statements if one.answer}
    now = rules.score(framework, [one.part for one in statements], _given(answers))
    last = rules.score(before[0], [one.part for one in statements], before[1]) if before else None
    return Section(part.title or part.ref, part.text, statements, now, last)
