"""A real Chromium for tests that look at pages: Debian's, driven by Playwright, silent towards the network."""

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from tests.browser import look
from tutela.settings import load
from tutela.web import project

project.start(load())

# Playwright's loop makes Django think that the test is asynchronous; it is not.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

PATIENCE_MILLISECONDS = 30_000
"""A page that is right is there in a second; on a machine that others share it may take many."""
expect.set_options(timeout=PATIENCE_MILLISECONDS)

QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--no-first-run",
)


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """One browser for the whole run; each test gets pages of its own."""
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("chromium is not installed (Debian: apt-get install chromium)")
    root = ("--no-sandbox",) if os.geteuid() == 0 else ()
    browser = playwright.chromium.launch(executable_path=program, args=[*QUIET, *root])
    yield browser
    browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page on a desk: 1280 pixels wide."""
    yield from _page(browser, viewport={"width": 1280, "height": 900})


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A page on the smallest phone that must work: 320 pixels wide."""
    yield from _page(browser, viewport={"width": 320, "height": 640}, is_mobile=True, has_touch=True)


@pytest.fixture
def scriptless(browser: Browser) -> Iterator[Page]:
    """A page on that phone with scripts turned off."""
    yield from _page(browser, viewport={"width": 320, "height": 640}, java_script_enabled=False)


def _page(browser: Browser, **options: Any) -> Iterator[Page]:
    context = browser.new_context(locale="en-GB", timezone_id="Europe/London", **options)
    context.set_default_timeout(PATIENCE_MILLISECONDS)
    page = context.new_page()
    look.watch(page)
    yield page
    context.close()
