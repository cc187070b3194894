"""Dana enters signed forms, on a desk and on a phone."""

from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page

from tests import cast
from tests.browser import look
from tests.browser.site import SignIn, as_person
from tests.web.consents.scenes import a_parent, another_parent
from tests.web.policies import scenes


def test_dana_enters_forms_after_a_no_and_those_that_parents_signed(page: Page, address: str, sign_in: SignIn) -> None:
    at = datetime.now(UTC) - timedelta(days=9)
    version = scenes.published("learners-7-to-11", at)
    easy = scenes.published("learners-easy-read", at)
    mia = cast.mia()
    a_parent(mia)
    a_parent(mia, another_parent())
    scenes.answers(mia, version, "disagrees", at + timedelta(days=1), words="I want to keep my phone.")
    as_person(page, address, sign_in, cast.dana())
    page.goto(f"{address}/policies/{version.document_id}/forms/")
    page.get_by_label("Mia Marsh (said no on").wait_for()
    look.assert_sound(page, "papering-after-a-no")
    page.get_by_role("link", name="Forms that parents signed").click()
    page.get_by_label("Where are the forms kept?").fill("Folder 3B, office")
    page.get_by_label("They agree").check()
    for number, part in enumerate((at + timedelta(days=2)).strftime("%d %m %Y").split()):
        page.locator(f"[name=returned_on_{number}]").fill(part)
    page.get_by_label(f"{easy.title}, version 1").check()
    page.get_by_label("Pat Marsh, for Mia Marsh").check()
    look.assert_sound(page, "papering-of-parents")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("1 form is entered").wait_for()
    page.get_by_role("link", name="Everybody").click()
    page.get_by_text("Pat Marsh: Agrees").wait_for()
    look.assert_sound(page, "papering-people")


def test_dana_counts_a_sheet_that_visitors_signed(page: Page, address: str, sign_in: SignIn) -> None:
    version = scenes.published("visitors", datetime.now(UTC) - timedelta(days=9))
    as_person(page, address, sign_in, cast.dana())
    page.goto(f"{address}/policies/coverage/")
    page.get_by_role("link", name=version.title).click()
    page.get_by_text("0 visitors signed this version").wait_for()
    page.get_by_role("button", name="Enter a sheet").click()
    page.get_by_label("How many visitors signed it?").fill("14")
    page.get_by_label("Where is the sheet kept?").fill("Visitors’ folder, front desk")
    for number, part in enumerate(datetime.now(UTC).strftime("%d %m %Y").split()):
        page.locator(f"[name=signed_until_{number}]").fill(part)
    look.assert_sound(page, "papering-sheet")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("14 visitors signed this version").wait_for()
    look.assert_sound(page, "papering-sheets")
    page.goto(f"{address}/policies/coverage/")
    page.get_by_text("14 on paper").wait_for()
    look.assert_sound(page, "papering-coverage")
