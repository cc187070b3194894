"""A report about the lead and one about the head, from the phone of whoever reports to the outcome."""

from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from tests import cast
from tests.browser import look
from tests.browser.site import SignIn, as_person, on_day
from tests.browser.test_worries import go_on
from tests.web.concerns.scenes import a_case, a_concern, an_unread_concern, named, somebody
from tutela.web.establishments.models import Person

WHAT = "She read a learner’s private messages on his phone and told him to tell nobody at home."


def report(window: Page, address: str, about: Person, words: str, *, may_choose: bool = True) -> None:
    """Somebody reports an adult: chosen from those who work here, or by a name where they may not choose."""
    window.goto(f"{address}/in-confidence/report/")
    window.get_by_label("It does not feel right").check()
    window.get_by_role("button", name="Save and continue").click()
    window.get_by_role("radio", name="No", exact=True).check()
    window.get_by_label("Who is it about?").fill(about.family_name)
    window.get_by_label("What did you see").fill(words)
    window.get_by_role("button", name="Send this report").click()
    if may_choose:
        window.get_by_text("There is a problem").wait_for()
        window.get_by_label(about.full_name).check()
        window.get_by_role("button", name="Send this report").click()
    window.get_by_role("heading", name="Your report was received").wait_for()


def decide(window: Page, decision: str, words: str) -> None:
    window.get_by_role("button", name="Decide on the threshold").click()
    look.assert_sound(window, "threshold")
    window.get_by_label(decision, exact=True).check()
    window.get_by_label("Why?").fill(words)
    window.get_by_role("button", name="Save the decision").click()


def end(window: Page, outcome: str, words: str) -> None:
    window.get_by_role("button", name="Give the outcome").click()
    look.assert_sound(window, "outcome")
    window.get_by_label(outcome, exact=True).check()
    window.get_by_label("What was found").fill(words)
    window.get_by_role("button", name="Save the outcome").click()
    window.get_by_role("heading", name="Outcome", level=2).wait_for()


def finds_nothing(window: Page, address: str, sign_in: SignIn, who: Callable[[], Person], matter: str) -> None:
    """Neither the matter nor a word of it, on any page that leads somewhere from the menu."""
    as_person(window, address, sign_in, who())
    assert window.goto(matter).status == 404
    for path in ("/", "/concerns/", "/cases/", "/in-confidence/mine/"):
        window.goto(address + path)
        assert not window.get_by_text("private messages").count()
        assert not window.locator(f"a[href*='{matter.rsplit('/', 2)[1]}']").count()


@pytest.mark.requirement("S3.16")
def test_an_allegation_about_dana_goes_to_hana_and_dana_finds_nothing_of_it(
    phone: Page, page: Page, address: str, sign_in: SignIn
) -> None:
    cast.name_contact()
    cast.hana(), cast.chris()
    as_person(phone, address, sign_in, cast.tom()).goto(f"{address}/in-confidence/report/")
    look.assert_sound(phone, "report")
    phone.get_by_label("I am not sure").check()
    phone.get_by_role("button", name="Save and continue").click()
    look.assert_sound(phone, "tell")
    phone.get_by_label("What did you see").fill("He said")
    phone.get_by_role("button", name="Save and come back later").click()
    look.assert_sound(phone, "kept")
    phone.get_by_role("link", name="Go on with the report").click()
    assert phone.get_by_label("What did you see").input_value() == "He said"
    report(phone, address, cast.dana(), WHAT)
    look.assert_sound(phone, "sent")
    as_person(page, address, sign_in, cast.hana()).goto(f"{address}/in-confidence/")
    look.assert_sound(page, "matters", first_row=".tutela-table tbody tr")
    page.get_by_role("link", name="Dana Shah").click()
    matter = page.url
    look.assert_sound(page, "matter-new")
    decide(page, "The harm threshold may be met", "He is fourteen, and was told to keep it secret.")
    look.assert_sound(page, "matter-harm")
    page.get_by_role("link", name="Make the referral ready to send").first.click()
    look.assert_sound(page, "refer")
    page.goto(matter)
    page.get_by_role("button", name="I have told them").click()
    look.assert_sound(page, "officer")
    page.get_by_label("Whom did you speak with?").fill("Ms Low, the council’s LADO, NS/77")
    on_day(page, "on", timezone.localdate())
    page.get_by_label("What time?").fill("0:00")
    page.get_by_label("What did you tell them").fill("The words above. They speak with the police first.")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Report a concern for a").click()
    look.assert_sound(page, "for-learner")
    page.goto(matter)
    page.get_by_role("link", name="Open it to somebody").click()
    look.assert_sound(page, "open-to")
    page.goto(matter)
    end(page, "Unsubstantiated", "The messages are gone; his account and hers stand against each other.")
    look.assert_sound(page, "matter-ended")
    as_person(phone, address, sign_in, cast.hana()).goto(matter)
    look.assert_sound(phone, "matter-phone")
    finds_nothing(page, address, sign_in, cast.dana, matter)


@pytest.mark.requirement("S3.16")
def test_low_level_concerns_about_hana_go_to_the_chair_and_stand_together(
    phone: Page, page: Page, address: str, sign_in: SignIn
) -> None:
    cast.name_contact()
    cast.hana(), cast.chris(), cast.theo()
    for who, words in (
        (cast.sue, "She gave a learner a lift home."),
        (cast.ivy, "She has learners as online friends."),
    ):
        report(as_person(phone, address, sign_in, who()), address, cast.hana(), words)
    as_person(page, address, sign_in, cast.chris()).goto(f"{address}/in-confidence/")
    page.get_by_role("link", name="Hana Novak").first.click()
    decide(page, "A low-level concern", "Below the threshold by itself.")
    look.assert_sound(page, "low-level")
    page.locator(".tutela-table tbody th a").first.click()
    decide(page, "A low-level concern", "And so is this.")
    page.get_by_text("more than one low-level concern").wait_for()
    matter = page.url
    look.assert_sound(page, "pattern")
    end(page, "Guidance given", "Talked through with her; she ends the contacts online and drives nobody.")
    look.assert_sound(page, "low-level-ended")
    page.goto(f"{address}/in-confidence/figures/")
    look.assert_sound(page, "figures")
    finds_nothing(page, address, sign_in, cast.hana, matter)
    as_person(phone, address, sign_in, cast.hana()).goto(f"{address}/in-confidence/")
    look.assert_sound(phone, "nothing-for-hana")
    gwen = as_person(phone, address, sign_in, cast.gwen())
    report(gwen, address, cast.chris(), "He came to a lesson drunk.", may_choose=False)
    look.assert_sound(phone, "sent-outside")
    phone.get_by_role("link", name="How your report stands").click()
    look.assert_sound(phone, "mine-outside")
    phone.get_by_role("link", name="Your words as a letter").click()
    look.picture(phone, "letter")
    as_person(phone, address, sign_in, cast.ivy()).goto(f"{address}/in-confidence/outside/note/")
    look.assert_sound(phone, "note-outside")


@pytest.mark.requirement("S3.16")
def test_a_concern_about_tom_by_the_usual_form_goes_to_hana_and_dana_hands_on_what_was_not_clear(
    phone: Page, page: Page, address: str, sign_in: SignIn
) -> None:
    cast.name_contact()
    cast.hana(), cast.chris(), cast.tom(), cast.leo()
    sue = as_person(phone, address, sign_in, cast.sue())
    sue.goto(f"{address}/report-a-concern/")
    sue.get_by_label("No", exact=True).check()
    go_on(sue)
    for name, full_name, part in (
        ("leo", "Leo Marsh", "May have been harmed"),
        ("reed", "Tom Reed", "May have caused"),
    ):
        sue.get_by_label("Name").fill(name)
        sue.get_by_role("button", name="Find").click()
        sue.get_by_label(full_name).check()
        sue.get_by_label(part).check()
        sue.get_by_role("button", name="Add").first.click()
    look.assert_sound(sue, "who-is-an-adult")
    go_on(sue)
    sue.get_by_label("What happened?").fill(WHAT)
    go_on(sue)
    sue.get_by_label("In person").check()
    go_on(sue)
    sue.get_by_label("I am not sure").check()
    go_on(sue)
    look.assert_sound(sue, "check-about-an-adult")
    sue.get_by_role("button", name="Send this report").click()
    look.assert_sound(sue, "sent-about-an-adult")
    as_person(page, address, sign_in, cast.hana()).goto(f"{address}/in-confidence/")
    page.get_by_role("link", name="Tom Reed").click()
    look.assert_sound(page, "came-as-a-concern")
    matter = page.url

    unclear = an_unread_concern(
        somebody(cast.leo()), named("Tom"), by=cast.ivy(), at=timezone.now(), what_happened="Tom sent him messages."
    )
    as_person(page, address, sign_in, cast.dana()).goto(f"{address}/concerns/{unclear.pk}/")
    look.assert_sound(page, "may-be-about-an-adult")
    page.get_by_role("link", name="Hand it on in confidence").click()
    look.assert_sound(page, "hand-on")
    page.get_by_label("Who is it about?").fill("Mr Reed, as Leo says")
    page.get_by_role("button", name="Hand it on").click()
    page.get_by_text("It was handed on in confidence").wait_for()
    look.assert_sound(page, "handed-on")
    page.locator(".tutela-table tbody a").first.click()
    look.assert_sound(page, "look-after-leo")
    for one in (matter, f"{address}/in-confidence/{unclear.pk}/"):
        finds_nothing(page, address, sign_in, cast.dana, one)
    assert page.goto(f"{address}/concerns/{unclear.pk}/").status == 404


def test_dana_hands_on_a_concern_that_is_part_of_a_case(page: Page, address: str, sign_in: SignIn) -> None:
    cast.name_contact()
    cast.hana(), cast.chris(), cast.tom(), cast.leo(), cast.dev()
    concern = a_concern(somebody(cast.leo()), named("the tall man"), by=cast.sue())
    case = a_case(concern)
    dana = as_person(page, address, sign_in, cast.dana())
    dana.goto(f"{address}/concerns/{concern.pk}/")
    dana.get_by_role("link", name="It is about an adult who works here").click()
    look.assert_sound(dana, "hand-on-from-a-case")
    dana.get_by_label("Who is it about?").fill("Mr Reed")
    dana.get_by_role("button", name="Hand it on").click()
    dana.wait_for_url(f"**/cases/{case.pk}/")
    look.assert_sound(dana, "case-without-it")
