"""Dana lets only named people read a case: in a real browser, on a phone."""

from playwright.sync_api import Page

from tests import cast
from tests.browser import look
from tests.browser.site import SignIn, as_person
from tests.web.concerns.scenes import a_case


def test_dana_names_who_may_read_a_case_and_dev_finds_nothing(phone: Page, address: str, sign_in: SignIn) -> None:
    cast.name_contact()
    case = a_case()
    window = as_person(phone, address, sign_in, cast.dana())
    window.goto(f"{address}/concerns/cases/{case.pk}/")
    window.get_by_role("link", name="Who may read this case").click()
    window.get_by_role("radio", name="Only people I name").check()
    look.assert_sound(window, "restrict")
    window.get_by_label("Why?").fill("Somebody of the team is related to them.")
    window.get_by_role("button", name="Save").click()
    window.get_by_text("Who may read it is changed.").wait_for()
    look.assert_sound(window, "restricted")
    as_person(phone, address, sign_in, cast.dev()).goto(f"{address}/concerns/cases/")
    assert not window.get_by_text(str(case.number)).count()
