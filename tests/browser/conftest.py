"""A real Chromium for tests that look at pages: Debian's, driven by Playwright, silent towards the network.

Whoever looks at the whole site asks for `address`, `phone` (or `page`) and `sign_in`: see tests/browser/site.py.
"""

# Django has to stand before anything of ours that it knows is imported
# ruff: noqa: E402

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

from tests.browser.site import address as address
from tests.web.conftest import key_folder as key_folder
from tests.web.conftest import sign_in as sign_in
from tests.web.conftest import tutela as tutela

# Playwright's loop makes Django think that the test is asynchronous; it is not.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

PATIENCE_MILLISECONDS = 45_000
"""A page that is right is there in a second; on a machine that others share it may take many."""
expect.set_options(timeout=PATIENCE_MILLISECONDS)

UNWANTED = (
    # what Playwright asks for; naming any feature takes the place of its list
    "AvoidCorsURLLoaderRestartOnRedirect",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "PaintHolding",
    "ThirdPartyStoragePartitioning",
    # it would ask somebody on the network
    "AimEnabled",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PreconnectToSearch",
    # its own toolbar is a page now, and costs more to draw for each window than most of ours
    "InitialWebUI",
    "PreloadTopChromeWebUI",
    "WebUIOmniboxAimPopup",
    "WebUIOmniboxPopup",
    "WebUIToolbarProcessOverheadExperiment",
)
"""Features of Chromium that no test is about."""
QUIET = (
    f"--disable-features={','.join(UNWANTED)}",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--no-first-run",
)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test here drives a browser, and may use both databases."""
    for item in items:
        if "/tests/browser/" in item.path.as_posix():
            item.add_marker("browser")
            if item.get_closest_marker("django_db") is None:
                item.add_marker(pytest.mark.django_db(databases=["default", "transient"]))


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
