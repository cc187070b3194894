"""A child of nine on a tablet, a parent on a phone, and Dana who answers: from the first page to the last."""

import re

from playwright.sync_api import Page

from tests import cast
from tests.browser import look
from tests.browser.site import SignIn, as_person
from tests.web.worries.scenes import last_concern, readers


def go_on(page: Page, button: str = "Continue") -> None:
    page.get_by_role("button", name=button, exact=True).click()


def test_a_child_of_nine_tells_a_worry_and_reads_what_dana_answers(
    page: Page, phone: Page, address: str, sign_in: SignIn
) -> None:
    readers()
    cast.name_contact()
    page.set_viewport_size({"width": 768, "height": 1024})
    page.goto(f"{address}/sign-in/")
    page.get_by_role("link", name="Tell us a worry").click()
    look.assert_sound(page, "place")
    page.get_by_role("link", name="I am 7 to 11").click()
    look.assert_sound(page, "1-danger")
    page.get_by_label("I am not sure").check()
    go_on(page)
    look.assert_sound(page, "2-what-in-danger")
    page.get_by_label("What happened?").fill("A boy in my class takes my bag each day. He says he will hurt my dog.")
    go_on(page)
    page.get_by_label("Me", exact=True).check()
    go_on(page)
    page.get_by_label("Did somebody do this?").fill("Ben in 5C")
    go_on(page)
    go_on(page)
    look.assert_sound(page, "5-place-wrong")
    page.get_by_label("Not on a screen").check()
    go_on(page)
    page.get_by_label("Yes").check()
    look.assert_sound(page, "6-name")
    page.get_by_label("No", exact=True).check()
    go_on(page)
    go_on(page, "Send it")
    look.assert_sound(page, "8-words")
    words = page.locator(".worries-words li").all_inner_texts()
    page.get_by_role("button", name="I have written them down").click()
    number = int(re.findall(r"number (\d)", page.locator("main").inner_text())[0])
    page.get_by_label("What is word number").fill(words[number - 1])
    go_on(page)
    look.assert_sound(page, "10-sent")

    dana = as_person(phone, address, sign_in, cast.dana())
    dana.goto(f"{address}/concerns/{last_concern().pk}/")
    dana.get_by_role("link", name="Write to whoever told us").click()
    look.assert_sound(dana, "answering")
    dana.get_by_label("Your answer").fill(
        "Thank you for telling us. You did the right thing. Where do you see him next?"
    )
    go_on(dana, "Send the answer")
    dana.get_by_text("Your answer waits for them").wait_for()

    page.get_by_role("link", name="This is where you come back").click()
    page.get_by_label("Your six words").fill(" ".join(words))
    go_on(page, "Open")
    page.get_by_text("You did the right thing").wait_for()
    look.assert_sound(page, "mine")
    page.get_by_label("Do you want to write something more?").fill("At the gate after school.")
    go_on(page, "Send")
    page.get_by_text("At the gate after school.").wait_for()
    page.get_by_role("link", name="Say who you are").click()
    look.assert_sound(page, "say-who")
    page.get_by_role("link", name="Stay without a name").click()
    go_on(page, "Close this")
    page.get_by_role("heading", name="Tell us a worry").wait_for()


def test_a_parent_on_a_phone_and_somebody_who_reads_with_pictures(phone: Page, address: str) -> None:
    readers()
    phone.goto(f"{address}/tell-us/oakfield/")
    phone.get_by_role("link", name="I am a parent or carer").click()
    look.assert_sound(phone, "parent-1")
    phone.get_by_label("No", exact=True).check()
    go_on(phone)
    phone.get_by_label("What happened?").fill("My daughter says that Mrs Shah shouts at her when nobody is there.")
    go_on(phone)
    phone.get_by_label("My child, or somebody else").check()
    phone.get_by_label("Their name").fill("Mia Marsh")
    go_on(phone)
    go_on(phone)
    phone.get_by_label("In person").check()
    go_on(phone)
    phone.get_by_label("No", exact=True).check()
    go_on(phone)
    phone.get_by_text("You wrote “Mrs Shah”").wait_for()
    look.assert_sound(phone, "parent-check")
    phone.goto(f"{address}/tell-us/oakfield/for/easy-read/who/")
    look.assert_sound(phone, "easy-read-who")


def test_a_child_of_nine_reports_under_her_own_name_and_a_parent_on_a_phone(
    page: Page, phone: Page, address: str, sign_in: SignIn
) -> None:
    readers()
    cast.name_contact()
    mia = as_person(page, address, sign_in, cast.mia())
    mia.goto(f"{address}/")
    mia.get_by_role("link", name="Report a concern").first.click()
    look.assert_sound(mia, "own-1-danger")
    mia.get_by_label("I am not sure").check()
    go_on(mia)
    look.assert_sound(mia, "own-2-what-in-danger")
    mia.get_by_label("What happened?").fill("A boy in my class takes my bag each day.")
    go_on(mia)
    mia.get_by_label("Me", exact=True).check()
    look.assert_sound(mia, "own-3-who")
    go_on(mia)
    mia.get_by_label("Did somebody do this?").fill("Ben in 5C")
    go_on(mia)
    mia.get_by_label("Not on a screen").check()
    go_on(mia)
    look.assert_sound(mia, "own-6-check")
    go_on(mia, "Send it")
    mia.get_by_text("Who was told").wait_for()
    look.assert_sound(mia, "own-7-sent")
    mia.get_by_role("link", name="See how it stands").click()
    look.assert_sound(mia, "own-8-mine")
    mia.get_by_role("link", name="Write more").click()
    look.assert_sound(mia, "own-9-add")

    pat = as_person(phone, address, sign_in, cast.pat())
    pat.goto(f"{address}/report-a-concern/")
    look.assert_sound(pat, "own-parent-1")
    pat.get_by_role("link", name="Tell us without my name").click()
    pat.get_by_role("heading", name="Tell us a worry").wait_for()
    pat.goto(f"{address}/report-a-concern/in-my-words/?words=easy-read")
    look.assert_sound(pat, "own-easy-read")
