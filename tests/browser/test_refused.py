"""A page that lost its proof: what was written is sent with one press, on a desk and on the smallest phone."""

from playwright.sync_api import Page

from tests import cast
from tests.browser import look
from tests.browser.site import SignIn, as_person
from tests.browser.test_worries import go_on
from tests.web.worries.scenes import readers


def test_a_child_whose_page_lost_its_proof_sends_what_was_written_again(phone: Page, address: str) -> None:
    readers()
    phone.goto(f"{address}/tell-us/oakfield/for/7-11/")
    phone.get_by_label("No", exact=True).check()
    go_on(phone)
    told = "A boy in my class takes my bag each day. He says he will hurt my dog, and I do not know whom to tell."
    phone.get_by_label("What happened?").fill(told)
    for cookie in phone.context.cookies():
        if cookie["name"].endswith("csrf"):
            phone.context.clear_cookies(name=cookie["name"])
    go_on(phone)
    look.assert_sound(phone, "refused-ours", allowed=("403 (Forbidden)",))
    phone.get_by_role("button", name="Send it again").click()
    phone.get_by_role("heading", name="Who").first.wait_for()


def test_tom_reads_in_plain_words_that_another_website_cannot_act_for_him(
    page: Page, address: str, sign_in: SignIn
) -> None:
    tom = as_person(page, address, sign_in, cast.tom())
    tom.goto("about:blank")
    tom.set_content(f'<form method="post" action="{address}/report-a-concern/"><button>Win a prize</button></form>')
    tom.get_by_role("button", name="Win a prize").click()
    tom.get_by_text("no other website can act in your name").wait_for()
    look.assert_sound(tom, "refused-elsewhere", allowed=("403 (Forbidden)",))
