"""The browser on the desk of whoever works with Tutela: signing in, filling pages, and looking at them."""

import os
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Playwright, expect

from tests.browser.conftest import QUIET
from tests.browser.look import assert_sound, watch
from tests.journeys.school import one_time_code

PICTURES = Path(os.environ["PICTURES"]) if "PICTURES" in os.environ else None
PASSWORD = "four words nobody guesses"
LONGEST_WAIT = 90_000
"""Milliseconds that a page may take on a machine that is busy with other things."""


@contextmanager
def desk_browser(playwright: Playwright) -> Iterator[Browser]:
    """Chromium as staff have it: it does not go through the proxy."""
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=[*QUIET, *root])
    yield browser
    browser.close()


def new_page(browser: Browser, width: int = 1280) -> Page:
    """A page of somebody's own, with nobody signed in."""
    context = browser.new_context(locale="en-GB", timezone_id="Europe/London", viewport={"width": width, "height": 900})
    context.set_default_timeout(LONGEST_WAIT)
    page = context.new_page()
    watch(page)
    return page


def come_in_by_link(page: Page, link: str, *, name: str) -> None:
    """Open a one-time link, choose a password, set up a second factor where it is asked for; pictures go by `name`."""
    page.goto(link)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_load_state("networkidle")
    if page.locator("input[type=password]").count():
        look_at(page, f"{name}-password")
        for field in page.locator("input[type=password]").all():
            field.fill(PASSWORD)
        page.get_by_role("main").get_by_role("button").first.click()
        page.wait_for_load_state("networkidle")
    if "second-factor" in page.url:
        look_at(page, f"{name}-second-factor")
        page.locator("summary").first.click()
        secret = page.locator("#authenticator_secret").inner_text()
        page.get_by_label(re.compile("code", re.IGNORECASE)).fill(one_time_code(secret))
        page.get_by_role("button", name="Continue").click()
        page.wait_for_url("**/recovery-codes/")
        look_at(page, f"{name}-recovery-codes")


def fill(page: Page, fields: Mapping[str, Any]) -> None:
    """Type and choose what a page asks for; a list ticks boxes."""
    for name, value in fields.items():
        for one in value if isinstance(value, list) else [value]:
            choice = page.locator(f"[name={name}][value='{one}']")
            if choice.count() and choice.first.get_attribute("type") in ("radio", "checkbox"):
                choice.first.check()
            elif page.locator(f"[name={name}][type=checkbox]").count():
                page.locator(f"[name={name}]").check()
            elif one:
                page.locator(f"[name={name}]").fill(one)


def choose(page: Page, question: str, answer: str) -> None:
    """Pick an answer of a question."""
    page.get_by_role("group", name=question).get_by_label(answer, exact=True).check()


def sign_for_monitoring(page: Page, address: str, *, name: str, role: str = "") -> None:
    """Whoever is asked finds it on their home page, reads the words, and signs; pictures go by `name`."""
    page.goto(address)
    page.get_by_role("link", name=re.compile("decision about monitoring")).click()
    look_at(page, f"{name}-asked-to-sign")
    if role:
        page.locator("[name=role_words]").fill(role)
    page.get_by_label("I have read these words and agree to them").check()
    page.get_by_role("button", name="Monitoring may begin").click()
    heading(page, "Monitoring is on")


def heading(page: Page, words: str) -> None:
    """Wait until the page is the one called so."""
    expect(page.get_by_role("heading", level=1)).to_contain_text(words, timeout=LONGEST_WAIT)


def look_at(page: Page, name: str, *, first_row: str = "") -> None:
    """Sound on a desk and on the smallest phone, with a picture of each where pictures are wanted."""
    for width, height, kind in ((320, 640, "-phone"), (1280, 900, "")):
        page.set_viewport_size({"width": width, "height": height})
        picture(page, f"{name}{kind}")
        assert_sound(page, first_row=first_row)


def picture(page: Page, name: str) -> None:
    """Keep what the page looks like, for a person to judge."""
    if PICTURES:
        PICTURES.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=PICTURES / f"{name}.png", full_page=True)
