"""Answer once: what answers to other frameworks say about the statements of this one."""

from collections import defaultdict
from uuid import UUID

from tutela.web.core.actor import AnyActor
from tutela.web.reviews import pinning
from tutela.web.reviews.frameworks.model import Framework, Part, Relation, levels_of, list_statements
from tutela.web.reviews.models import Answer, Review
from tutela.web.reviews.queries.shelves import list_mappings
from tutela.web.reviews.queries.whole import list_numbered, newest_answers
from tutela.web.reviews.rules.mapped import Likeness, carry, turn


def list_likenesses(actor: AnyActor, review: Review, statement: str = "") -> dict[str, list[tuple[Likeness, UUID]]]:
    """Statement → what was answered elsewhere that bears on it, with that answer's key; only of one if it is named."""
    found: dict[str, list[tuple[Likeness, UUID]]] = defaultdict(list)
    framework = pinning.of(review)
    own = {part.id: part for _, part in list_numbered(framework, review)}
    for mapping in list_mappings(framework.id):
        forward = mapping.target == framework.id
        other = _newest(actor, mapping.source if forward else mapping.target, review)
        if other is None:
            continue
        theirs, answers = other
        parts = {part.id: part for part in list_statements(theirs)}
        for pair in mapping.pairs:
            here, there = (pair.target, pair.source) if forward else (pair.source, pair.target)
            answer = answers.get(there)
            if here in own and there in parts and statement in ("", here) and answer and _says_something(answer):
                relation = pair.relation if forward else turn(pair.relation)
                like = _likeness(relation, (theirs, parts[there]), (framework, own[here]), answer, pair.why)
                found[here].append((like, answer.pk))
    return found


def list_open_likenesses(actor: AnyActor, review: Review) -> list[tuple[int, Part, Likeness, UUID]]:
    """What could be taken over now: statements without an answer, each with the first level that is proposed."""
    likenesses = list_likenesses(actor, review)
    if not likenesses:
        return []
    answered = newest_answers(actor, review)
    return [
        (number, part, like, pk)
        for number, part in list_numbered(pinning.of(review), review)
        if part.id not in answered
        for like, pk in [one for one in likenesses.get(part.id, []) if one[0].level is not None][:1]
    ]


def _newest(actor: AnyActor, framework_id: str, review: Review) -> tuple[Framework, dict[str, Answer]] | None:
    rows = Review.visible_to(actor).filter(
        establishment_id=review.establishment_id, framework__framework_id=framework_id
    )
    newest = rows.order_by("-started_at").first()
    return (pinning.of(newest), newest_answers(actor, newest)) if newest else None


def _says_something(answer: Answer) -> bool:
    return answer.applies and answer.level is not None and not answer.to_confirm


def _likeness(
    relation: Relation, source: tuple[Framework, Part], target: tuple[Framework, Part], answer: Answer, why: str
) -> Likeness:
    framework, part = source
    name = next((one.name or one.text for one in levels_of(framework, part) if one.level == answer.level), "")
    level = carry(relation, source, target, answer.level)
    return Likeness(relation, framework.title, part, name, level, answer.commentary, why)
