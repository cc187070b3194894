"""Surveys on paper at Oakfield: sheets with a code, stacks counted in, and the same threshold as on screen."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from tests import cast
from tests.web.engagement.scenes import an_open_survey, answer, close, dana, people
from tests.web.pages import words_of
from tutela.web.engagement import operations
from tutela.web.engagement.models import SheetBatch, Survey, SurveyAnswers
from tutela.web.engagement.operations import refusals
from tutela.web.engagement.rules import tallies
from tutela.web.engagement.rules.tallies import Tally

SignIn = Callable[..., Client]


def entered(survey: Survey, sheets: int = 3, **given: Tally) -> SheetBatch:
    said = {name.replace("_", "-"): tally for name, tally in given.items()}
    return operations.enter_sheets(
        actor=dana(), at=timezone.now(), pk=survey.pk, code=tallies.code_of(survey.pk), sheets=sheets, kept="Shredded",
        given=said, seen=SheetBatch._base_manager.filter(survey=survey).count(),
    )  # fmt: skip


def sums(survey: Survey, question: str) -> Any:
    row = SurveyAnswers._base_manager.get(survey=survey, question=question)
    return row.words or row.sums


@pytest.mark.parametrize(
    ("kind", "tally", "is_right"),
    [
        ("one", Tally(3, {1: 2, 2: 1}), True),
        ("one", Tally(2, {1: 2, 2: 1}), False),
        ("one", Tally(4, {1: 4}), False),
        ("many", Tally(2, {1: 2, 2: 2}), True),
        ("many", Tally(1, {1: 2}), False),
        ("many", Tally(3, {1: 1}), False),
        ("words", Tally(1, {}, ["Shorter."]), True),
        ("words", Tally(4, {}, ["a", "b", "c", "d"]), False),
        ("one", Tally(), True),
    ],
)
def test_so_many_sheets_can_or_cannot_have_said_that(kind: str, tally: Tally, is_right: bool) -> None:
    assert tallies.fits(kind, tally, 3) is is_right


def test_a_stack_is_counted_in_with_what_came_on_screen() -> None:
    tom = people("teacher", 6)
    survey = an_open_survey()
    answer(survey, tom[0], whom_to_tell=[1])
    entered(survey, 3, whom_to_tell=Tally(3, {1: 2, 3: 1}), one_change=Tally(1, {}, ["More time."]))
    assert sums(survey, "whom-to-tell") == {"": 4, "1": 3, "3": 1}
    assert sums(survey, "one-change") == ["More time."]
    batch = SheetBatch._base_manager.get()
    assert (batch.sheets, batch.by, batch.kept) == (3, cast.dana(), "Shredded")


def test_what_does_not_add_up_is_refused_and_nothing_is_counted() -> None:
    people("teacher", 6)
    survey = an_open_survey()
    with pytest.raises(refusals.DoesNotAddUp, match="whom to tell") as refused:
        entered(survey, 2, whom_to_tell=Tally(3, {1: 3}))
    assert "{" not in str(refused.value)
    with pytest.raises(refusals.TooManySheets):
        entered(survey, 50)
    with pytest.raises(refusals.AnotherSurvey, match="ABC-DEF"):
        operations.enter_sheets(
            actor=dana(), at=timezone.now(), pk=survey.pk, code="ABC-DEF", sheets=1, kept="x", given={}, seen=0
        )
    assert not SheetBatch._base_manager.exists()
    assert sums(survey, "whom-to-tell") == {}


def test_a_stack_that_is_sent_twice_counts_once_and_another_counts_when_it_is_sent_again(sign_in: SignIn) -> None:
    people("teacher", 9)
    survey, client = an_open_survey(), sign_in(cast.dana())
    page = f"/surveys/{survey.pk}/sheets/"
    sent = {"code": tallies.code_of(survey.pk), "sheets": "3", "kept": "Shredded", "whom-to-tell_1": "3"}
    assert client.get(page).context["form"]["seen"].value() == 0
    client.post(page, sent | {"seen": "0"})
    again = client.post(page, sent | {"seen": "0"})
    assert "A stack of 3 sheets was counted in a moment ago" in words_of(again)
    assert sums(survey, "whom-to-tell") == {"": 3, "1": 3}
    client.post(page, sent | {"seen": again.context["form"]["seen"].value()})
    assert sums(survey, "whom-to-tell") == {"": 6, "1": 6}


def test_dana_prints_a_sheet_and_enters_what_came_back_under_the_same_threshold(sign_in: SignIn) -> None:
    people("teacher", 6)
    survey, client = an_open_survey(), sign_in(cast.dana())
    code = tallies.code_of(survey.pk)
    sheet = client.get(f"/surveys/{survey.pk}/sheet/")
    assert sheet.headers["Content-Type"] == "application/pdf"
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(sheet.content)).pages)
    assert code in text
    assert "Do not write your name" in text
    sent = {"code": code.lower(), "sheets": "4", "kept": "Shredded", "whom-to-tell_1": "4", "seen": "0"}
    page = f"/surveys/{survey.pk}/sheets/"
    assert "Enter the code" in words_of(client.post(page, sent | {"code": ""}))
    assert "do not add up" in words_of(client.post(page, sent | {"whom-to-tell_2": "1"}))
    assert "4 sheets are counted." in words_of(client.post(page, sent, follow=True))
    close(survey)
    shown = words_of(client.get(f"/surveys/{survey.pk}/"))
    assert "4 sheets, entered on" in shown
    assert "by Dana Shah (Shredded)" in shown
    assert "Fewer than 5 people answered" in shown
    assert client.get(page).status_code == 404, "it has ended"
