"""Surveys: whom they ask, that nothing leads to whoever answered, and what becomes of what people said."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests import cast
from tests.web.engagement.scenes import an_open_survey, answer, close, dana, people
from tests.web.pages import words_of
from tutela.web.actions.models import Action
from tutela.web.core.models import AuditEntry, OutboxMessage
from tutela.web.core.terms import get_terms
from tutela.web.engagement import operations, proofs, queries, tasks
from tutela.web.engagement.models import Survey, SurveyAnswers, SurveyMark
from tutela.web.engagement.queries.people import list_audience
from tutela.web.engagement.rules import asking, counting
from tutela.web.engagement.shipped.surveys import list_templates
from tutela.web.establishments import operations as establishments

SignIn = Callable[..., Client]


def test_every_audience_and_age_has_questions_in_words_it_reads() -> None:
    templates = list_templates().values()
    assert {one.audience for one in templates} == {"staff", "teachers", "support", "learners", "parents", "governors"}
    bands = {band for one in templates for band in one.bands}
    assert bands == {"5-7", "7-11", "11-16", "16-plus", "adult"}
    for one in templates:
        for question in one.questions:
            longest = {"pictures": 12, "easy": 15}.get(one.reading, 25)
            assert len(question.ask.split()) <= longest, question.ask
            if one.reading == "pictures":
                assert (question.kind, len(question.choices)) == ("one", 3)


@pytest.mark.requirement("S2.9")
def test_dana_asks_six_answer_and_what_they_said_becomes_an_action_and_is_told(sign_in: SignIn) -> None:
    client = sign_in(cast.dana())
    client.post("/surveys/draft/", {"template": "staff"})
    row = Survey._base_manager.get()
    kept = [one.id for one in row.list_questions()][:3]
    client.post(f"/surveys/{row.pk}/questions/", {"kept": kept, "own_1": "What went well?"})
    day = timezone.localdate() + timedelta(days=7)
    client.post(f"/surveys/{row.pk}/open/", {"closes_on_0": day.day, "closes_on_1": day.month, "closes_on_2": day.year})
    for number, person in enumerate(people("teacher", 6)):
        sheet = {"whom-to-tell": "1" if number else "3", "own-1": f"Answer {number}"}
        assert sign_in(person).post(f"/your-say/{row.pk}/", sheet).status_code == 302
    assert "Answer 1" not in words_of(client.get(f"/surveys/{row.pk}/"))
    client.post(f"/surveys/{row.pk}/close/")
    page = words_of(client.get(f"/surveys/{row.pk}/"))
    assert "6 of" in page
    assert "83.3 % gave an answer that is good news" in page
    assert "Answer 1" in page
    assert "Fewer than 5 people answered this" in page
    client.post(f"/surveys/{row.pk}/act/whom-to-tell/", {"title": "Put the names on every screen"})
    action = Action._base_manager.get()
    assert (action.origin, action.address) == (f"survey:{row.pk}:whom-to-tell", f"/surveys/{row.pk}/")
    assert "Put the names on every screen" in words_of(client.get(f"/surveys/{row.pk}/"))
    client.post(f"/surveys/{row.pk}/outcome/", {"words": "The names are on every screen now."})
    assert "The names are on every screen now." in words_of(sign_in(cast.tom()).get("/your-say/"))
    assert "every screen" not in words_of(sign_in(cast.pat()).get("/your-say/"))


def test_nothing_that_is_kept_leads_from_an_answer_to_a_person_or_a_time() -> None:
    row, five = an_open_survey(), people("teacher", 5)
    entries = AuditEntry.objects.count()
    said = ["Zebras", "apples", "Mangoes", "bread", "Kites"]
    for person, words in zip(five, said, strict=True):
        answer(row, person, whom_to_tell=[2], one_change=words)
    kept = SurveyAnswers._base_manager.get(question="one-change")
    assert kept.words == sorted(said, key=str.casefold)
    assert {field.name for field in SurveyAnswers._meta.fields} == {
        "id", "establishment", "survey", "question", "sums", "words",
    }  # fmt: skip
    assert {field.name for field in SurveyMark._meta.fields} == {"id", "establishment", "survey", "person"}
    assert AuditEntry.objects.count() == entries
    close(row)
    assert not SurveyMark._base_manager.exists()
    assert Survey._base_manager.get().answered == 5


def test_nobody_reads_answers_before_the_end_or_of_fewer_than_five() -> None:
    row, four = an_open_survey(), people("teacher", 4)
    for person in four:
        answer(row, person, whom_to_tell=[1], one_change="Quiet rooms")
    assert queries.list_results(dana(), row) == []
    ended = close(row)
    for result in queries.list_results(dana(), ended):
        assert result.lines is None
        assert result.words is None
    assert queries.list_results(cast.acting(cast.tom()), ended) == []
    assert list(proofs.list_figures(cast.oakfield(), timezone.now())) == []


def test_somebody_who_sends_fifty_sheets_is_counted_once(sign_in: SignIn) -> None:
    row, client = an_open_survey(), sign_in(cast.tom())
    for _ in range(50):
        answer_page = client.post(f"/your-say/{row.pk}/", {"whom-to-tell": "3"})
    assert "answered these questions already" in words_of(answer_page)
    assert Survey._base_manager.get().answered == 1
    assert SurveyAnswers._base_manager.get(question="whom-to-tell").sums == {"": 1, "3": 1}


@pytest.mark.parametrize(
    ("sheet", "said"),
    [
        ({}, "Answer at least one question"),
        ({"whom-to-tell": "9"}, "Select"),
        ({"whom-to-tell": "x"}, "Select"),
        ({"one-change": "a" * 1001}, "1,?000"),
    ],
)
def test_a_sheet_that_cannot_be_counted_is_refused_in_words(sign_in: SignIn, sheet: dict[str, str], said: str) -> None:
    row = an_open_survey()
    page = words_of(sign_in(cast.tom()).post(f"/your-say/{row.pk}/", sheet))
    assert re.search(said, page)
    assert Survey._base_manager.get().answered == 0


def test_each_is_asked_what_is_for_them_and_learners_by_their_age(sign_in: SignIn) -> None:
    rows = {key: an_open_survey(key) for key in ("staff", "learners-7-11", "learners-11-16", "parents", "governors")}
    asked = {
        cast.tom: {"staff"}, cast.mia: {"learners-7-11"}, cast.leo: {"learners-11-16"}, cast.pat: {"parents"},
        cast.gwen: {"governors"}, cast.eli: set(), cast.asa: set(),
    }  # fmt: skip
    for who, expected in asked.items():
        client = sign_in(who())
        for key, row in rows.items():
            shown = client.get(f"/your-say/{row.pk}/").status_code == 200
            assert shown == (key in expected), (who.__name__, key)
    with pytest.raises(operations.EngagementRefused, match="not for you"):
        answer(rows["staff"], cast.gwen(), whom_to_tell=[1])


def test_what_was_asked_before_is_compared_and_what_was_not_is_not() -> None:
    long_ago = timezone.now() - timedelta(days=365)
    staff = people("teacher", 5)
    for at, good in ((long_ago, 2), (timezone.now(), 4)):
        row = an_open_survey(at=at, days=80)
        for number, person in enumerate(staff):
            answer(row, person, whom_to_tell=[1 if number < good else 3], training_wanted=[1, 2])
        ended = close(row, at)
    found = {one.question.id: one for one in queries.list_results(dana(), ended)}
    assert (found["whom-to-tell"].good_before, found["whom-to-tell"].good_pct) == (40, 80)
    assert found["whom-to-tell"].change == 40
    assert found["training-wanted"].change is None
    (figure,) = proofs.list_figures(cast.oakfield(), timezone.now() + timedelta(days=3))
    assert (figure.kind, figure.value) == ("surveys.staff", 3)


@pytest.mark.requirement("S2.7")
def test_how_learners_use_technology_is_asked_again_and_its_trend_is_shown(sign_in: SignIn) -> None:
    now = timezone.now()
    learners = people("learner", 6, kind="learner")
    for person in learners:
        establishments.join_group(
            actor=cast.SETTING_UP, person=person, group=cast.learners_11_16(), from_on=cast.SINCE, at=cast.MADE_AT
        )
    for months, count, chats in ((14, 6, 1), (8, 4, 4), (2, 6, 3)):
        at = now - timedelta(days=30 * months)
        row = an_open_survey("technology-11-plus", at=at, days=10)
        for number, person in enumerate(learners[:count]):
            answer(row, person, tech_what=[4] if number < chats else [1, 2], tech_ai=[1])
        ended = close(row, at + timedelta(days=5))
    rounds = queries.list_rounds(dana(), ended)
    assert len(rounds["tech-what"].days) == 3
    assert ("AI chat", [16.7, None, 50]) in rounds["tech-what"].shares, "of four who answered nothing is shown"
    assert "tech-new" not in rounds
    assert queries.list_rounds(cast.acting(cast.tom()), ended) == {}
    page = words_of(sign_in(cast.dana()).get(f"/surveys/{ended.pk}/"))
    assert "How it moved from round to round" in page
    assert re.search(r"AI chat [^%]*16\.7 % [^%]*– [^%]*50 %", page)


def test_the_worker_ends_a_survey_after_its_last_day() -> None:
    at = timezone.now()
    row = an_open_survey(at=at, days=2)
    tasks.close_surveys(at + timedelta(days=2))
    assert Survey._base_manager.get().state == "open"
    tasks.close_surveys(at + timedelta(days=3))
    assert Survey._base_manager.get().state == "closed"
    with pytest.raises(operations.EngagementRefused, match="opened or ended"):
        answer(row, cast.tom(), whom_to_tell=[1])


def test_staff_are_told_by_mail_and_learners_never() -> None:
    cast.tom()
    an_open_survey(tells=True)
    told = OutboxMessage.objects.filter(kind="survey-open")
    assert told.filter(recipient=cast.tom().email).count() == 1
    before = told.count()
    cast.leo()
    an_open_survey("learners-11-16", tells=True)
    assert told.count() == before


def test_a_survey_does_not_end_in_the_past_nor_ask_nothing() -> None:
    with pytest.raises(operations.EngagementRefused, match="last day"):
        an_open_survey(days=-1)
    row = operations.draft_survey(
        actor=dana(), at=timezone.now(), establishment_id=cast.oakfield().pk, template="staff"
    )
    with pytest.raises(operations.EngagementRefused, match="at least one question"):
        operations.change_questions(actor=dana(), at=timezone.now(), pk=row.pk, kept=[])


def test_whoever_answers_with_faces_is_asked_nothing_in_words(sign_in: SignIn) -> None:
    row = operations.draft_survey(
        actor=dana(), at=timezone.now(), establishment_id=cast.oakfield().pk, template="learners-5-7"
    )
    client, kept = sign_in(cast.dana()), [one.id for one in row.list_questions()]
    page = words_of(client.get(f"/surveys/{row.pk}/questions/"))
    assert "Which questions are asked?" in page
    assert "A question of your own" not in page
    client.post(f"/surveys/{row.pk}/questions/", {"kept": kept, "own_1": "What would you change?"})
    assert [one.id for one in Survey._base_manager.get().list_questions()] == kept
    with pytest.raises(operations.EngagementRefused, match="faces"):
        operations.change_questions(actor=dana(), at=timezone.now(), pk=row.pk, kept=kept, own=["Why?"])


def test_who_is_of_an_age_is_found_in_two_queries_however_many_they_are(django_assert_num_queries: Any) -> None:
    cast.leo()
    place, mia = cast.oakfield(), cast.mia()
    with django_assert_num_queries(2):
        found = list_audience(place, "learners", ["7-11"], timezone.now())
    assert found == [mia]


def test_an_action_of_an_answer_says_the_question_as_it_was_asked() -> None:
    row = an_open_survey()
    for person in people("teacher", 5):
        answer(row, person, whom_to_tell=[3])
    close(row)
    action = operations.act_on_answer(
        actor=dana(), at=timezone.now(), pk=row.pk, question="whom-to-tell", title="Put up names"
    )
    assert action.detail == "Do you know whom to tell when something online worries you about a pupil?"
    terms = get_terms("wales", "school")
    assert terms.fill("A {learner}, {nobody} and {}, {role}") == "A learner, {nobody} and {}, {role}"


def test_sums_and_shares() -> None:
    sums: dict[str, int] = {}
    for taken in ([1], [1], [2], [1], [1, 2]):
        sums = counting.add(sums, taken)
    found = counting.lines(["Yes", "No"], [1], sums)
    assert found is not None
    assert [(line.count, line.pct) for line in found] == [(4, 80), (2, 40)]
    assert counting.good_pct(found) == 80
    assert counting.lines(["Yes", "No"], [1], {"": 4, "1": 4}) is None
    assert counting.shown_words(["a"] * 4) is None
    assert not asking.is_asked("learners", ["7-11"], {"learner"}, None)
    assert asking.is_asked("learners", [], {"learner"}, None)
