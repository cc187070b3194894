"""How one framework was judged before: the last review beside this one, and all of them over time."""

from dataclasses import dataclass
from datetime import datetime

from tutela.web.core.actor import AnyActor
from tutela.web.reviews import pinning, rules
from tutela.web.reviews.frameworks.model import Level, level_at, list_statements
from tutela.web.reviews.models import Answer, Review
from tutela.web.reviews.queries.whole import Whole, given, list_counting, newest_of_each


@dataclass(frozen=True, slots=True)
class Point:
    """One review of the framework."""

    review: Review
    day: datetime
    pct: float | None
    """How far up the ladder, by the framework's own rule."""
    answered: int
    total: int


@dataclass(frozen=True, slots=True)
class Changed:
    """A statement that stands elsewhere than in the review before."""

    number: int
    title: str
    before: str
    now: str
    better: bool


def list_progress(actor: AnyActor, whole: Whole) -> list[Point]:
    """Every review of this framework until this one, the oldest first."""
    rows = Review.visible_to(actor).filter(
        establishment_id=whole.review.establishment_id, framework__framework_id=whole.framework.id
    )
    rows = rows.select_related("framework", "establishment").defer("framework__content").order_by("started_at")
    earlier = list(rows.filter(completed_at__isnull=False, started_at__lt=whole.review.started_at))
    answers = newest_of_each(actor, earlier)
    points = [_point(row, answers[row.pk]) for row in earlier]
    now = whole.review.completed_at or whole.review.started_at
    return [*points, Point(whole.review, now, whole.score.pct, whole.score.answered, whole.score.total)]


def list_changed(whole: Whole) -> list[Changed]:
    """What was answered differently in the review before, by statement."""
    if whole.before is None:
        return []
    then, found = whole.before.framework, []
    known = {part.id: part for part in list_statements(then)}
    for one in whole.asked:
        old, new = whole.before.answers.get(one.part.id), one.answer
        if old is None or new is None or old.level is None or new.level is None or old.level == new.level:
            continue
        was = level_at(then, known[one.part.id], old.level) if one.part.id in known else None
        title = one.part.title or one.part.text
        found.append(
            Changed(one.number, title, _named(was, old.level), _named(one.level, new.level), new.level > old.level)
        )
    return found


def _named(level: Level | None, value: float) -> str:
    return (level.name or level.text) if level else f"{value:g}"


def _point(review: Review, answers: dict[str, Answer]) -> Point:
    framework = pinning.of(review)
    parts = [part for _, part, asked in list_counting(framework, review, answers) if asked]
    score = rules.score(framework, parts, given(answers))
    return Point(review, review.completed_at, score.pct, score.answered, score.total)
