"""How answers to the same question moved from one round of a survey to the next."""

from dataclasses import dataclass
from datetime import date

from tutela.web.core.actor import AnyActor
from tutela.web.engagement.models import Survey, SurveyAnswers
from tutela.web.engagement.rules import counting
from tutela.web.engagement.shipped.surveys import Question

MOST = 5
"""Rounds that are shown beside each other, the newest of them last."""


@dataclass(frozen=True, slots=True)
class Rounds:
    """One question over the rounds in which it was asked in the same words, the oldest first."""

    days: list[date]
    """On which each ended."""
    shares: list[tuple[str, list[float | None]]]
    """Each choice with its share (0-100) in each round; None where too few answered."""


def list_rounds(actor: AnyActor, survey: Survey) -> dict[str, Rounds]:
    """By question, what is shown of the rounds up to this one; a question that was asked once is left out."""
    rows = Survey.visible_to(actor).filter(
        template=survey.template, state=Survey.State.CLOSED, made_at__lte=survey.made_at, closed_on__isnull=False
    )
    rounds = list(rows.order_by("-made_at")[:MOST])[::-1]
    answers = {(one.survey_id, one.question): one for one in SurveyAnswers.visible_to(actor).filter(survey__in=rounds)}
    asked = [(one, {question.id: question for question in one.list_questions()}) for one in rounds]
    found = {}
    for question in survey.list_questions():
        same = [one for one, theirs in asked if theirs.get(question.id) == question]
        if question.kind == "words" or len(same) < 2:  # one round has no trend
            continue
        lines = [_lines(question, answers.get((one.pk, question.id))) for one in same]
        days = [one.closed_on for one in same if one.closed_on]
        shares = [
            (words, [line[number].pct if line else None for line in lines])
            for number, words in enumerate(question.choices)
        ]
        found[question.id] = Rounds(days, shares)
    return found


def _lines(question: Question, answers: SurveyAnswers | None) -> list[counting.Line] | None:
    return counting.lines(question.choices, question.good, answers.sums) if answers else None
