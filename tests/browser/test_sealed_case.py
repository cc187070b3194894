"""A case is sealed to Dana: what she, Hana and Dev see of it, in a real browser."""

import pytest
from playwright.sync_api import Page

from tests import cast
from tests.browser import look
from tests.browser.site import SignIn, as_person
from tests.web.concerns.scenes import a_case
from tutela.web.core import personal_keys

PASSWORD = "copper violin meadow"


def test_dana_seals_a_case_and_two_sheets_open_it_again(
    page: Page, address: str, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(personal_keys, "PASSES", 1)
    monkeypatch.setattr(personal_keys, "MEMORY_BYTES", 8192)
    cast.name_contact()
    case = a_case()
    dana = cast.dana()
    dana.user.set_password(PASSWORD)
    dana.user.save()
    case_page = f"{address}/concerns/cases/{case.pk}/"

    sheets = []
    for holder in (cast.hana(), cast.chris()):
        as_person(page, address, sign_in, holder).goto(f"{address}/account/")
        page.get_by_role("link", name="Recovery sheets").click()
        look.assert_sound(page, f"sheets-{holder.given_name}")
        page.get_by_role("button", name="Make my sheet").click()
        page.get_by_role("heading", name="Your recovery sheet").wait_for()
        look.assert_sound(page, f"sheet-{holder.given_name}")
        sheets.append("\n".join(page.locator("code").all_inner_texts()))
        page.get_by_role("button", name="I have printed it").click()
    look.assert_sound(page, "sheets-both")

    as_person(page, address, sign_in, dana).goto(f"{address}/account/")
    page.get_by_role("link", name="Make it").click()
    look.assert_sound(page, "own-key-none")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Make my key").click()
    page.get_by_text("Your key is made.").wait_for()
    look.assert_sound(page, "own-key-account")

    page.goto(f"{case_page}readers/")
    page.get_by_role("radio", name="Only people I name").check()
    page.get_by_role("checkbox", name="Seal it to them").check()
    look.assert_sound(page, "seal")
    page.get_by_label("Why?").fill("The police watch somebody. It goes no further.")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Sealed to named people").wait_for()
    look.assert_sound(page, "sealed")

    page.context.clear_cookies(name="own-key")
    page.goto(case_page)
    page.get_by_text("sealed to the people it names").wait_for()
    look.assert_sound(page, "sealed-ask")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Open my key").click()
    page.get_by_text("The police watch somebody.").wait_for()

    # a password that was set anew, without the one before
    dana.user.set_password("seven quiet lanterns")
    dana.user.save()
    as_person(page, address, sign_in, dana).goto(case_page)
    page.get_by_label("Password", exact=True).fill("seven quiet lanterns")
    page.get_by_role("button", name="Open my key").click()
    page.get_by_text("Your password was set anew").wait_for()
    look.assert_sound(page, "own-key-lost")
    page.get_by_label("Password", exact=True).fill("seven quiet lanterns")
    page.get_by_role("button", name="Make a new key").click()
    page.get_by_role("heading", name="Sealed, and not to you yet").wait_for()
    look.assert_sound(page, "sealed-not-to-her")
    page.get_by_role("link", name="open it with two recovery sheets").click()
    look.assert_sound(page, "sheets-asked")
    page.get_by_label("First sheet").fill(sheets[0])
    page.get_by_label("Second sheet").fill(sheets[1])
    page.get_by_role("button", name="Open the case").click()
    page.get_by_text("Opened with the recovery sheets of").wait_for()
    look.assert_sound(page, "sealed-open-again")
