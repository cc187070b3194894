"""Every part, looked at in a real browser on a desk and on the smallest phone; and whether the looking sees faults."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.browser import look
from tests.web.look.site import served

pytestmark = pytest.mark.browser

ADDRESSES = ["/", "/parts/", "/alerts/?severity=1&severity=2", "/report/", "/question/", "/learner/", "/?as=nobody"]
FIRST_ROW = ".tutela-table tbody tr"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served() as running:
        yield running


def row_of(path: str) -> str:
    return FIRST_ROW if path.startswith("/alerts/") else ""


@pytest.mark.parametrize("path", ADDRESSES)
def test_a_page_is_sound_on_a_desk(page: Page, address: str, path: str) -> None:
    page.goto(address + path)
    look.assert_sound(page, first_row=row_of(path))


@pytest.mark.parametrize("path", ADDRESSES)
def test_a_page_is_sound_on_the_smallest_phone(phone: Page, address: str, path: str) -> None:
    phone.goto(address + path)
    look.assert_sound(phone, first_row=row_of(path))


@pytest.mark.parametrize("path", ADDRESSES)
def test_a_page_reads_and_works_without_script(scriptless: Page, address: str, path: str) -> None:
    scriptless.goto(address + path)
    assert scriptless.locator("h1").first.is_visible()
    for link in scriptless.locator(".govuk-service-navigation__link").all():
        assert link.is_visible()


def test_a_teacher_on_a_phone_without_script_is_asked_what_their_answer_calls_for(
    scriptless: Page, address: str
) -> None:
    scriptless.goto(f"{address}/report/")
    assert not scriptless.get_by_label("Who did you tell?").is_visible()
    scriptless.get_by_label("Yes, somebody else").check()
    assert scriptless.get_by_label("Who did you tell?").is_visible()


@pytest.mark.parametrize("size", ["page", "phone"])
def test_errors_are_announced_and_lead_to_the_answer(request: pytest.FixtureRequest, address: str, size: str) -> None:
    shown: Page = request.getfixturevalue(size)
    shown.goto(f"{address}/report/")
    shown.get_by_role("button", name="Save and continue").click()
    shown.wait_for_selector(".govuk-error-summary")
    look.assert_sound(shown)
    assert shown.title().startswith("Error: ")
    assert shown.evaluate("document.activeElement.className") == "govuk-error-summary"
    shown.get_by_role("link", name="Select an answer to ‘What worries you?’").click()
    assert shown.evaluate("document.activeElement.id") == "id_signs_0"


def test_characters_left_are_counted_while_typing(page: Page, address: str) -> None:
    page.goto(f"{address}/question/")
    page.get_by_label("What did you see or hear?").fill("He said nothing.")
    assert page.get_by_text("You have 1,984 characters remaining").first.is_visible()


def test_the_menu_opens_on_a_phone(phone: Page, address: str) -> None:
    phone.goto(f"{address}/")
    alerts = phone.get_by_role("navigation", name="Menu").get_by_role("link", name="Alerts")
    assert not alerts.is_visible()
    phone.get_by_role("button", name="Menu").click()
    assert alerts.is_visible()


def test_filters_are_folded_on_a_phone_and_open_on_a_desk(page: Page, phone: Page, address: str) -> None:
    for shown, is_open in ((page, True), (phone, False)):
        shown.goto(f"{address}/alerts/")
        assert shown.get_by_role("button", name="Apply filters").is_visible() is is_open


def test_a_filter_becomes_an_address_and_can_be_taken_back(page: Page, address: str) -> None:
    page.goto(f"{address}/alerts/")
    page.get_by_label("Immediate").check()
    page.get_by_role("button", name="Apply filters").click()
    page.wait_for_url("**/alerts/?severity=1&words=")
    page.get_by_role("link", name="Remove this filter: Severity Immediate").click()
    page.wait_for_url("**/alerts/?words=")


def test_the_keyboard_reaches_the_main_text_first(page: Page, address: str) -> None:
    page.goto(f"{address}/alerts/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_a_learner_leaves_the_page_with_one_press(page: Page, address: str) -> None:
    page.goto(f"{address}/learner/")
    page.get_by_role("button", name="Exit this page").click()
    page.wait_for_url("**/alerts/")


def test_what_is_pressed_or_focused_stands_out_in_forced_colours(page: Page, address: str) -> None:
    page.emulate_media(forced_colors="active")
    page.goto(f"{address}/parts/")
    look.assert_sound(page)


def test_paper_shows_the_text_and_leaves_out_what_cannot_be_pressed(page: Page, address: str) -> None:
    page.goto(f"{address}/parts/")
    page.emulate_media(media="print")
    assert not page.get_by_role("button", name="Sign out").is_visible()
    assert not page.locator(".govuk-service-navigation").is_visible()
    assert page.locator(".tutela-chart__drawing").first.is_visible()


INTO_MAIN = "document.querySelector('main').insertAdjacentHTML('beforeend', {})"
FAULTS = {
    "a picture without words": (INTO_MAIN.format("""'<img src="/static/core/mark.svg">'"""), "axe image-alt"),
    "text too pale to read": ("document.querySelector('h1').style.color = '#ddd'", "axe color-contrast"),
    "a chart that was not drawn": ("document.querySelector('.tutela-chart__drawing').replaceChildren()", "is empty"),
    "a chart without its table": ("document.querySelector('.tutela-chart table').remove()", "has no table"),
    "a filter that lies over the list": (
        "Object.assign(document.querySelector('.tutela-filter').style, {position: 'fixed', inset: 0, opacity: 0})",
        "is covered by",
    ),
    "a last column that is cut off": (
        "const t = document.querySelector('table'); t.style.width = '150%'; t.parentElement.style.overflow = 'hidden'",
        "is cut off",
    ),
    "a page wider than the screen": ("document.querySelector('h1').style.width = '2000px'", "wider than the screen"),
    "a link that leads nowhere": (INTO_MAIN.format("""'<a href="#gone">Go</a>'"""), "leads nowhere"),
    "markup shown as text": ("document.querySelector('main').append('<div class=x>')", "read as text"),
    "a list as a program writes it": ("document.querySelector('main').append(`[('1', 'Leo')]`)", "read as text"),
    "another typeface": ("document.querySelector('h1').style.fontFamily = 'serif'", "another typeface"),
    "an error in a script": ("setTimeout(() => { throw new Error('planted'); })", "Script: planted"),
    "a file that is not there": ("fetch('/static/gone.js')", "404 for"),
    "a style that the policy refuses": (
        INTO_MAIN.format("""'<p style="color: red">x</p>'"""),
        "Content Security Policy",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_seen(phone: Page, address: str, fault: str) -> None:
    script, said = FAULTS[fault]
    path = "/parts/" if "chart" in fault else "/alerts/"
    phone.goto(address + path)
    phone.evaluate(f"() => {{ {script}; }}")
    phone.wait_for_timeout(50)
    with pytest.raises(AssertionError, match=said):
        look.assert_sound(phone, first_row=row_of(path))
