"""Accounts as their keepers and their owners see them: the list, a link, a lost factor, the browsers one is in."""

import re
from datetime import date, timedelta

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.utils import timezone
from playwright.sync_api import Page

from tests import cast
from tests.browser import look
from tests.browser.site import SignIn, as_person
from tutela.web.accounts.models import LostFactor, SignedInBrowser

PASSWORD = "copper violin meadow"


def test_ivy_finds_a_leaver_and_closes_the_account(page: Page, address: str, sign_in: SignIn) -> None:
    cast.name_contact()
    for make in cast.EVERYBODY:
        make()
    sue = cast.sue()
    sue.left_on = date(2026, 7, 20)
    sue.save()
    tom = cast.tom()
    tom.user.last_login = timezone.now() - timedelta(days=2)
    tom.user.save()
    as_person(page, address, sign_in, cast.ivy())
    page.goto(f"{address}/account/")
    look.assert_sound(page, "accounts-own")
    page.get_by_role("link", name="Accounts you look after").click()
    look.assert_sound(page, "accounts", first_row=".tutela-table tbody tr")
    page.get_by_role("link", name=re.compile("left, still open")).click()
    look.assert_sound(page, "accounts-leavers")
    page.get_by_role("link", name="Sue Lane").click()
    look.assert_sound(page, "accounts-one")
    page.get_by_role("button", name="Close account").click()
    look.assert_sound(page, "accounts-close")
    page.get_by_role("button", name="Close account").click()
    page.get_by_text("The account of Sue Lane is closed").wait_for()
    look.assert_sound(page, "accounts-closed")
    page.goto(f"{address}/accounts/{tom.user_id}/")
    page.get_by_role("button", name="Make a sign-in link").click()
    look.assert_sound(page, "accounts-link")
    page.get_by_role("button", name="Make link").click()
    page.locator("#link").wait_for()
    look.assert_sound(page, "accounts-link-made")
    page.goto(f"{address}/accounts/{cast.dana().user_id}/")
    look.assert_sound(page, "accounts-dsl")
    page.goto(f"{address}/accounts/?name=nobody+at+all")
    look.assert_sound(page, "accounts-none")


def test_dana_lost_her_phone_and_comes_back(page: Page, address: str, sign_in: SignIn) -> None:
    cast.name_contact()
    cast.chris()
    dana = cast.dana()
    dana.user.set_password(PASSWORD)
    dana.user.save()
    TOTP.activate(dana.user, generate_totp_secret())
    as_person(page, address, sign_in, cast.hana())
    page.goto(f"{address}/accounts/lost-factors/")
    page.get_by_label("Name or login").fill("shah")
    page.get_by_role("button", name="Find").click()
    look.assert_sound(page, "lost-find")
    page.get_by_role("link", name="Dana Shah").click()
    page.get_by_role("button", name="Continue").click()
    look.assert_sound(page, "lost-ask-error")
    page.get_by_label("I know them, and they are here with me").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_text("Now a second person has to make sure").wait_for()
    look.assert_sound(page, "lost-asked")
    request = page.url
    page.context.clear_cookies()
    as_person(page, address, sign_in, cast.dev())
    page.goto(f"{address}/accounts/lost-factors/")
    look.assert_sound(page, "lost-list")
    page.goto(request)
    look.assert_sound(page, "lost-confirm")
    page.get_by_label("I know their voice").check()
    page.get_by_role("button", name="Confirm that it is them").click()
    page.get_by_text("The code can be made").wait_for()
    look.assert_sound(page, "lost-wait")
    LostFactor.objects.update(ready_at=timezone.now())
    page.reload()
    look.assert_sound(page, "lost-ready")
    page.get_by_role("button", name="Make the code").click()
    code = page.locator("#code").inner_text()
    look.assert_sound(page, "lost-code")
    page.context.clear_cookies()
    page.goto(f"{address}/sign-in/")
    page.get_by_label("Login").fill("dana")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/sign-in/code/")
    page.get_by_text("I have lost my phone or my passkey").click()
    look.assert_sound(page, "lost-second-step")
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/account/second-factor/app/")
    look.assert_sound(page, "lost-set-up")


def test_dana_is_told_and_stops_it(page: Page, address: str, sign_in: SignIn) -> None:
    dana = cast.dana()
    as_person(page, address, sign_in, dana)
    now = timezone.now()
    LostFactor.objects.create(
        establishment_id=dana.establishment_id,
        user=dana.user,
        asked_by=cast.hana().user,
        asked_how="in-person",
        asked_at=now,
        needs_confirming=True,
        lapses_at=now + timedelta(days=1),
    )
    page.goto(f"{address}/account/second-factor/")
    look.assert_sound(page, "lost-not")
    page.get_by_role("button", name="I have not lost it: stop this").click()
    page.get_by_text("Stopped. Your second factor stays as it is.").wait_for()


def test_tom_sees_where_he_is_signed_in(page: Page, address: str, sign_in: SignIn) -> None:
    tom = cast.tom()
    tom.user.set_password(PASSWORD)
    tom.user.save()
    page.goto(f"{address}/sign-in/")
    page.get_by_label("Login").fill("tom")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{address}/")
    elsewhere = sign_in(tom)
    elsewhere.get("/account/")
    SignedInBrowser.objects.create(
        user=tom.user,
        session_hash=elsewhere.session["listed_as"],
        program="Safari",
        system="iPad",
        began_at=timezone.now() - timedelta(hours=2),
        seen_at=timezone.now() - timedelta(minutes=20),
    )
    page.goto(f"{address}/account/browsers/")
    look.assert_sound(page, "browsers")
    page.get_by_role("button", name="Sign out everywhere else").click()
    page.get_by_text("1 other browser is signed out").wait_for()
    assert elsewhere.get("/account/").status_code == 302
    page.goto(f"{address}/account/password/")
    look.assert_sound(page, "password-change")
    page.goto(f"{address}/account/again/")
    look.assert_sound(page, "again")
    page.goto(f"{address}/sign-out/")
    look.assert_sound(page, "sign-out")
    page.goto(f"{address}/sign-in/closed/")
    look.assert_sound(page, "closed")


def test_the_pages_of_second_factors_look_alike(page: Page, address: str, sign_in: SignIn) -> None:
    as_person(page, address, sign_in, cast.hana())
    for path, name in (
        ("/account/second-factor/", "factors"),
        ("/account/second-factor/app/remove/", "factors-remove-app"),
        ("/account/recovery-codes/new/", "factors-new-codes"),
        ("/account/again/code/?next=/", "again-code"),
        ("/account/password/first/", "password-first"),
    ):
        page.goto(address + path)
        look.assert_sound(page, name)
