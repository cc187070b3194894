"""Signing in, seen in a browser: by link, the second factor set up at once, on a desk and on the smallest phone."""

import re

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.utils import timezone
from playwright.sync_api import Page

from tests import cast
from tests.browser import look
from tutela.web.accounts.operations import make_sign_in_link


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(timezone.now().timestamp()) // 30))


@pytest.mark.requirement("S3.19")
def test_dana_comes_in_by_her_link_and_sets_up_her_second_factor(phone: Page, address: str) -> None:
    cast.name_contact()
    dana = cast.dana()
    phone.goto(make_sign_in_link(user=dana.user, actor=cast.SETTING_UP, at=timezone.now(), base_url=address))
    look.assert_sound(phone, "sign-in-by-link")
    phone.get_by_role("button", name="Sign in").click()
    phone.wait_for_url("**/account/second-factor/app/")
    look.assert_sound(phone, "second-factor-set-up")
    phone.get_by_label("Code").fill("12")
    phone.get_by_role("button", name="Continue").click()
    phone.get_by_role("alert").wait_for()
    look.assert_sound(phone, "second-factor-wrong")
    phone.get_by_text("I cannot scan the picture").click()
    secret = phone.locator("#authenticator_secret").inner_text()
    phone.get_by_label("Code").fill(code_of(secret))
    phone.get_by_role("button", name="Continue").click()
    phone.wait_for_url("**/account/recovery-codes/")
    assert len(re.findall(r"\d{8}", phone.locator("#recovery-codes").inner_text())) == 10
    look.assert_sound(phone, "recovery-codes")
    phone.goto(f"{address}/account/")
    look.assert_sound(phone, "account")
    for path, name in (
        ("/account/second-factor/", "second-factor"),
        ("/account/where/", "where"),
        ("/nowhere/", "404"),
    ):
        phone.goto(address + path)
        # a page that is not there says so in the browser's console as well
        look.assert_sound(phone, name, allowed=("404",) if name == "404" else ())


def test_a_wrong_password_is_said_plainly(phone: Page, address: str) -> None:
    cast.tom()
    phone.goto(f"{address}/sign-in/")
    look.assert_sound(phone, "sign-in")
    phone.get_by_label("Login").fill("tom")
    phone.get_by_label("Password", exact=True).fill("not the password")
    phone.get_by_role("button", name="Sign in").click()
    phone.get_by_role("alert").wait_for()
    assert "The login or the password is not right" in phone.inner_text("main")
    look.assert_sound(phone, "sign-in-wrong")
