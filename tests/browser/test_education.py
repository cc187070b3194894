"""Training, lessons and what is looked at again, as Dana, Tom and Gwen see them on a desk and on a phone."""

from datetime import date, timedelta

from django.utils import timezone
from playwright.sync_api import Page

from tests import cast
from tests.browser import look
from tests.browser.site import SignIn, as_person, on_day
from tests.web.actions.scenes import a_figure
from tutela.web.education import operations
from tutela.web.responsibilities import operations as responsibilities


def test_dana_keeps_training_and_looks_at_the_filter(page: Page, address: str, sign_in: SignIn) -> None:
    cast.name_contact()
    now, today, dana = timezone.now(), timezone.localdate(), cast.acting(cast.dana())
    cast.gwen(), cast.ria(), cast.leo()
    for course, on in (("safeguarding-online", today - timedelta(days=340)), ("prevent", date(2024, 1, 9))):
        operations.note_training(
            actor=dana, at=now, establishment=cast.oakfield(), person_id=cast.tom().pk, course=course, done_on=on,
            provider="The local authority", certificate_with="Staff file in the office",
        )  # fmt: skip
    a_figure("filters.canaries", 82, now - timedelta(hours=3))
    responsibilities.note_look(
        actor=dana, at=now, establishment=cast.oakfield(), kind="filtering", on=today - timedelta(days=21),
        took_part=["safeguarding", "technical"], checked=["tests", "blocked"], found="Two tablets had no filter.",
        next_on=today + timedelta(days=300), findings=["Put both tablets right"], owner=cast.ivy(),
    )  # fmt: skip
    as_person(page, address, sign_in, cast.dana())
    pages = {
        "training": "training/", "people": "training/people/", "take-in": "training/take-in/",
        "person": f"training/people/{cast.tom().pk}/", "note": f"training/people/{cast.tom().pk}/note/",
        "looks": "responsibilities/looks/", "look": "responsibilities/looks/filtering/",
        "look-note": "responsibilities/looks/governors-report/note/",
    }  # fmt: skip
    for name, path in pages.items():
        page.goto(f"{address}/{path}")
        look.assert_sound(page, f"education-{name}")


def test_tom_finds_his_training_and_notes_a_lesson(page: Page, address: str, sign_in: SignIn) -> None:
    cast.name_contact()
    cast.leo(), cast.mia()
    as_person(page, address, sign_in, cast.tom())
    page.goto(f"{address}/my-part/")
    page.get_by_role("link", name="My training").click()
    look.assert_sound(page, "education-mine")
    page.goto(f"{address}/curriculum/")
    look.assert_sound(page, "education-curriculum")
    page.get_by_role("link", name="Private and secure").click()
    page.get_by_role("button", name="We taught it").click()
    look.assert_sound(page, "education-lesson")
    page.get_by_label("Whom did you teach?").select_option(label="Years 7 to 11")
    on_day(page, "taught_on", timezone.localdate() - timedelta(days=2))
    page.get_by_label("What did you do?").fill("We sorted ten messages into true and false.")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("We sorted ten messages").wait_for()
    look.assert_sound(page, "education-topic")


def test_tom_writes_a_plan_and_shares_what_names_nobody(page: Page, address: str, sign_in: SignIn) -> None:
    cast.name_contact()
    cast.leo(), cast.mia()
    as_person(page, address, sign_in, cast.tom())
    page.goto(f"{address}/lesson-plans/")
    look.assert_sound(page, "education-plans-none")
    page.get_by_role("link", name="Everybody’s door").click()
    look.assert_sound(page, "education-plan-ready")
    page.goto(f"{address}/lesson-plans/")
    page.get_by_role("button", name="Write a lesson plan").click()
    look.assert_sound(page, "education-plan-write")
    page.get_by_label("What is the lesson called?").fill("Spot the trick")
    page.get_by_label("Which strand does it belong to?").select_option(label="Private and secure")
    page.get_by_label("11 to 16").check()
    page.get_by_label("What can learners do afterwards?").fill("Learners name three signs of a forged mail.")
    page.get_by_label("What do learners do?").fill("They sort ten mails, as Leo Marsh did.\n\nThey explain one.")
    page.get_by_label("Which materials does it use?").fill("Ten mails | https://example.org/ten | CC BY 4.0")
    page.get_by_label("Which questions show").fill("What makes you doubt a mail?")
    page.get_by_role("button", name="Save").click()
    look.assert_sound(page, "education-plan-wrong")
    page.get_by_label("Which materials does it use?").fill("Ten mails | https://example.org/ten | CC BY 4.0 | A trust")
    page.get_by_role("button", name="Save").click()
    look.assert_sound(page, "education-plan")
    page.get_by_role("button", name="Share it with others").click()
    look.assert_sound(page, "education-plan-named")
    page.get_by_role("button", name="Change the plan").click()
    page.get_by_label("What do learners do?").fill("They sort ten mails.\n\nThey explain one.")
    page.get_by_role("button", name="Save").click()
    look.assert_sound(page, "education-plan-changed")
    page.get_by_role("button", name="Share it with others").click()
    look.assert_sound(page, "education-plan-share")
    with page.expect_download() as made:
        page.get_by_role("button", name="Make the file").click()
    assert made.value.suggested_filename == "spot-the-trick-2.tutela-lesson"
    page.goto(f"{address}/lesson-plans/")
    look.assert_sound(page, "education-plans")


def test_dana_sees_who_is_trained_in_what_and_pat_takes_her_short_course(
    page: Page, address: str, sign_in: SignIn
) -> None:
    cast.name_contact()
    now, dana = timezone.now(), cast.acting(cast.dana())
    cast.gwen(), cast.ria(), cast.leo(), cast.sue()
    for who, left_out in ((cast.tom(), ["image-sharing"]), (cast.ria(), [])):
        operations.note_training(
            actor=dana, at=now, establishment=cast.oakfield(), person_id=who.pk, course="safeguarding-online",
            done_on=timezone.localdate() - timedelta(days=20), left_out=left_out,
        )  # fmt: skip
    as_person(page, address, sign_in, cast.dana())
    paths = ("training/topics/", "training/", "pathways/", f"training/people/{cast.tom().pk}/note/")
    for name, path in zip(("topics", "training", "pathways", "note"), paths, strict=True):
        page.goto(f"{address}/{path}")
        look.assert_sound(page, f"understanding-{name}")
    page.goto(f"{address}/pathways/volunteers/on-paper/")
    look.assert_sound(page, "understanding-on-paper")
    as_person(page, address, sign_in, cast.pat())
    page.goto(f"{address}/my-part/")
    page.get_by_role("link", name="Short courses for your part").click()
    look.assert_sound(page, "understanding-pat")
    page.get_by_role("link", name="Being online at home").click()
    look.assert_sound(page, "understanding-unit")
    page.get_by_label("Listen, and keep the message").check()
    page.get_by_label("Do not pay, keep everything").check()
    page.get_by_label("Beside the bed").check()
    page.get_by_role("button", name="Send my answers").click()
    page.get_by_text("2 of 3 were right").wait_for()
    look.assert_sound(page, "understanding-answered")


def test_tom_shows_ground_rules_and_notes_that_a_class_agreed(page: Page, address: str, sign_in: SignIn) -> None:
    cast.name_contact()
    cast.leo(), cast.mia()
    as_person(page, address, sign_in, cast.tom())
    page.goto(f"{address}/curriculum/")
    page.get_by_role("button", name="Ground rules").click()
    look.assert_sound(page, "ground-rules")
    page.get_by_role("link", name="Text messages and group chats").click()
    page.get_by_role("button", name="A class agreed").click()
    page.get_by_label("Who agreed?").select_option(label="Years 7 to 11")
    on_day(page, "agreed_on", timezone.localdate() - timedelta(days=1))
    look.assert_sound(page, "ground-rules-note")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Noted.").wait_for()
    look.assert_sound(page, "ground-rules-sheet")
    as_person(page, address, sign_in, cast.leo())
    page.goto(f"{address}/my-part/")
    page.get_by_role("link", name="Ground rules of our class").click()
    look.assert_sound(page, "ground-rules-leo")
