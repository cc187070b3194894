"""How one framework was judged before: the last review beside this one, and all of them over time."""

from dataclasses import dataclass
from datetime import datetime

from tutela.web.core.actor import AnyActor
from tutela.web.reviews import pinning, rules
from tutela.web.reviews.models import Review
from tutela.web.reviews.queries.whole import Whole, given, list_counting, newest_answers


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
    earlier = rows.filter(completed_at__isnull=False, started_at__lt=whole.review.started_at).order_by("started_at")
    points = [_point(actor, row) for row in earlier]
    now = whole.review.completed_at or whole.review.started_at
    return [*points, Point(whole.review, now, whole.score.pct, whole.score.answered, whole.score.total)]


def list_changed(actor: AnyActor, whole: Whole) -> list[Changed]:
    """What was answered differently in the review before, by statement."""
    if whole.review.follows is None:
        return []
    before = newest_answers(actor, whole.review.follows)
    scale = {part.id: part for part in rules.list_applying(pinning.of(whole.review.follows), "", "", "")}
    found = []
    for one in whole.asked:
        old, new = before.get(one.part.id), one.answer
        if old is None or new is None or old.level is None or new.level is None or old.level == new.level:
            continue
        levels = scale[one.part.id].levels if one.part.id in scale else ()
        levels = levels or pinning.of(whole.review.follows).scale
        was = next((level.name or level.text for level in levels if level.level == old.level), f"{old.level:g}")
        is_now = (one.level.name or one.level.text) if one.level else f"{new.level:g}"
        found.append(Changed(one.number, one.part.title or one.part.text, was, is_now, new.level > old.level))
    return found


def _point(actor: AnyActor, review: Review) -> Point:
    framework, answers = pinning.of(review), newest_answers(actor, review)
    parts = [part for _, part, asked in list_counting(framework, review, answers) if asked]
    score = rules.score(framework, parts, given(answers))
    return Point(review, review.completed_at, score.pct, score.answered, score.total)
