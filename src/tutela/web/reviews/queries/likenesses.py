"""Answer once: what answers to other frameworks say about the statements of this one."""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from tutela.web.core.actor import AnyActor
from tutela.web.reviews import pinning
from tutela.web.reviews.frameworks.model import Framework, Mapping, Part, Relation, level_at, list_statements
from tutela.web.reviews.models import Answer, Review
from tutela.web.reviews.queries.shelves import list_mappings
from tutela.web.reviews.queries.whole import list_numbered, newest_answers
from tutela.web.reviews.rules.mapped import Likeness, carry, turn

Proposed = tuple[int, Part, Likeness, UUID]
"""Number and statement, what is proposed, and the key of the answer that it comes from."""
Pairs = list[tuple[str, str, Relation, str]]
"""Of one mapping: the statement here, the one there, how that one stands to it, and why."""


def list_likenesses(actor: AnyActor, review: Review, statement: str = "") -> dict[str, list[tuple[Likeness, UUID]]]:
    """Statement → what was answered elsewhere that bears on it, with that answer's key; only of one if it is named."""
    found: dict[str, list[tuple[Likeness, UUID]]] = defaultdict(list)
    framework = pinning.of(review)
    own = {part.id: part for _, part in list_numbered(framework, review)}
    wanted = [(other, _pairs(mapping, framework.id, statement)) for other, mapping in _mappings(framework.id)]
    wanted = [(other, pairs) for other, pairs in wanted if pairs]
    newest = _newest(actor, review, {other for other, _ in wanted})
    answers = _answers(actor, newest.values(), {there for _, pairs in wanted for _, there, _, _ in pairs}, statement)
    for other, pairs in wanted:
        if other not in newest:
            continue
        theirs = pinning.of(newest[other])
        parts = {part.id: part for part in list_statements(theirs)}
        for here, there, relation, why in pairs:
            answer = answers.get((newest[other].pk, there))
            if here in own and there in parts and answer and _says_something(answer):
                like = _likeness(relation, (theirs, parts[there]), (framework, own[here]), answer, why)
                found[here].append((like, answer.pk))
    return found


def list_open_likenesses(actor: AnyActor, review: Review, answered: Collection[str] | None = None) -> list[Proposed]:
    """What could be taken over now: statements without an answer, each with the first level that is proposed.

    answered: the statements that have one, where they are known already.
    """
    likenesses = list_likenesses(actor, review)
    if not likenesses:
        return []
    if answered is None:
        answered = newest_answers(actor, review)
    return [
        (number, part, like, pk)
        for number, part in list_numbered(pinning.of(review), review)
        if part.id not in answered
        for like, pk in [one for one in likenesses.get(part.id, []) if one[0].level is not None][:1]
    ]


def _mappings(framework_id: str) -> list[tuple[str, Mapping]]:
    """The mappings of a framework, each with the other framework's id."""
    mappings = list_mappings(framework_id)
    return [(one.source if one.target == framework_id else one.target, one) for one in mappings]


def _pairs(mapping: Mapping, framework_id: str, statement: str) -> Pairs:
    if mapping.target == framework_id:
        pairs = [(pair.target, pair.source, pair.relation, pair.why) for pair in mapping.pairs]
    else:
        pairs = [(pair.source, pair.target, turn(pair.relation), pair.why) for pair in mapping.pairs]
    return [pair for pair in pairs if statement in ("", pair[0])]


def _newest(actor: AnyActor, review: Review, framework_ids: Collection[str]) -> dict[str, Review]:
    """Framework → the last review of it in the same place; those that have one."""
    if not framework_ids:
        return {}
    rows = Review.visible_to(actor).filter(
        establishment_id=review.establishment_id, framework__framework_id__in=framework_ids
    )
    rows = rows.select_related("framework").defer("framework__content").order_by("started_at")
    return {row.framework.framework_id: row for row in rows}


def _answers(
    actor: AnyActor, reviews: Collection[Review], theirs: Collection[str], statement: str
) -> dict[tuple[UUID, str], Answer]:
    """Review and statement → the answer that counts; for one statement here only what is mapped to it is read."""
    if not reviews:
        return {}
    rows = Answer.visible_to(actor).filter(review__in=reviews).order_by("at", "pk")
    if statement:
        rows = rows.filter(statement__in=theirs)
    return {(answer.review_id, answer.statement): answer for answer in rows}


def _says_something(answer: Answer) -> bool:
    return answer.applies and answer.level is not None and not answer.to_confirm


def _likeness(
    relation: Relation, source: tuple[Framework, Part], target: tuple[Framework, Part], answer: Answer, why: str
) -> Likeness:
    framework, part = source
    chosen = level_at(framework, part, answer.level)
    name = (chosen.name or chosen.text) if chosen else ""
    level = carry(relation, source, target, answer.level)
    return Likeness(relation, framework.title, part, name, level, answer.commentary, why)
