"""The loop, end to end: what Leo searches for becomes an alert, Dana's concern, a case, and an outcome.

Nothing in it is a stand-in: `tutela up --demo`, Squid, the recorder, the worker, two real browsers.
"""

import os
import re
import shutil
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from tests.browser.conftest import QUIET
from tests.browser.look import assert_sound, watch
from tests.journeys.school import (
    GAMBLING,
    HELP_LINE,
    PLAIN,
    SEARCH_ENGINE,
    School,
    one_time_code,
    wait_for,
)

pytestmark = [pytest.mark.engine, pytest.mark.browser, pytest.mark.records, pytest.mark.once]

WORDS = "i want to kill myself"
PICTURES = Path(os.environ["PICTURES"]) if "PICTURES" in os.environ else None


@pytest.fixture(scope="module")
def desk(playwright: Playwright) -> Iterator[Browser]:
    """A member of staff's browser, which does not go through the proxy."""
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=[*QUIET, *root])
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def dana(desk: Browser, school: School) -> Iterator[Page]:
    """Dana, signed in with her one-time link; as a reader of concerns she has to set up a second factor first."""
    page = _page(desk)
    page.goto(school.links["Safeguarding lead"])
    page.get_by_role("button").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Set up an authenticator app")
    _picture(page, "second-factor")
    page.locator("summary").click()
    secret = page.locator("#authenticator_secret").inner_text()
    page.get_by_label(re.compile("code", re.IGNORECASE)).fill(one_time_code(secret))
    page.get_by_role("button", name="Continue").click()
    page.wait_for_load_state("networkidle")
    page.goto(school.address)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Dana")
    yield page
    page.close()


def test_one_command_starts_the_school_and_doctor_finds_it_well(school: School) -> None:
    assert set(school.links) >= {"Safeguarding lead", "Head", "Governor", "Teacher", "IT", "Learner", "Parent"}
    assert "WRONG" not in school.run("doctor")


@pytest.mark.requirement("S0.14")
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_leo_meets_a_page_that_explains_itself_on_a_blocked_site(laptop: Page, school: School, scheme: str) -> None:
    answer = laptop.goto(f"{scheme}://{GAMBLING}/")
    assert answer is not None
    assert answer.status == 403
    expect(laptop.get_by_role("heading", level=1)).to_have_text("This page is blocked")
    page = laptop.content()
    assert "Gambling" in page
    assert "Childline" in page
    assert "Dana Shah" in page
    _picture(laptop, f"blocked-{scheme}")


def test_leo_opens_an_allowed_site_and_nobody_stands_in_between(laptop: Page, school: School) -> None:
    answer = laptop.goto(f"https://{PLAIN}/")
    assert answer is not None
    assert answer.status == 200
    security = answer.security_details()
    assert security is not None
    assert security["issuer"] == "Authority of the test web"


@pytest.mark.requirement("S4.12")
def test_a_worrying_search_reaches_dana_by_itself_and_is_followed_to_an_outcome(
    laptop: Page, school: School, dana: Page
) -> None:
    school.await_fortnight()
    laptop.goto(f"https://{SEARCH_ENGINE}/")
    laptop.get_by_label("Search for").fill(WORDS)
    laptop.get_by_role("button").click()
    searched_at = time.monotonic()

    def has_arrived() -> bool:
        dana.goto(f"{school.address}/alerts/")
        return dana.get_by_role("link", name="Leo Marsh").count() > 0

    wait_for(has_arrived, "the alert", 60)
    print(f"request to alert in the inbox: {time.monotonic() - searched_at:.1f} s")
    _judge(dana, "inbox")

    dana.get_by_role("link", name="Leo Marsh").first.click()
    expect(dana.get_by_text(f"“{WORDS}”").first).to_be_visible()
    _judge(dana, "alert")
    dana.get_by_role("button", name="Raise a concern").click()
    _judge(dana, "raise")
    _choose(dana, "What part do they have in it?", "They may be at risk, or were harmed")
    _choose(dana, "Is anybody in danger now?", "No")
    dana.get_by_role("button", name="Raise").click()
    dana.wait_for_load_state("networkidle")
    dana.goto(f"{school.address}/concerns/")
    _judge(dana, "queue")
    dana.locator("main a", has_text=re.compile("Leo Marsh|[A-Z0-9]{4}-")).first.click()
    expect(dana.get_by_role("button", name="Open a case")).to_be_visible()
    expect(dana.get_by_text(WORDS).first).to_be_visible()
    _judge(dana, "concern")
    dana.get_by_role("button", name="Open a case").click()
    if dana.get_by_role("button", name="Open").count():
        dana.get_by_role("button", name="Open").first.click()
    dana.wait_for_load_state("networkidle")
    expect(dana.get_by_role("heading", name="Chronology")).to_be_visible()
    _judge(dana, "case")
    _take_every_step(dana)
    dana.get_by_role("button", name="Close the case").click()
    dana.get_by_label("Resolved with support from us").check()
    _choose(dana, "Did we learn something for the whole organisation?", "Yes")
    dana.get_by_role("textbox").first.fill("Leo has talked with us and sees the counsellor each week.")
    dana.get_by_role("textbox").last.fill("Form tutors hear of the help lines at the start of each term.")
    _judge(dana, "close")
    dana.get_by_role("button", name="Close").click()
    expect(dana.get_by_text("How it ended")).to_be_visible()
    _judge(dana, "closed")


def _take_every_step(dana: Page) -> None:
    """Say what kind of matter it is, and of each step that has to be taken that it was done."""
    case = dana.url
    dana.get_by_role("link", name="Say what kind of matter it is").click()
    dana.get_by_role("button", name="Choose what kind of matter it is").click()
    dana.get_by_label("Self-harm, suicide or an eating disorder").check()
    dana.get_by_role("button", name="Save").click()
    expect(dana.get_by_role("heading", name="Has to be done")).to_be_visible()
    _judge(dana, "what-to-do")
    everything_done = dana.get_by_text("All that has to be done is done")
    while not everything_done.count():
        dana.locator(".govuk-task-list__link[aria-describedby^=must]").first.click()
        dana.get_by_label("Yes, it was done").check()
        dana.get_by_label("What was done, or why is it left out?").fill("Leo and his mother were seen on the same day.")
        dana.get_by_role("button", name="Save").click()
        expect(dana.get_by_role("heading", name="What to do")).to_be_visible()
    dana.goto(case)


def test_a_visit_to_a_help_line_leaves_no_trace_anywhere(laptop: Page, school: School) -> None:
    answer = laptop.goto(f"https://{HELP_LINE}/i-need-somebody-to-talk-to")
    assert answer is not None
    assert answer.status == 200
    marker = b"i-need-somebody-to-talk-to"
    laptop.goto(f"https://{PLAIN}/after-the-help-line")
    wait_for(lambda: f"https://{PLAIN}" in _trace(school, PLAIN), "the next request in the store")
    assert _trace(school, HELP_LINE) == ""
    lists = {"index.tbl"}  # and the policies, which name every help line because it is always open
    for file, raw in school.text_of_everything():
        assert marker not in raw, file
        if file.name not in lists and "policy" not in file.name and file.parent.name not in {"oakfield", "snapshots"}:
            for line in raw.splitlines():
                assert not (HELP_LINE.encode() in line and b"127.0.0.1" in line), file


def test_gwen_sees_numbers_and_ivy_the_filter_and_neither_a_word_about_leo(desk: Browser, school: School) -> None:
    for role, path, words in (
        ("Governor", "/reports/half-term/", "Alerts by severity"),
        ("IT", "/filter/", "Filter health"),
        ("Teacher", "/report-a-concern/", "danger"),
        ("Learner", "/", "Get help"),
    ):
        page = _page(desk)
        page.goto(school.links[role])
        page.get_by_role("button").first.click()
        page.wait_for_load_state("networkidle")
        for place in ("/", path):
            page.goto(school.address + place)
            _judge(page, f"{role.lower()}{place.replace('/', '-').rstrip('-')}")
            assert WORDS not in page.content()
            if role in ("Governor", "IT"):
                assert "Leo" not in page.content()
        assert words.lower() in page.content().lower()
        for hidden in ("/alerts/", "/concerns/"):
            answer = page.goto(school.address + hidden)
            assert answer is not None
            assert answer.status == 404
        page.close()


def test_a_process_that_is_killed_is_back_and_the_filter_never_stood_open(school: School) -> None:
    for name in ("recorder", "web", "worker"):
        file = school.settings.run / f"{name}.pid"
        before = file.read_text()
        os.kill(int(before), signal.SIGKILL)
        wait_for(lambda file=file, before=before: file.read_text() != before, f"a new {name}", 15)
    wait_for(lambda: "WRONG" not in school.run("doctor", status=None), "everything to be well again", 60)


def test_ctrl_c_drains_and_a_warm_start_takes_seconds(school: School) -> None:
    assert school.stop() == 0
    assert "Nothing that was acknowledged is lost" in school.printed.read_text()
    assert "The record is sound" in school.run("audit", "verify")
    school.start()
    print(f"cold start {school.cold_seconds:.1f} s, warm start {school.started_in:.1f} s")
    assert "WRONG" not in school.run("doctor")


def _trace(school: School, host: str) -> str:
    return school.run("events", "trace", "--host", host, "--purpose", "a test of the records", "--json")


def _choose(page: Page, question: str, answer: str) -> None:
    page.get_by_role("group", name=question).get_by_label(answer, exact=True).check()


def _page(browser: Browser, width: int = 1280) -> Page:
    page = browser.new_context(locale="en-GB", timezone_id="Europe/London", viewport={"width": width, "height": 900})
    opened = page.new_page()
    watch(opened)
    return opened


def _judge(page: Page, name: str) -> None:
    """Sound on a desk and on the smallest phone, with a picture of each where pictures are wanted."""
    assert_sound(page)
    _picture(page, name)
    page.set_viewport_size({"width": 320, "height": 640})
    assert_sound(page)
    _picture(page, f"{name}-phone")
    page.set_viewport_size({"width": 1280, "height": 900})


def _picture(page: Page, name: str) -> None:
    if PICTURES:
        PICTURES.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=PICTURES / f"{name}.png", full_page=True)
