"""Passkeys, made and used in a real browser with a virtual key: set up, sign in with or without a password, step-up."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests import cast
from tests.browser import look
from tests.browser.site import as_person
from tutela.web.accounts.operations import close_user, make_sign_in_link

PASSWORD = "copper violin meadow"


class Key:
    """A security key that the browser believes in, with a finger that fits or does not."""

    def __init__(self, page: Page) -> None:
        self.cdp = page.context.new_cdp_session(page)
        self.cdp.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        self.id = self.cdp.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]

    def finger_fits(self, fits: bool) -> None:
        self.cdp.send("WebAuthn.setUserVerified", {"authenticatorId": self.id, "isUserVerified": fits})

    def credentials(self) -> list[dict[str, Any]]:
        return self.cdp.send("WebAuthn.getCredentials", {"authenticatorId": self.id})["credentials"]


@pytest.fixture
def key(page: Page) -> Iterator[Key]:
    return Key(page)


def come_by_link(page: Page, address: str, person: Any) -> None:
    page.goto(make_sign_in_link(user=person.user, actor=cast.SETTING_UP, at=timezone.now(), base_url=address))
    page.get_by_role("button", name="Sign in").click()


def add_passkey(page: Page, address: str, name: str = "") -> None:
    page.goto(f"{address}/account/second-factor/passkeys/add/")
    if name:
        page.get_by_label("Name").fill(name)
    with page.expect_navigation():
        page.get_by_role("button", name="Add").click()


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out").first.click()
    page.wait_for_url("**/sign-in/")


@pytest.mark.requirement("S3.19")
def test_dana_sets_up_a_passkey_and_signs_in_with_nothing_else(page: Page, address: str, key: Key) -> None:
    cast.name_contact()
    dana = cast.dana()
    come_by_link(page, address, dana)
    page.wait_for_url("**/account/second-factor/app/")
    page.get_by_role("link", name="Set up a passkey or a security key instead").click()
    look.assert_sound(page, "passkey-add")
    page.get_by_role("button", name="Add").click()
    page.wait_for_url("**/account/recovery-codes/")
    assert len(re.findall(r"\d{8}", page.locator("#recovery-codes").inner_text())) == 10
    look.assert_sound(page, "passkey-codes")
    page.goto(f"{address}/account/")
    assert "1 passkey" in page.inner_text("main")
    look.assert_sound(page, "passkey-account")
    page.goto(f"{address}/account/second-factor/")
    look.assert_sound(page, "passkey-index")
    sign_out(page)
    look.assert_sound(page, "passkey-sign-in")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(f"{address}/")
    page.goto(f"{address}/account/")
    assert "Dana Shah" in page.inner_text("main")
    (credential,) = key.credentials()
    assert credential["isResidentCredential"]
    assert credential["rpId"] == "localhost"


def test_a_finger_that_does_not_fit_lets_nobody_in(page: Page, address: str, key: Key) -> None:
    come_by_link(page, address, cast.dana())
    add_passkey(page, address)
    sign_out(page)
    key.finger_fits(False)
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_text("That was cancelled, or took too long. Try again.").wait_for()
    look.assert_sound(page, "passkey-refused")
    page.goto(f"{address}/account/")
    page.wait_for_url("**/sign-in/**")


def test_the_passkey_of_a_closed_account_opens_nothing(page: Page, address: str, key: Key) -> None:
    tom = cast.tom()
    come_by_link(page, address, tom)
    add_passkey(page, address)
    sign_out(page)
    close_user(actor=cast.SETTING_UP, user=tom.user, at=timezone.now())
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/sign-in/closed/")


def test_after_the_password_the_passkey_is_the_second_step(page: Page, address: str, key: Key) -> None:
    tom = cast.tom()
    tom.user.set_password(PASSWORD)
    tom.user.save()
    come_by_link(page, address, tom)
    add_passkey(page, address, "Blue key")
    page.goto(f"{address}/account/second-factor/")
    assert "Blue key" in page.inner_text("main")
    sign_out(page)
    page.get_by_label("Login").fill("tom")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/sign-in/code/")
    look.assert_sound(page, "passkey-second-step")
    page.get_by_role("button", name="Use your passkey").click()
    page.wait_for_url(f"{address}/")


def test_a_passkey_is_renamed_and_removed(page: Page, address: str, key: Key) -> None:
    come_by_link(page, address, cast.tom())
    add_passkey(page, address)
    page.goto(f"{address}/account/second-factor/")
    page.get_by_role("link", name="Rename").click()
    look.assert_sound(page, "passkey-rename")
    page.get_by_label("What do you want to call this key?").fill("Key on my ring")
    page.get_by_role("button", name="Save").click()
    assert "Key on my ring" in page.inner_text("main")
    page.get_by_role("link", name="Remove Key on my ring").click()
    look.assert_sound(page, "passkey-remove")
    page.get_by_role("button", name="Remove").click()
    page.wait_for_url("**/account/second-factor/")
    assert "None yet" in page.inner_text("main")


def test_what_matters_is_asked_again_by_passkey(page: Page, address: str, key: Key) -> None:
    come_by_link(page, address, cast.tom())
    add_passkey(page, address)
    page.goto(f"{address}/account/again/passkey/?next=/account/password/first/")
    look.assert_sound(page, "passkey-again")
    page.get_by_role("button", name="Use your passkey").click()
    page.wait_for_url("**/account/password/first/")


def test_at_a_number_the_page_says_why_there_are_no_passkeys(
    page: Page, address: str, sign_in: Callable[..., Any]
) -> None:
    numbers = address.replace("localhost", "127.0.0.1")
    page.goto(f"{numbers}/sign-in/")
    assert "Passkeys belong to a name" in page.inner_text("main")
    assert page.get_by_role("link", name=f"Open {address}/ instead").count() == 1
    look.assert_sound(page, "passkey-by-number")
    as_person(page, numbers, sign_in, cast.tom())
    page.goto(f"{numbers}/account/second-factor/passkeys/add/")
    assert "Passkeys belong to a name" in page.inner_text("main")
    expect(page.get_by_role("button", name="Add")).to_have_count(0)


def test_without_scripts_the_page_says_what_else_to_use(
    scriptless: Page, address: str, sign_in: Callable[..., Any]
) -> None:
    as_person(scriptless, address, sign_in, cast.tom())
    scriptless.goto(f"{address}/account/second-factor/passkeys/add/")
    assert "Passkeys need scripts" in scriptless.inner_text("main")
    assert not scriptless.get_by_role("button", name="Add").is_visible()
