"""From the first question to the receipt on a phone: how many pages, taps and letters it takes. No clock is asked."""

from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Locator, Page

from tests import cast
from tests.browser import look
from tests.browser.site import SignIn, as_person
from tutela.web.concerns.models import Concern

MOST_PAGES, MOST_TAPS = 7, 18
"""Within a minute: some two seconds for each tap with what is read before it, and the rest for a sentence."""


@dataclass
class Thumb:
    """Goes through the pages as a thumb does and counts."""

    page: Page
    taps: int = 0
    pages: list[str] = field(default_factory=list)
    typed: list[str] = field(default_factory=list)

    def tap(self, what: Locator) -> None:
        what.tap()
        self.taps += 1

    def choose(self, label: str) -> None:
        self.tap(self.page.get_by_label(label, exact=True))

    def write(self, label: str, text: str) -> None:
        self.tap(self.page.get_by_label(label))
        self.page.keyboard.type(text)
        self.typed.append(label)

    def press(self, name: str) -> None:
        """A button; the page that it stands on is one that was seen."""
        here = self.page.url.rstrip("/").rpartition("/")[2]
        if here not in self.pages:
            self.pages.append(here)
        with self.page.expect_navigation():
            self.tap(self.page.get_by_role("button", name=name, exact=True))


@pytest.fixture
def tom(phone: Page, address: str, sign_in: SignIn) -> Thumb:
    """Tom, with the first question open on the smallest phone."""
    cast.name_contact()
    cast.leo()
    as_person(phone, address, sign_in, cast.tom()).goto(f"{address}/report-a-concern/")
    return Thumb(phone)


def finish(thumb: Thumb) -> None:
    """From the question of what happened to the receipt."""
    thumb.write("What happened?", "He showed me a message that frightened him.")
    thumb.press("Continue")
    thumb.choose("Online")
    thumb.press("Continue")
    thumb.choose("I am not sure, or something else")
    thumb.press("Continue")
    thumb.press("Send this report")
    thumb.page.wait_for_url("**/sent/")
    assert thumb.page.get_by_text(Concern._base_manager.get().receipt).is_visible()


@pytest.mark.requirement("S3.25")
def test_tom_has_his_receipt_after_seven_pages_and_one_box_to_write_in(tom: Thumb) -> None:
    tom.choose("No")
    tom.press("Continue")
    tom.write("Name", "leo")
    tom.press("Find")
    tom.choose("Leo Marsh – Years 7 to 11")
    tom.choose("May have been harmed")
    tom.press("Add this person")
    tom.press("Continue")
    tom.choose("Yes")
    tom.press("Continue")
    finish(tom)
    look.assert_sound(tom.page, "quick-receipt")
    print(f"{len(tom.pages)} pages, {tom.taps} taps: {', '.join(tom.pages)}")
    assert len(tom.pages) <= MOST_PAGES
    assert tom.taps <= MOST_TAPS
    assert tom.typed == ["Name", "What happened?"]


@pytest.mark.requirement("S3.25")
def test_nothing_has_to_be_written_but_what_happened(tom: Thumb) -> None:
    tom.choose("No")
    tom.press("Continue")
    tom.press("I do not know who it is")
    tom.choose("Yes")
    tom.press("Continue")
    tom.press("Continue")
    tom.page.get_by_text("There is a problem").wait_for()
    finish(tom)
    print(f"{len(tom.pages)} pages, {tom.taps} taps: {', '.join(tom.pages)}")
    assert tom.typed == ["What happened?"]
    assert len(tom.pages) <= MOST_PAGES
    assert tom.taps <= MOST_TAPS
