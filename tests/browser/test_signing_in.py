"""Signing in, seen in a browser: by link, the second factor set up at once, on a desk and on the smallest phone."""

import re

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.utils import timezone
from playwright.sync_api import Page

from tests import cast
from tests.browser.look import assert_sound
from tests.browser.site import address, picture
from tests.web.conftest import key_folder, sign_in, tutela
from tutela.web.accounts.operations import make_sign_in_link

__all__ = ["address", "key_folder", "sign_in", "tutela"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(databases=["default", "transient"])]


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(timezone.now().timestamp()) // 30))


@pytest.mark.requirement("S3.19")
@pytest.mark.parametrize("screen", ["page", "phone"])
def test_dana_comes_in_by_her_link_and_sets_up_her_second_factor(
    screen: str, address: str, request: pytest.FixtureRequest
) -> None:
    page: Page = request.getfixturevalue(screen)
    cast.name_contact()
    dana = cast.dana()
    page.goto(make_sign_in_link(user=dana.user, actor=cast.SETTING_UP, at=timezone.now(), base_url=address))
    _look(page, "sign-in-by-link")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/account/second-factor/app/")
    _look(page, "second-factor-set-up")
    page.get_by_label("Code").fill("12")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("alert").wait_for()
    _look(page, "second-factor-wrong")
    page.get_by_text("I cannot scan the picture").click()
    secret = page.locator("#authenticator_secret").inner_text()
    page.get_by_label("Code").fill(code_of(secret))
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/account/recovery-codes/")
    assert len(re.findall(r"\d{8}", page.locator("#recovery-codes").inner_text())) == 10
    _look(page, "recovery-codes")
    page.goto(f"{address}/account/")
    _look(page, "account")
    for path, name in (
        ("/account/second-factor/", "second-factor"),
        ("/account/where/", "where"),
        ("/nowhere/", "404"),
    ):
        page.goto(address + path)
        _look(page, name)


@pytest.mark.parametrize("screen", ["page", "phone"])
def test_a_wrong_password_is_said_plainly(screen: str, address: str, request: pytest.FixtureRequest) -> None:
    page: Page = request.getfixturevalue(screen)
    cast.tom()
    page.goto(f"{address}/sign-in/")
    _look(page, "sign-in")
    page.get_by_label("Login").fill("tom")
    page.get_by_label("Password", exact=True).fill("not the password")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("alert").wait_for()
    assert "The login or the password is not right" in page.inner_text("main")
    _look(page, "sign-in-wrong")


def _look(page: Page, name: str) -> None:
    picture(page, name)
    # a page that is not there says so in the browser's console as well
    assert_sound(page, allowed=("404",) if name == "404" else ())
