"""The seven steps: complete only on evidence, with the question answered, what comes next first."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests import cast
from tests.web.actions.scenes import a_figure
from tutela.web.actions import queries as actions
from tutela.web.core.actor import SystemActor
from tutela.web.evidence.kinds import list_kinds
from tutela.web.responsibilities import operations, queries
from tutela.web.responsibilities.journey import list_bars, list_steps
from tutela.web.responsibilities.operations.journey import NothingBehindIt
from tutela.web.responsibilities.operations.refusals import NotThen
from tutela.web.responsibilities.rules.journey import Progress, Stand, find_next, stand_of_record
from tutela.web.reviews import operations as reviews
from tutela.web.reviews.frameworks import shelf
from tutela.web.reviews.frameworks.model import list_statements

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
TODAY = date(2026, 11, 2)
SYSTEM = SystemActor("test")
SignIn = Callable[..., Client]


def test_every_page_on_which_a_step_begins_is_there() -> None:
    names = {proof.go for step in list_steps() for proof in step.proofs if proof.go}
    assert names
    for name in names:
        assert reverse(name).startswith("/")


def notes(record: str, on: date = TODAY, at: datetime = NOON) -> None:
    operations.note_step(
        actor=cast.acting(cast.dana(), at=at), at=at, establishment=cast.oakfield(), record=record, words="Done.", on=on
    )


def answers(step: str, at: datetime = NOON, **more: str) -> None:
    operations.answer_question(
        actor=cast.acting(cast.dana(), at=at), at=at, establishment=cast.oakfield(), step=step,
        words="Group chats at night.", **(more or {"measure": "surveys.learners"}),
    )  # fmt: skip


def step(name: str, at: datetime = NOON) -> queries.StepStand:
    return next(one for one in queries.list_journey(SYSTEM, cast.oakfield(), at=at) if one.step.id == name)


def test_the_library_has_seven_steps_with_a_question_each_and_proofs_that_can_be_had() -> None:
    steps = list_steps()
    assert len(steps) == 7
    assert [one.of for one in steps if one.of] == ["problems", "momentum", "technology", "skills", "success"]
    for one in steps:
        assert one.question
        assert one.takes_part
        for proof in one.proofs:
            assert (proof.figure is None) != (proof.record is None)
            assert proof.record or proof.todo
    kinds = list_kinds()
    assert all(bar.evidence in kinds and (bar.at_least is None) != (bar.at_most is None) for bar in list_bars())


def test_what_comes_next_is_the_first_thing_that_does_not_hold() -> None:
    holds, missing = Stand.HOLDS, Stand.MISSING
    assert find_next([Progress((holds,), holds), Progress((holds, Stand.OLD), missing)]) == (1, 1)
    assert find_next([Progress((holds,), missing)]) == (0, 1)
    assert find_next([Progress((holds,), holds)]) is None


def test_a_record_holds_from_its_own_day_and_runs_out() -> None:
    assert stand_of_record(None, 365, TODAY) == Stand.MISSING
    assert stand_of_record(TODAY + timedelta(days=1), 365, TODAY) == Stand.MISSING
    assert stand_of_record(TODAY - timedelta(days=364), 365, TODAY) == Stand.HOLDS
    assert stand_of_record(TODAY - timedelta(days=365), 365, TODAY) == Stand.OLD


def test_a_step_is_complete_when_its_records_hold_and_its_question_is_answered_within_the_year() -> None:
    notes("vision-approved")
    notes("vision-minuted")
    assert not step("vision").progress.is_complete
    answers("vision")
    assert step("vision").progress.is_complete
    assert not step("vision", NOON + timedelta(days=366)).progress.is_complete


@pytest.mark.requirement("S2.5")
def test_the_third_step_is_done_only_when_a_self_review_was_completed() -> None:
    a_figure("risks.controlled", 60)
    answers("practice")
    dana, framework = cast.dana(), min(shelf.list_shipped(), key=lambda one: len(list_statements(one)))
    by_dana: dict[str, Any] = {"actor": cast.acting(dana), "at": NOON, "person_id": dana.pk}
    review = reviews.start_review(establishment_id=cast.oakfield().pk, framework=framework, **by_dana)

    def judge(statements: Iterable[str]) -> None:
        for one in statements:
            said = {"level": None, "applies": False, "commentary": "Not here.", "seen": None}
            reviews.answer(review=review, statement=one, **said, **by_dana)

    first, *others = [part.id for part in list_statements(framework)]
    judge(others)
    with pytest.raises(reviews.NotAllAnswered):
        reviews.complete(review=review, **by_dana)
    assert [one.stand for one in step("practice").proofs] == [Stand.MISSING, Stand.HOLDS]
    judge([first])
    assert not step("practice").progress.is_complete, "all is answered, and nobody has completed it"
    reviews.complete(review=review, **by_dana)
    assert step("practice").progress.is_complete


def test_a_step_that_rests_on_figures_falls_when_they_do() -> None:
    a_figure("reviews.completed", 20)
    a_figure("risks.controlled", 60)
    answers("practice")
    assert step("practice").progress.is_complete
    a_figure("risks.controlled", 30, NOON + timedelta(hours=1))
    now = step("practice", NOON + timedelta(hours=2))
    assert [one.stand for one in now.proofs] == [Stand.HOLDS, Stand.SHORT]
    assert not now.progress.is_complete


@pytest.mark.requirement("S2.13", "S2.14", "S2.15", "S2.16", "S2.17")
def test_an_answer_needs_a_figure_or_an_action_behind_it() -> None:
    with pytest.raises(NothingBehindIt):
        answers("vision", measure="")
    with pytest.raises(NothingBehindIt):
        answers("vision", measure="no.such")
    answers("vision", action_title="Ask Year 9 what worries them")
    assert [row.title for row in actions.list_by_origin(SYSTEM, "journey:vision")] == ["Ask Year 9 what worries them"]
    with pytest.raises(NotThen):
        notes("vision-approved", TODAY + timedelta(days=1))


@pytest.mark.requirement("S2.1")
def test_a_school_that_begins_is_told_what_to_do_first_and_then_the_next(sign_in: SignIn) -> None:
    client, today = sign_in(cast.dana()), timezone.localdate()
    page = client.get("/responsibilities/seven-steps/").content.decode()
    assert "0 of 7 steps are complete" in page
    assert "Step 1: Say what it is for" in page
    assert "head, governors, staff, learners." in page
    day = {"on_0": str(today.day), "on_1": str(today.month), "on_2": str(today.year)}
    for record in ("vision-approved", "vision-minuted"):
        sent = day | {"words": "On our website; 9B wrote a line of it.", "link": "https://example.org/vision"}
        assert client.post(f"/responsibilities/seven-steps/{record}/note/", sent).status_code == 302
    empty = client.post("/responsibilities/seven-steps/vision/answer/", {"words": "Chats."}).content.decode()
    assert "Choose the figure that will show it" in empty
    sent = {"words": "Chats.", "measure": "surveys.learners"}
    assert client.post("/responsibilities/seven-steps/vision/answer/", sent).status_code == 302
    page = client.get("/responsibilities/seven-steps/").content.decode()
    assert "1 of 7 steps are complete" in page
    assert "Step 2: Bring the right people to one table" in page
    assert "Name a member for each of the four perspectives." in page
    gwen = sign_in(cast.gwen())
    assert "1 of 7" in gwen.get("/responsibilities/seven-steps/").content.decode()
    assert gwen.get("/responsibilities/seven-steps/vision/answer/").status_code == 404
