"""Beside what is expected of somebody stands where they learn it, and how far they are."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests import cast
from tests.web.pages import words_of
from tutela.web.education import operations, queries
from tutela.web.education.rules.training import courses_of
from tutela.web.education.shipped.curriculum import get_curriculum
from tutela.web.education.shipped.training import list_courses
from tutela.web.establishments import queries as establishments
from tutela.web.responsibilities.expectations import list_lines

SignIn = Callable[..., Client]


def test_what_is_expected_names_courses_and_topics_that_there_are() -> None:
    topics, courses = {one.id for one in get_curriculum().topics}, list_courses().keys() | {"all", ""}
    assert all(line.course in courses and (not line.topic or line.topic in topics) for line in list_lines())


@pytest.mark.requirement("S0.12")
def test_beside_each_expectation_tom_finds_its_training_and_whether_he_has_done_it(sign_in: SignIn) -> None:
    tom, now = cast.tom(), timezone.now()
    page = sign_in(tom).get("/my-part/")
    shown = [line for _role, lines in page.context["trained"] for line in lines]
    assert shown
    assert all(line.owed or line.counting for line in shown)
    assert {line.owed.course.id for line in shown if line.owed} == {
        one.id for one in courses_of(["staff"], list_courses().values())
    }
    words = words_of(page).replace(" ,", ",")
    assert "Training: Safeguarding, with life online, not done yet" in words
    assert "0 of 3 courses that you owe count today" in words
    assert 'href="/my-part/training/"' in page.content.decode()
    operations.note_training(
        actor=cast.acting(cast.dana()), at=now, establishment=cast.oakfield(), person_id=tom.pk,
        course="safeguarding-online", done_on=now.date() - timedelta(days=10),
    )  # fmt: skip
    words = words_of(sign_in(tom).get("/my-part/")).replace(" ,", ",")
    assert "Training: Safeguarding, with life online, not done yet" not in words
    assert "Training: Safeguarding, with life online, counts until" in words
    assert "1 of 3 courses that you owe count today" in words


@pytest.mark.requirement("S0.12")
def test_leo_finds_beside_each_expectation_the_lesson_and_whether_his_class_had_it(sign_in: SignIn) -> None:
    leo, now = cast.leo(), timezone.now()
    today = now.date()
    own = [*establishments.list_classes_of(leo, on=today), establishments.get_group_of(leo, on=today)]
    group = next(one for one in queries.list_taught_groups(cast.oakfield()) if one in own)
    page = sign_in(leo).get("/my-part/")
    lines = [line for _role, lines in page.context["trained"] for line in lines]
    assert lines
    assert all(line.topic and line.taught_on is None for line in lines)
    assert "“When people are cruel”, not yet this year" in words_of(page)
    operations.note_lesson(
        actor=cast.acting(cast.dana()), at=now, establishment=cast.oakfield(), topic="bullying", group_id=group.pk,
        taught_on=today - timedelta(days=3), what="A walk through a cruel chat",
    )  # fmt: skip
    page = sign_in(leo).get("/my-part/")
    lines = [line for _role, lines in page.context["trained"] for line in lines]
    assert [line.topic for line in lines if line.taught_on] == ["When people are cruel"]
    assert "Lesson: “When people are cruel”, on" in words_of(page)
    assert "A walk through" not in words_of(page)
