# ruff: noqa: F811  fixtures are imported from where they are made
"""Hana decides how long records are kept, on a desk and on the smallest phone."""

import pytest

from tests import cast
from tests.browser import look
from tests.browser.site import SignIn, address, as_person, picture  # noqa: F401
from tests.web.conftest import key_folder, sign_in, tutela  # noqa: F401
from tests.web.monitoring.test_retention import store  # noqa: F401
from tutela.events.store import Store

pytestmark = [pytest.mark.browser, pytest.mark.django_db(databases=["default", "transient"])]


@pytest.mark.parametrize("size", ["page", "phone"])
def test_hana_reads_changes_one_and_confirms(
    request: pytest.FixtureRequest, address: str, store: Store, sign_in: SignIn, size: str
) -> None:
    page = as_person(request.getfixturevalue(size), address, sign_in, cast.hana())
    page.goto(f"{address}/")
    page.get_by_role("link", name="How long records are kept").click()
    look.assert_sound(page)
    picture(page, "kept")
    page.locator("[name=events]").fill("5")
    page.get_by_role("button", name="Confirm").click()
    look.assert_sound(page)
    picture(page, "kept-error")
    page.locator("[name=events]").fill("400")
    page.get_by_role("button", name="Confirm").click()
    page.get_by_text("Saved with your name").wait_for()
    look.assert_sound(page)
    picture(page, "kept-decided")
    assert page.get_by_text("Kept for 400 days. Decided by Hana Novak").is_visible()
