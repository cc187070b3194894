# ruff: noqa: F811  fixtures are imported from where they are made
"""From an empty school to one that runs: whoever got the set-up link, on a desk and on the smallest phone."""

import pytest

from tests.browser import look
from tests.browser.site import SignIn, address, as_person, picture  # noqa: F401
from tests.web.conftest import key_folder, sign_in, tutela  # noqa: F401
from tests.web.establishments.test_set_up import an_empty_school
from tutela.settings import Settings

pytestmark = [pytest.mark.browser, pytest.mark.django_db(databases=["default", "transient"])]


@pytest.mark.parametrize("size", ["page", "phone"])
def test_the_set_up_user_is_led_from_the_first_page_to_the_links(
    request: pytest.FixtureRequest, address: str, tutela: Settings, sign_in: SignIn, size: str
) -> None:
    page = as_person(request.getfixturevalue(size), address, sign_in, an_empty_school())
    page.goto(f"{address}/")
    page.goto(f"{address}/")  # the first time they are led to the set-up
    look.assert_sound(page)
    picture(page, "setup-home")
    page.get_by_role("link", name="What happens if the filter cannot be proved").click()
    look.assert_sound(page)
    page.get_by_role("link", name="Set up your school").click()
    page.get_by_role("button", name="Set up the school").click()
    look.assert_sound(page)
    picture(page, "setup-errors")
    page.get_by_label("Name of the school").fill("Oakfield Academy")
    page.get_by_label("Secondary").check()
    given = {"dsl": ("Dana", "Shah"), "deputy-dsl": ("Dev", "Okafor")}
    for role, (name, family) in given.items():
        page.locator(f"[name={role}-given_name]").fill(name)
        page.locator(f"[name={role}-family_name]").fill(family)
        page.locator(f"[name={role}-login]").fill(name.lower())
        page.locator(f"[name={role}-email]").fill(f"{name.lower()}@oakfield.example")
    picture(page, "setup-filled")
    page.get_by_role("button", name="Set up the school").click()
    look.assert_sound(page)
    picture(page, "setup-links")
    assert page.get_by_text("/sign-in/").count() == 2
    page.get_by_role("button", name="I have handed them over").click()
    page.get_by_role("link", name="What happens if the filter cannot be proved").click()
    look.assert_sound(page)
    picture(page, "setup-fail-policy")
    page.get_by_label("Only help lines").check()
    page.get_by_label("Dana Shah").check()
    page.get_by_role("button", name="Save decision").click()
    page.wait_for_url("**/filter/")
    assert page.get_by_text("Chosen by Dana Shah").is_visible()
    page.goto(f"{address}/set-up/")
    look.assert_sound(page)
    picture(page, "setup-done")
