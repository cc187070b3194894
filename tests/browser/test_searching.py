"""Dana finds again what was written, on a phone."""

from playwright.sync_api import Page

from tests import cast
from tests.browser import look
from tests.browser.site import SignIn, as_person
from tests.web.concerns.scenes import a_case, a_concern, named, somebody


def test_dana_searches_for_a_place_and_opens_what_she_finds(phone: Page, address: str, sign_in: SignIn) -> None:
    cast.name_contact()
    told = "He waits by the old mill after school with somebody whom nobody knows."
    a_case(a_concern(somebody(cast.leo()), named("Zoë of the skate park"), what_happened=told))
    page = as_person(phone, address, sign_in, cast.dana())
    page.goto(f"{address}/concerns/search/")
    page.get_by_label("What are you looking for?").fill("OLD zoe")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("heading", name="1 found").wait_for()
    look.assert_sound(page, "search-found")
    assert page.url.endswith("/concerns/search/")
    page.get_by_role("main").get_by_role("link").click()
    assert page.get_by_text(told).is_visible()
