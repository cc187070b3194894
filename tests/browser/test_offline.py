"""Tom writes on a coach where there is no signal; what he wrote is sealed on his telephone until he is back."""

import pytest
from playwright.sync_api import Page, expect

from tests import cast
from tests.browser import look
from tests.browser.site import SignIn, as_person
from tutela.web.concerns import queries
from tutela.web.concerns.models import ConcernDraft

PAGE = "/report-a-concern/without-connection/"
PHRASE = "otter lantern bicycle"
ACCOUNT = "On the coach Leo said that somebody asks him for pictures."


@pytest.fixture
def telephone(phone: Page, address: str, sign_in: SignIn) -> Page:
    """Tom's own telephone, signed in, with the page open."""
    cast.dana(), cast.leo()
    cast.name_contact()
    page = as_person(phone, address, sign_in, cast.tom())
    page.goto(f"{address}/report-a-concern/")
    page.get_by_role("link", name="Write without a connection").click()
    return page


def keep_drafts(page: Page) -> None:
    page.get_by_label("Pass phrase, at least 12 letters").fill(PHRASE)
    page.get_by_label("The same again").fill(PHRASE)
    page.get_by_label("This device is mine, and nobody else uses it").check()
    page.get_by_role("button", name="Keep sealed drafts on this device").click()
    expect(page.get_by_role("heading", name="Write it down")).to_be_visible()


def write(page: Page) -> None:
    page.get_by_label("Who is it about?").fill("Leo")
    page.get_by_label("What happened?").fill(ACCOUNT)
    page.get_by_role("button", name="Seal it on this device").click()
    expect(page.get_by_text("Sealed on this device. Nobody has it yet")).to_be_visible()


def hand_in(page: Page, phrase: str = PHRASE) -> None:
    page.get_by_label("Pass phrase", exact=True).fill(phrase)
    page.get_by_role("button", name="Go on with it and send it").click()


def kept_on(page: Page) -> str:
    return str(page.evaluate("JSON.stringify(localStorage)"))


def test_tom_writes_without_a_signal_and_goes_on_when_he_is_back(telephone: Page) -> None:
    page = telephone
    look.assert_sound(page, "offline-setup")
    keep_drafts(page)
    look.assert_sound(page, "offline-write")

    page.context.set_offline(True)
    page.reload()
    expect(page.get_by_role("heading", name="Write it down")).to_be_visible()
    assert "Tom Reed" not in page.content()
    write(page)
    assert page.get_by_label("What happened?").input_value() == ""
    kept = kept_on(page)
    assert "coach" not in kept
    assert "Leo" not in kept
    hand_in(page, "something else entirely")
    expect(page.get_by_text("That is not the pass phrase of this device.")).to_be_visible()
    hand_in(page)
    expect(page.get_by_text("There is no connection. Your drafts stay here, sealed.")).to_be_visible()
    assert not ConcernDraft._base_manager.exists()

    page.context.set_offline(False)
    page.reload()
    look.assert_sound(page, "offline-kept", allowed=("ERR_INTERNET_DISCONNECTED",))
    hand_in(page)
    page.wait_for_url("**/danger/")
    answers = queries.read_answers(ConcernDraft._base_manager.get())
    assert (answers["what_happened"], answers["looking_for"]) == (ACCOUNT, "Leo")
    page.goto(page.url.partition("/report-a-concern/")[0] + PAGE)
    expect(page.get_by_role("heading", name="Write it down")).to_be_visible()
    assert not page.get_by_role("heading", name="Sealed on this device").is_visible()


def test_who_is_signed_out_is_told_so_and_keeps_the_draft(telephone: Page) -> None:
    page = telephone
    keep_drafts(page)
    write(page)
    page.context.clear_cookies()
    hand_in(page)
    expect(page.get_by_text("You are not signed in. Your drafts stay here, sealed.")).to_be_visible()
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()
    assert "sealed" in kept_on(page)


def test_a_device_that_others_use_keeps_nothing_and_forgets_when_told_so(telephone: Page) -> None:
    page = telephone
    page.get_by_label("Pass phrase, at least 12 letters").fill(PHRASE)
    page.get_by_label("The same again").fill(PHRASE)
    page.get_by_role("button", name="Keep sealed drafts on this device").click()
    expect(page.get_by_text("Say that this device is yours alone.")).to_be_visible()
    assert kept_on(page) == "{}"
    keep_drafts(page)
    write(page)
    page.get_by_text("Stop keeping drafts on this device").click()
    page.get_by_label("I am sure. What is sealed here and was not sent is gone for good.").check()
    page.get_by_role("button", name="Forget everything on this device").click()
    expect(page.get_by_role("button", name="Keep sealed drafts on this device")).to_be_visible()
    assert kept_on(page) == "{}"
    assert page.evaluate("caches.keys()") == []
