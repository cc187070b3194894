"""Hana opens a case in an emergency; Dana judges, marks what was seen, notes supervision: each form is sent."""

import time
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY as RECORDS
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests import cast
from tests.browser import look
from tests.browser.site import SignIn, as_person, on_day
from tests.browser.test_signing_in import code_of
from tests.web.concerns.scenes import WORDS, a_case, a_concern, by_playbook, somebody
from tutela.web.concerns.models import BodyMark, BrokenGlass, SafeguardingCase, Sanction
from tutela.web.core.models import OutboxMessage
from tutela.web.establishments.models import Person

PROVED_SECONDS_AGO = 3_000
"""Longer than a proof of oneself counts for what matters."""


def proved_long_ago(page: Page, address: str, sign_in: SignIn, person: Person) -> str:
    """Signed in, the second factor given a while ago; the secret of its app."""
    secret = generate_totp_secret()
    TOTP.activate(person.user, secret)
    client = sign_in(person)
    session = client.session
    session[RECORDS] = [one | {"at": time.time() - PROVED_SECONDS_AGO} for one in session[RECORDS]]
    session.save()
    cookie = {"name": "session", "value": client.cookies["session"].value, "url": address}
    page.context.add_cookies([cookie])
    return secret


def a_fight() -> SafeguardingCase:
    case = a_case(
        a_concern(somebody(cast.mia()), somebody(cast.leo(), "alleged"), at=timezone.now(), theme="bullying"),
        at=timezone.now(),
    )
    by_playbook(case.pk, "bullying", at=timezone.now())
    return case


def test_hana_opens_a_case_in_an_emergency_two_are_told_and_dana_says_whether_it_was_right(
    phone: Page, page: Page, address: str, sign_in: SignIn
) -> None:
    cast.name_contact()
    cast.dana(), cast.dev(), cast.chris()
    case = a_case(at=timezone.now())
    secret = proved_long_ago(phone, address, sign_in, cast.hana())
    phone.goto(f"{address}/concerns/emergency/")
    assert urlsplit(phone.url).path != "/concerns/emergency/", "her second factor is asked for first"
    look.assert_sound(phone, "glass-again")
    phone.get_by_label("Code").fill(code_of(secret))
    phone.get_by_role("button", name="Continue").click()
    phone.wait_for_url("**/concerns/emergency/")
    phone.get_by_label("Name").fill("leo")
    phone.get_by_role("button", name="Find").click()
    phone.get_by_label("Leo Marsh").check()
    phone.get_by_role("button", name="Open for an hour").click()
    phone.get_by_text("There is a problem").wait_for()
    look.assert_sound(phone, "glass-without-a-reason")
    assert not BrokenGlass._base_manager.exists()
    assert phone.get_by_label("Leo Marsh").is_checked()
    phone.get_by_label("What is the emergency?").fill("He did not come home. Whom does he know in town?")
    phone.get_by_role("button", name="Open for an hour").click()
    phone.get_by_text("Open for an hour. Others have been told.").wait_for()
    look.assert_sound(phone, "glass-open")
    told = OutboxMessage.objects.filter(kind="concern.glass-broken")
    assert {message.recipient for message in told} == {cast.dana().email, cast.dev().email}
    phone.get_by_role("link", name=f"Case {case.number}").click()
    expect(phone.get_by_role("main")).to_contain_text(WORDS)
    expect(phone.get_by_role("main")).to_contain_text("You can read this until")
    assert not phone.get_by_role("main").get_by_role("button").count(), "there is nothing to write with"
    look.assert_sound(phone, "glass-read")
    answer = phone.goto(f"{address}/concerns/cases/{case.pk}/")
    assert answer is not None
    assert answer.status == 404

    dana = as_person(page, address, sign_in, cast.dana())
    dana.goto(f"{address}/concerns/cases/{case.pk}/")
    look.assert_sound(dana, "glass-seen-by-dana")
    dana.get_by_role("link", name="Review it").click()
    expect(dana.get_by_role("main")).to_contain_text("He did not come home. Whom does he know in town?")
    dana.get_by_label("Yes", exact=True).check()
    dana.get_by_label("Why?").fill("Hana reached the aunt within ten minutes, and he was there.")
    look.assert_sound(dana, "glass-review")
    dana.get_by_role("button", name="Save").click()
    dana.get_by_text("Noted in the chronology").wait_for()
    expect(dana.get_by_role("main")).to_contain_text("Hana reached the aunt within ten minutes")
    look.assert_sound(dana, "glass-reviewed")


@pytest.mark.requirement("S3.21")
def test_dana_notes_a_supervision_session_that_she_and_hana_alone_can_read(
    phone: Page, page: Page, address: str, sign_in: SignIn
) -> None:
    cast.name_contact()
    cast.hana(), cast.dev()
    dana = as_person(phone, address, sign_in, cast.dana())
    dana.goto(f"{address}/concerns/supervision/")
    look.assert_sound(dana, "supervision-none")
    dana.get_by_role("button", name="Note a session").click()
    dana.get_by_role("button", name="Save").click()
    dana.get_by_text("There is a problem").wait_for()
    look.assert_sound(dana, "supervision-missing")
    on_day(dana, "held_on", timezone.localdate() - timedelta(days=1))
    dana.get_by_label("Hana Novak").check()
    dana.get_by_label("What came of it for you?").fill("I take the weekend off, and Dev carries the phone.")
    on_day(dana, "next_on", timezone.localdate() + timedelta(days=28))
    look.assert_sound(dana, "supervision-note")
    dana.get_by_role("button", name="Save").click()
    dana.get_by_text("Dev carries the phone").wait_for()
    look.assert_sound(dana, "supervision-noted")
    for who, reads in ((cast.hana, True), (cast.dev, False)):
        window = as_person(page, address, sign_in, who())
        window.goto(f"{address}/concerns/supervision/")
        window.get_by_role("heading", name="Supervision", level=1).wait_for()
        assert bool(window.get_by_text("Dev carries the phone").count()) is reads
    look.assert_sound(page, "supervision-of-another")


@pytest.mark.requirement("S1.26")
def test_leo_was_made_to_do_it_and_gets_nothing_but_by_danas_own_reasoned_word(
    phone: Page, page: Page, address: str, sign_in: SignIn
) -> None:
    case = a_fight()
    people = f"{address}/concerns/cases/{case.pk}/people/"
    dana = as_person(phone, address, sign_in, cast.dana())
    dana.goto(people)
    look.assert_sound(dana, "conduct-people")
    assert not dana.get_by_role("link", name="Add What followed").count(), "first it is judged whose accord it was"
    dana.get_by_role("link", name="Judge").click()
    dana.get_by_label("No, they were made to").check()
    dana.get_by_label("What is that based on?").fill("Two older boys filmed him and told him to.")
    look.assert_sound(dana, "conduct-judge")
    dana.get_by_role("button", name="Save").click()
    dana.get_by_text("Noted with its reason").wait_for()
    look.assert_sound(dana, "conduct-judged")

    def give(window: Page, *, knowing: bool) -> None:
        window.goto(people)
        window.get_by_role("link", name="Add").first.click()
        window.get_by_label("Putting it right").check()
        window.get_by_label("Why is this fair").fill("He asked whether he may say sorry to her.")
        if knowing:
            window.get_by_label("I know that they were made to do it").check()
        window.get_by_role("button", name="Save").click()

    give(dana, knowing=False)
    dana.get_by_text("There is a problem").wait_for()
    expect(dana.get_by_role("alert")).to_contain_text("made to do it")
    look.assert_sound(dana, "conduct-refused")
    dev = as_person(page, address, sign_in, cast.dev())
    give(dev, knowing=True)
    dev.get_by_text("There is a problem").wait_for()
    look.assert_sound(dev, "conduct-refused-for-dev")
    assert not Sanction._base_manager.exists()
    give(dana, knowing=True)
    dana.get_by_text("The sanction is noted").wait_for()
    expect(dana.get_by_role("main")).to_contain_text("He asked whether he may say sorry to her.")
    look.assert_sound(dana, "conduct-overridden")
    assert Sanction._base_manager.get().overrides


def describe(window: Page, home: str, *, side: str, view: str, what: str) -> None:
    """Note one mark on Mia's forearm."""
    window.goto(home)
    window.get_by_role("button", name="Describe what was seen").click()
    window.get_by_label("Mia Marsh").check()
    window.get_by_label("Which part of the body?").select_option(label="Forearm")
    window.get_by_label(side, exact=True).check()
    window.get_by_label(view).check()
    window.get_by_label("What was plainly to be seen?").fill(what)
    window.get_by_label("Who saw it?").fill("Tom Reed")
    on_day(window, "on", (datetime.now(UTC) - timedelta(days=1)).date())
    window.get_by_label("What time was it?").fill("9:15am")


def test_what_was_seen_on_mia_is_one_list_with_and_without_scripts_and_the_drawing_says_the_same(
    page: Page, scriptless: Page, address: str, sign_in: SignIn
) -> None:
    case = a_fight()
    home = f"{address}/concerns/cases/{case.pk}/body/"
    desk = as_person(page, address, sign_in, cast.dana())
    desk.goto(home)
    look.assert_sound(desk, "body-none")
    describe(desk, home, side="Left", view="From the front", what="A bruise the size of a coin, blue.")
    look.assert_sound(desk, "body-describe")
    desk.get_by_role("button", name="Save").click()
    desk.get_by_text("Noted.").wait_for()
    tablet = as_person(scriptless, address, sign_in, cast.dev())
    describe(tablet, home, side="Right", view="From behind", what="Four small red marks in a row.")
    look.picture(tablet, "body-describe-scriptless")
    tablet.get_by_role("button", name="Save").click()
    tablet.get_by_text("Noted.").wait_for()
    look.picture(tablet, "body-scriptless")
    desk.goto(home)
    look.assert_sound(desk, "body", first_row=".tutela-table tbody tr")
    assert BodyMark._base_manager.count() == 2
    for window in (desk, tablet):
        rows = window.locator(".tutela-table tbody tr").all_inner_texts()
        assert [("bruise" in row, "Four small" in row) for row in rows] == [(True, False), (False, True)]
        for row, (number, side, view) in zip(rows, (("1", "left", "front"), ("2", "right", "behind")), strict=True):
            assert all(word in row for word in (number, "Mia Marsh", "Forearm", side, view, "Tom Reed"))
        drawings = window.get_by_role("img")
        assert drawings.locator("text").all_text_contents() == ["1", "2"], (
            "a mark of each is on the drawing of its side"
        )
        assert all("the list above says the same" in (one.get_attribute("aria-label") or "") for one in drawings.all())
