"""Surveys and letters as those who are asked and written to meet them, and as Dana reads what came back."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page

from tests import cast
from tests.browser import look
from tests.browser.site import SignIn, as_person
from tests.web.engagement.scenes import an_open_survey, answer, close, dana, people
from tests.web.engagement.test_feedback import said_by
from tests.web.engagement.test_letters import a_letter, family, made
from tutela.web.engagement import operations
from tutela.web.engagement.models import Survey
from tutela.web.establishments import operations as establishments


def test_mia_of_seven_answers_with_faces_and_pat_reads_her_letter(page: Page, address: str, sign_in: SignIn) -> None:
    cast.name_contact()
    family(cast.pat(), cast.leo())
    family(cast.pat(), cast.mia())
    faces = an_open_survey("learners-5-7")
    Survey._base_manager.filter(pk=faces.pk).update(bands=["7-11"])
    as_person(page, address, sign_in, cast.mia())
    page.goto(f"{address}/your-say/")
    look.assert_sound(page, "mine-mia")
    page.get_by_role("link", name="You and screens").click()
    look.assert_sound(page, "answer-mia")
    for number in range(4):
        page.get_by_label("Yes").nth(number).check()
    page.get_by_role("button", name="Send my answers").click()
    page.get_by_text("Your answers were counted").wait_for()
    letter = made(a_letter())
    operations.send_letter(actor=dana(), at=timezone.now(), pk=letter.pk)
    an_open_survey("parents")
    as_person(page, address, sign_in, cast.pat())
    page.goto(f"{address}/your-say/")
    look.assert_sound(page, "mine-pat")
    page.get_by_role("link", name="Being online at home, asked of parents and carers").click()
    look.assert_sound(page, "answer-pat")
    page.goto(f"{address}/your-say/")
    page.get_by_role("link", name="What we do to keep children safe online").click()
    look.assert_sound(page, "letter-pat")
    page.get_by_label("Yes, on some of it").check()
    page.get_by_role("button", name="Send my answer").click()
    page.get_by_text("your answer is noted").wait_for()


def test_dana_sees_how_the_use_of_technology_moved(page: Page, address: str, sign_in: SignIn) -> None:
    cast.name_contact()
    learners, now = people("learner", 6, kind="learner"), timezone.now()
    for person in learners:
        establishments.join_group(
            actor=cast.SETTING_UP, person=person, group=cast.learners_11_16(), from_on=cast.SINCE, at=cast.MADE_AT
        )
    for months, chats in ((26, 0), (20, 1), (14, 2), (8, 3), (2, 5)):
        at = now - timedelta(days=30 * months)
        row = an_open_survey("technology-11-plus", at=at, days=10)
        for number, person in enumerate(learners):
            answer(row, person, tech_what=[4, 1] if number < chats else [1, 2], tech_ai=[1], tech_night=[2])
        ended = close(row, at + timedelta(days=5))
    as_person(page, address, sign_in, cast.dana())
    page.goto(f"{address}/surveys/{ended.pk}/")
    look.assert_sound(page, "survey-rounds")


def test_dana_reads_what_staff_said_and_what_families_answered(page: Page, address: str, sign_in: SignIn) -> None:
    cast.name_contact()
    six = people("teacher", 6)
    survey = an_open_survey()
    for number, person in enumerate(six):
        answer(
            survey, person, whom_to_tell=[1 if number else 2], training_wanted=[1, 3], one_change=f"More of {number}"
        )
    close(survey)
    family(cast.pat(), cast.leo())
    letter = made(a_letter())
    operations.send_letter(actor=dana(), at=timezone.now(), pk=letter.pk)
    as_person(page, address, sign_in, cast.dana())
    opened = an_open_survey("parents")
    for name, path in (("survey-open", ""), ("survey-sheets", "sheets/")):
        page.goto(f"{address}/surveys/{opened.pk}/{path}")
        look.assert_sound(page, name)
    page.goto(f"{address}/surveys/")
    look.assert_sound(page, "surveys")
    page.goto(f"{address}/surveys/{survey.pk}/")
    look.assert_sound(page, "survey-ended")
    page.goto(f"{address}/letters/")
    look.assert_sound(page, "letters")
    page.get_by_role("link", name="What we do to keep children safe online").click()
    look.assert_sound(page, "letter-sent")


def test_dana_reads_what_readers_say(page: Page, address: str, sign_in: SignIn) -> None:
    cast.name_contact()
    for number, person in enumerate(people("teacher", 10)):
        item = f"policy:{number // 5}"
        said_by(person, 1 + number % 3, f"Say in clause {number} what a filter does, and whom to ask", item=item)
    as_person(page, address, sign_in, cast.dana())
    page.goto(f"{address}/readers/")
    look.assert_sound(page, "readers")
