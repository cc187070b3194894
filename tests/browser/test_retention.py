# ruff: noqa: F811  fixtures are imported from where they are made
"""Hana decides how long records are kept, on a desk and on the smallest phone."""

from playwright.sync_api import Page

from tests import cast
from tests.browser import look
from tests.browser.site import SignIn, as_person
from tests.web.monitoring.test_retention import store  # noqa: F401
from tutela.events.store import Store


def test_hana_reads_changes_one_and_confirms(phone: Page, address: str, store: Store, sign_in: SignIn) -> None:
    page = as_person(phone, address, sign_in, cast.hana())
    page.goto(f"{address}/")
    page.get_by_role("link", name="How long records are kept").click()
    look.assert_sound(page, "kept")
    page.locator("[name=events]").fill("5")
    page.get_by_role("button", name="Confirm").click()
    look.assert_sound(page, "kept-error")
    page.locator("[name=events]").fill("400")
    page.get_by_role("button", name="Confirm").click()
    page.get_by_text("Saved with your name").wait_for()
    look.assert_sound(page, "kept-decided")
    assert page.get_by_text("Kept for 400 days. Decided by Hana Novak").is_visible()
