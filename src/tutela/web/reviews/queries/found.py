"""What a review found, with who sees to each of it by which day."""

from collections.abc import Iterable
from dataclasses import dataclass

from tutela.web.actions import queries as actions
from tutela.web.actions.models import Action
from tutela.web.core.actor import AnyActor
from tutela.web.reviews import rules
from tutela.web.reviews.models import Review, origin_of
from tutela.web.reviews.queries.whole import Stated, Whole
from tutela.web.reviews.rules.found import Found, Judged


@dataclass(frozen=True, slots=True)
class FoundRow:
    """One finding of a review."""

    found: Found
    stated: Stated
    action: Action | None


def list_found(actor: AnyActor, whole: Whole) -> list[FoundRow]:
    """Risks first, then what is to be improved; of each the gravest first."""
    against = {one.statement for one in whole.contradicted}
    stated = {one.part.id: one for one in whole.asked}
    judged = [
        Judged(one.part, one.answer.level, one.part.id in against)
        for one in whole.asked
        if one.answer and one.answer.applies and one.answer.level is not None
    ]
    found = rules.list_found(whole.framework, judged)
    acts = _actions_of(actor, whole.review, (one.part.id for one in found))
    return [FoundRow(one, stated[one.part.id], acts.get(one.part.id)) for one in found]


def _actions_of(actor: AnyActor, review: Review, statements: Iterable[str]) -> dict[str, Action]:
    """Statement → the action that stands for it: an open one where there is one, else the newest."""
    by_origin: dict[str, Action] = {}
    for action in actions.list_by_origin(actor, f"review:{review.pk}:"):
        by_origin.setdefault(action.origin, action)
    names = {one: origin_of(review, one) for one in statements}
    return {one: by_origin[origin] for one, origin in names.items() if origin in by_origin}
