"""One review as its page shows it: every statement with what was answered, scores, and what speaks against levels."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from django.db.models import F, QuerySet
from django.http import Http404

from tutela.web.core.actor import AnyActor
from tutela.web.evidence import queries as evidence
from tutela.web.evidence.queries import Current, known_of
from tutela.web.evidence.rules import Bearing
from tutela.web.reviews import pinning, rules
from tutela.web.reviews.frameworks.model import Framework, Level, Part, level_at, levels_of, list_statements
from tutela.web.reviews.models import Answer, Review
from tutela.web.reviews.rules import Challenge, Given, Score

Numbered = tuple[tuple[tuple[int, Part], ...], bool]
"""The statements with their numbers, and whether an answer to any of them leads to another."""


@dataclass(frozen=True, slots=True)
class Stated:
    """One statement with what was answered to it."""

    number: int
    """From 1, in the order of the framework; the same whichever groups count."""
    part: Part
    answer: Answer | None
    level: Level | None
    challenges: tuple[Challenge, ...]
    asked: bool = True
    """False beside the path along which the answers before it lead."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the framework's first storey, with what it comes to."""

    id: str
    title: str
    text: str
    statements: tuple[Stated, ...]
    score: Score
    last: Score | None
    """In the review before, by the framework as it was then; None where there was none."""


@dataclass(frozen=True, slots=True)
class Before:
    """The review that this one follows: its framework as it was then, and the answers that counted."""

    framework: Framework
    answers: dict[str, Answer]


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
    before: "Before | None"
    """The review before, if there was one."""

    @property
    def statements(self) -> tuple[Stated, ...]:
        return tuple(one for section in self.sections for one in section.statements)

    @property
    def contradicted(self) -> tuple[Challenge, ...]:
        """Where a figure speaks against a level."""
        return tuple(one for one in self.challenges if one.bearing is Bearing.CONTRADICTS)

    @property
    def unproved(self) -> tuple[Challenge, ...]:
        """Where a level rests on a figure that is out of date or not known."""
        return tuple(one for one in self.challenges if one.bearing is not Bearing.CONTRADICTS)

    def list_proofs(self, one: Stated, at: datetime) -> list[tuple[str, datetime]]:
        """The facts that bear out what was chosen in a statement, each with when it was taken."""
        level = one.answer.level if one.answer and one.asked else None
        day = self.review.completed_at or at
        return rules.find_proofs(self.framework, one.part, level, known_of(self.current), day)

    @property
    def asked(self) -> tuple[Stated, ...]:
        return tuple(one for one in self.statements if one.asked)

    @property
    def next_open(self) -> Stated | None:
        """The first statement without an answer, or with one that needs a look."""
        return next((one for one in self.asked if not one.answer or one.answer.to_confirm), None)


def list_reviews(actor: AnyActor) -> QuerySet[Review]:
    """Every review, the open ones first, then the newest."""
    rows = Review.visible_to(actor).select_related("framework", "establishment", "completed_by")
    return rows.defer("framework__content").order_by(F("completed_at").desc(nulls_first=True), "-started_at")


def get_review(actor: AnyActor, pk: UUID, *beside: str) -> Review:
    """The review with its place and the name of its framework, or the 404 of one that is not there.

    beside: what else is read with it ("completed_by"), as Django names it.
    """
    rows = Review.visible_to(actor).select_related("framework", "establishment", *beside)
    # the words of a framework are read once for all reviews of it
    found = rows.defer("framework__content", "follows__framework__content").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def read_under_way(actor: AnyActor, reviews: Iterable[Review], at: datetime) -> list[Whole]:
    """Each of them that is not completed, with live evidence that is read once for each place."""
    known: dict[int, dict[str, Current]] = {}
    wholes = []
    for review in reviews:
        if review.completed_at is not None:
            continue
        if review.establishment_id not in known:
            known[review.establishment_id] = evidence.list_current(actor, review.establishment_id, at)
        wholes.append(read_review(actor, review, at, current=known[review.establishment_id]))
    return wholes


def read_review(
    actor: AnyActor, review: Review, at: datetime, *, language: str = "", current: dict[str, Current] | None = None
) -> Whole:
    """The whole review with live evidence beside each level; a completed one with that of the day it was completed.

    current: the evidence of that day, where it is known already.
    """
    framework = pinning.of(review, language)
    day = review.completed_at or at
    if current is None:
        current = evidence.list_current(actor, review.establishment_id, day)
    answers = newest_answers(actor, review)
    stated = {one.part.id: one for one in state(framework, review, answers, current, day)}
    before = _before(actor, review)
    sections = tuple(_section(framework, part, stated, before) for part in framework.parts)
    sections = tuple(section for section in sections if section.statements)
    asked = [one for one in stated.values() if one.asked]
    return Whole(
        review,
        framework,
        sections,
        rules.score(framework, [one.part for one in asked], given(answers)),
        tuple(challenge for one in asked for challenge in one.challenges),
        sum(bool(one.answer and one.answer.to_confirm) for one in asked),
        current,
        before,
    )


def newest_answers(actor: AnyActor, review: Review) -> dict[str, Answer]:
    """The answer that counts of every statement that has one."""
    return newest_of_each(actor, [review])[review.pk]


def newest_of_each(actor: AnyActor, reviews: Collection[Review]) -> dict[UUID, dict[str, Answer]]:
    """Review → the answers that count, of several reviews at once."""
    found: dict[UUID, dict[str, Answer]] = {review.pk: {} for review in reviews}
    for answer in Answer.visible_to(actor).filter(review__in=found).order_by("at", "pk") if found else ():
        found[answer.review_id][answer.statement] = answer
    return found


def given(answers: dict[str, Answer]) -> dict[str, Given]:
    """Answers as the rules need them."""
    return {name: Given(answer.level, answer.applies) for name, answer in answers.items()}


def list_numbered(framework: Framework, review: Review) -> tuple[tuple[int, Part], ...]:
    """Every statement that is meant for this place, with its number, whichever groups count."""
    return _numbered(framework, review)[0]


def leads_on(framework: Framework, review: Review) -> bool:
    """Whether what is asked depends on what is answered."""
    return bool(review.groups) or _numbered(framework, review)[1]


def _numbered(framework: Framework, review: Review) -> Numbered:
    place = review.establishment
    return _number(*pinning.key_of(review), framework.language, (place.nation, place.sector, place.phase))


@lru_cache(maxsize=64)
def _number(content_hash: str, pinned_id: int, language: str, place: tuple[str, str, str]) -> Numbered:
    framework = pinning.of_content(content_hash, pinned_id, language)
    statements = rules.list_applying(framework, *place)
    leads = any(level.goto for part in statements for level in levels_of(framework, part))
    return tuple(enumerate(statements, 1)), leads


def list_counting(framework: Framework, review: Review, answers: dict[str, Answer]) -> list[tuple[int, Part, bool]]:
    """The statements of the chosen groups: number, statement, and whether it is asked where the answers lead."""
    numbered = list_numbered(framework, review)
    chosen = set(review.groups)
    if chosen:
        chosen |= rules.list_selected((part for _, part in numbered), {key: one.given for key, one in answers.items()})
    unasked = rules.find_unasked(framework, {key: one.level for key, one in answers.items() if one.applies})
    return [
        (number, part, part.id not in unasked)
        for number, part in numbered
        if not chosen or not part.groups or chosen & set(part.groups)
    ]


def state(
    framework: Framework, review: Review, answers: dict[str, Answer], current: dict[str, Current], at: datetime
) -> list[Stated]:
    """Every statement that counts, with its answer and what speaks against it."""
    known = known_of(current)
    stated = []
    for number, part, asked in list_counting(framework, review, answers):
        answer = answers.get(part.id)
        level = answer.level if answer else None
        chosen = level_at(framework, part, level)
        challenges = rules.find_challenges(framework, part, level, known, at) if asked else []
        stated.append(Stated(number, part, answer, chosen, tuple(challenges), asked))
    return stated


def _before(actor: AnyActor, review: Review) -> Before | None:
    if review.follows_id is None:
        return None
    return Before(pinning.of(review.follows), newest_answers(actor, review.follows))


def _section(
    framework: Framework,
    part: Part,
    stated: dict[str, Stated],
    before: Before | None,
) -> Section:
    inside = ([part] if part.assessed else []) + list_statements(part)
    statements = tuple(stated[one.id] for one in inside if one.id in stated)
    asked = [one for one in statements if one.asked]
    answers = {one.part.id: one.answer for one in asked if one.answer}
    now = rules.score(framework, [one.part for one in asked], given(answers))
    last = rules.score(before.framework, [one.part for one in asked], given(before.answers)) if before else None
    return Section(part.id, part.title or part.ref, part.text, statements, now, last)
