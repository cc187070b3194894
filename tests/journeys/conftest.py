"""The fixtures of journeys: one running school for a module, and browsers on both sides of it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Playwright

from tests.journeys.school import School, learners_browser, running_school


@pytest.fixture(scope="module")
def school() -> Iterator[School]:
    with running_school() as running:
        yield running


@pytest.fixture
def laptop(playwright: Playwright, school: School) -> Iterator[Page]:
    """Leo's laptop, behind the proxy."""
    with learners_browser(playwright, school) as page:
        yield page
