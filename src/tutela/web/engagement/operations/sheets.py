"""A stack of sheets on paper is counted in with the answers on screen."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from tutela.web.core import audit
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.engagement.models import SheetBatch, Survey, SurveyAnswers
from tutela.web.engagement.operations import refusals
from tutela.web.engagement.operations.surveys import lock
from tutela.web.engagement.rules import counting, tallies
from tutela.web.engagement.rules.tallies import Tally
from tutela.web.establishments.queries import terms_of


@operation
def enter_sheets(
    *, actor: AnyActor, at: datetime, pk: UUID, code: str, sheets: int, kept: str, given: Mapping[str, Tally], seen: int
) -> SheetBatch:
    """Count a stack. Who entered it and how many sheets it had is kept; what they said is in the sums alone.

    Fewer than the threshold may be entered: what is shown still needs so many answers in all. seen: how many stacks
    were in when whoever enters it began. Raises `NotInThisState`, `AnotherSurvey`, `CountedMeanwhile`, `TooManySheets`,
    `DoesNotAddUp`.
    """
    row = lock(actor, pk, Survey.State.OPEN)
    if not tallies.is_code(code, row.pk):
        raise refusals.AnotherSurvey(code)
    before = list(row.batches.order_by("at").values_list("sheets", flat=True))
    if len(before) > seen:
        raise refusals.CountedMeanwhile(before[-1])
    if row.answered + sheets > row.asked:
        raise refusals.TooManySheets(row.asked, row.answered)
    asked = {one.id: one for one in row.list_questions()}
    for key, question in asked.items():
        if not tallies.fits(question.kind, given.get(key, Tally()), sheets):
            raise refusals.DoesNotAddUp(terms_of(row.establishment).fill(question.ask))
    for answers in SurveyAnswers.objects.filter(survey=row):
        tally = given.get(answers.question, Tally())
        for said in tally.words:
            answers.words = counting.add_words(answers.words, said)
        if asked[answers.question].kind != "words":
            answers.sums = tallies.add(answers.sums, tally)
        answers.save()
    row.answered += sheets
    row.save()
    batch = SheetBatch.objects.create(
        establishment_id=row.establishment_id,
        survey=row,
        sheets=sheets,
        kept=kept.strip(),
        at=at,
        by_id=actor.person_id,
    )
    audit.record(actor, "survey.enter-sheets", batch, at=at, count=sheets)
    return batch
