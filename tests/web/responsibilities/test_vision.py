"""What being safe online is for at Oakfield: approved words, and the figures that show whether they come true."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests import cast
from tests.web.actions.scenes import a_figure
from tests.web.pages import parts, words_of
from tutela.web.responsibilities import operations, queries
from tutela.web.responsibilities.models import Vision
from tutela.web.responsibilities.operations.group import ChangedMeanwhile
from tutela.web.responsibilities.operations.refusals import NotOffered, NotThen

SignIn = Callable[..., Client]
WORDS = "Everybody here may ask, and nobody is laughed at."


@pytest.mark.requirement("S2.3")
def test_the_vision_is_approved_and_tied_to_figures_that_show_whether_it_comes_true(sign_in: SignIn) -> None:
    client, now = sign_in(cast.dana()), timezone.now()
    assert "There is no vision yet" in words_of(client.get("/my-part/vision/"))
    sent = {"text": WORDS, "minute": "Full governing body, 7.2", "follows": "0"} | parts("approved_on", -5)
    page = "/responsibilities/vision/new/"
    refused = words_of(client.post(page, sent))
    assert "Enter who approved it" in refused
    assert "Select a figure that shows whether it comes true" in refused
    sent |= {"approved_by": "Hana Novak, headteacher", "measure_1": "surveys.learners", "measure_2": "training.staff"}
    assert client.post(page, sent).status_code == 302
    a_figure("training.staff", 82, now - timedelta(hours=1))
    shown = words_of(sign_in(cast.gwen()).get("/my-part/vision/"))
    assert WORDS in shown
    assert "Approved by Hana Novak, headteacher on" in shown
    assert "Minuted: Full governing body, 7.2" in shown
    assert "82 % of staff have finished the training they owe" in shown
    assert "Learners asked" in shown
    assert "Nothing has been recorded yet." in shown
    a_figure("training.staff", 90, timezone.now())
    assert "90 % of staff" in words_of(sign_in(cast.gwen()).get("/my-part/vision/"))
    step = queries.list_journey(cast.acting(cast.dana()), cast.oakfield(), at=timezone.now())[0]
    assert [one.stand for one in step.proofs] == ["holds", "holds"]


def test_leo_reads_the_words_and_no_figures_and_only_who_may_write_changes_them(sign_in: SignIn) -> None:
    adopted()
    shown = words_of(sign_in(cast.leo()).get("/my-part/vision/"))
    assert WORDS in shown
    assert "Learners asked" not in shown
    assert sign_in(cast.tom()).get("/responsibilities/vision/new/").status_code == 404
    assert sign_in(cast.gwen()).get("/responsibilities/vision/new/").status_code == 404
    assert WORDS not in words_of(sign_in(cast.eli()).get("/my-part/vision/"))


def test_better_words_follow_and_nobody_writes_over_what_they_have_not_read(sign_in: SignIn) -> None:
    adopted()
    with pytest.raises(ChangedMeanwhile):
        adopted(text="Other words.")
    adopted(text="Better words.", follows=1)
    shown = words_of(sign_in(cast.dana()).get("/my-part/vision/"))
    assert shown.index("Better words.") < shown.index(WORDS)
    with pytest.raises(NotOffered):
        adopted(measures=["no.such"], follows=2)
    with pytest.raises(NotOffered):
        adopted(measures=[], follows=2)
    with pytest.raises(NotThen):
        adopted(approved_on=timezone.localdate() + timedelta(days=2), follows=2)
    assert Vision._base_manager.count() == 2


def adopted(**more: object) -> Vision:
    given = {
        "text": WORDS, "measures": ["surveys.learners"], "approved_by": "Hana Novak, headteacher",
        "approved_on": timezone.localdate(), "follows": 0,
    } | more  # fmt: skip
    return operations.adopt_vision(
        actor=cast.acting(cast.dana()), at=timezone.now(), establishment=cast.oakfield(), **given
    )
