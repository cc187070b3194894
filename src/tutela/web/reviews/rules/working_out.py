"""What the answers to a statement's own questions come to, as CISO Assistant reckons it. No rows, no clock."""

from collections.abc import Mapping

from tutela.web.reviews.frameworks.model import Choice, Framework, Part, Question, levels_of

Given = Mapping[str, object]
"""A statement's questions → ids of the choices that were made, or what was written."""


def ids_of(answer: object) -> set[str]:
    """What was answered to one question, as ids of choices; none where nothing was."""
    if isinstance(answer, str):
        return {answer}
    return {str(one) for one in answer} if isinstance(answer, list | tuple) else set()


def list_shown(part: Part, given: Given) -> list[Question]:
    """The questions that are asked once these were answered so."""
    return [question for question in part.questions if _is_shown(question, given)]


def works_out(part: Part) -> bool:
    """Whether the questions say by themselves how the statement stands, so that no level is chosen beside them."""
    return any(choice.adds is not None or choice.result for one in part.questions for choice in one.choices)


def list_missing(part: Part, given: Given) -> list[Question]:
    """The questions that are asked and have no answer yet; those to be written may stay empty."""
    closed = ("unique_choice", "multiple_choice", "boolean")
    return [one for one in list_shown(part, given) if one.kind in closed and not given.get(one.id)]


def work_out(framework: Framework, part: Part, given: Given) -> float | None:
    """The level that the choices come to; None while a question is open, or where they say that it does not apply.

    Points are added up and held within the scale; without points, all met is the highest level, none met the lowest,
    anything between the middle one.
    """
    levels = [level.level for level in levels_of(framework, part) if level.counts]
    if not works_out(part) or not levels or list_missing(part, given):
        return None
    chosen = [choice for question in list_shown(part, given) for choice in _chosen(question, given)]
    points = [choice.adds for choice in chosen if choice.adds is not None]
    if points:
        total = sum(points)
        return max((level for level in levels if level <= total), default=levels[0])
    results = [choice.result for choice in chosen if choice.result and choice.result != "not_applicable"]
    if not results:
        return None
    if all(result == "compliant" for result in results):
        return levels[-1]
    return levels[0] if all(result == "non_compliant" for result in results) else levels[len(levels) // 2]


def applies(part: Part, given: Given) -> bool:
    """False where every choice that says something says that the statement does not apply."""
    chosen = [choice for question in list_shown(part, given) for choice in _chosen(question, given) if choice.result]
    return not chosen or any(choice.result != "not_applicable" for choice in chosen)


def _is_shown(question: Question, given: Given) -> bool:
    asks = question.depends_on
    if asks is None:
        return True
    made = ids_of(given.get(asks.question))
    wanted = set(asks.answers)
    return wanted <= made if asks.condition == "all" else bool(wanted & made)


def _chosen(question: Question, given: Given) -> list[Choice]:
    made = ids_of(given.get(question.id))
    return [choice for choice in question.choices if choice.id in made]
