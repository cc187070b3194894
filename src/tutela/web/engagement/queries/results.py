"""What came of a survey that has ended, beside what came of the one before."""

from dataclasses import dataclass

from tutela.web.core.actor import AnyActor
from tutela.web.engagement.models import Survey, SurveyAnswers
from tutela.web.engagement.rules import counting
from tutela.web.engagement.shipped.surveys import Question


@dataclass(frozen=True, slots=True)
class Result:
    """One question with what may be shown of its answers."""

    question: Question
    lines: list[counting.Line] | None
    words: list[str] | None
    good_pct: float | None
    good_before: float | None
    """The same of the survey before, where the question was asked in it and enough answered."""

    @property
    def change(self) -> float | None:
        """In percentage points."""
        if self.good_pct is None or self.good_before is None:
            return None
        return round(self.good_pct - self.good_before, 1)


def get_before(actor: AnyActor, survey: Survey) -> Survey | None:
    """The survey of the same template that ended before this one."""
    rows = Survey.visible_to(actor).filter(
        template=survey.template, state=Survey.State.CLOSED, made_at__lt=survey.made_at, closed_on__isnull=False
    )
    return rows.order_by("-made_at").first()


def list_results(actor: AnyActor, survey: Survey) -> list[Result]:
    """Every question in its order; nothing before the survey has ended."""
    before = get_before(actor, survey)
    earlier = {one.question: one for one in _answers(actor, before)} if before else {}
    asked_before = {one.id: one for one in before.list_questions()} if before else {}
    now = {one.question: one for one in _answers(actor, survey)}
    found = []
    for question in survey.list_questions():
        if (answers := now.get(question.id)) is None:
            continue
        same = asked_before.get(question.id) == question
        found.append(
            Result(
                question=question,
                lines=_lines(question, answers),
                words=counting.shown_words(answers.words) if question.kind == "words" else None,
                good_pct=counting.good_pct(_lines(question, answers)),
                good_before=counting.good_pct(_lines(question, earlier[question.id])) if same else None,
            )
        )
    return found


def _answers(actor: AnyActor, survey: Survey) -> list[SurveyAnswers]:
    return list(SurveyAnswers.visible_to(actor).filter(survey=survey))


def _lines(question: Question, answers: SurveyAnswers) -> list[counting.Line] | None:
    return counting.lines(question.choices, question.good, answers.sums)
