"""A village school whose council filters starts on Monday: no gateway, a short menu, the council's log in a folder."""

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from tests.journeys import papers
from tests.journeys.desk import come_in_by_link, desk_browser, fill, heading, look_at, new_page
from tests.journeys.school import School, running_school, wait_for
from tests.web.setup.typed import village

pytestmark = [pytest.mark.engine, pytest.mark.browser, pytest.mark.once]
OF_A_FILTER = {"Filter", "Filter figures"}


@pytest.fixture(scope="module")
def school() -> Iterator[School]:
    with running_school(demo=False) as running:
        yield running


@pytest.fixture(scope="module")
def desk(playwright: Playwright) -> Iterator[Browser]:
    with desk_browser(playwright) as browser:
        yield browser


@pytest.fixture(scope="module")
def helper(desk: Browser, school: School) -> Iterator[Page]:
    """Whoever looks after the computers, signed in with the link that was printed."""
    page = new_page(desk)
    come_in_by_link(page, school.links["Set up the school"], name="village-helper")
    yield page
    page.context.close()


@pytest.fixture(scope="module")
def links(helper: Page, school: School) -> dict[str, str]:
    """The school, set up in one sitting; the chair has signed. The one-time links by name."""
    typed = village()
    typed["monitoring"] = {"signed_by": "chair", "role_words": "Chair of governors", "note": "", "agreed": "on"}
    helper.goto(school.address)
    heading(helper, "Set up your school")
    helper.get_by_role("button", name="Start now").click()
    for page, fields in typed.items():
        helper.wait_for_url(f"**/question/{page}/")
        fill(helper, fields)
        helper.get_by_role("button", name="Save and continue").click()
    helper.wait_for_url("**/check/")
    look_at(helper, "village-check")
    helper.get_by_role("button", name="Set up the school").click()
    heading(helper, "Ysgol y Bryn is set up")
    main = helper.get_by_role("main")
    names = [words.partition(",")[0] for words in main.get_by_role("heading", level=2).all_inner_texts()]
    found = dict(zip(names, main.locator("code").all_inner_texts(), strict=False))
    helper.get_by_role("button", name="I have handed them over").click()
    heading(helper, "Your school is ready")
    look_at(helper, "village-ready")
    return found


@pytest.fixture(scope="module")
def dana(desk: Browser, links: dict[str, str]) -> Iterator[Page]:
    """The head, who is the lead as well."""
    page = new_page(desk)
    come_in_by_link(page, links["Dana Shah"], name="village-dana")
    yield page
    page.context.close()


def test_the_menu_has_nothing_of_a_filter(links: dict[str, str], helper: Page, dana: Page, school: School) -> None:
    for page, name in ((helper, "village-helper-home"), (dana, "village-dana-home")):
        page.goto(school.address)
        look_at(page, name)
        entries = {words.strip() for words in page.get_by_role("navigation").get_by_role("link").all_inner_texts()}
        assert entries
        assert not entries & OF_A_FILTER


def test_started_again_no_squid_runs_and_no_proxy_is_printed_and_doctor_is_content(
    links: dict[str, str], school: School
) -> None:
    assert school.stop() == 0
    school.start()
    printed = school.printed.read_text()
    assert "No gateway: a provider filters here" in printed
    assert "Proxy " not in printed
    assert not school.links
    assert not list(_squids_of(school))
    assert "WRONG" not in school.run("doctor")


def test_the_councils_log_in_the_folder_becomes_an_alert(
    helper: Page, dana: Page, school: School, tmp_path: Path
) -> None:
    log = papers.squid_log(tmp_path)
    folder = school.settings.data / "inbox-logs"
    shutil.copy(log, folder / "council-access.log")

    def is_imported() -> bool:
        helper.goto(f"{school.address}/logs/")
        row = helper.get_by_role("row", name="council-access.log")
        return row.get_by_text("Imported", exact=True).count() > 0

    wait_for(is_imported, "the import", 90)
    look_at(helper, "village-logs")
    assert papers.WORRYING not in helper.content()
    assert not (folder / "council-access.log").exists()

    def has_arrived() -> bool:
        dana.goto(f"{school.address}/alerts/")
        return dana.get_by_role("main").get_by_text("1 Immediate").count() > 0

    wait_for(has_arrived, "the alert", 30)
    look_at(dana, "village-inbox")
    dana.goto(school.address)
    look_at(dana, "village-dana-morning")
    expect(dana.get_by_text(re.compile("alerts? to look at"))).to_be_visible()


def _squids_of(school: School) -> Iterator[str]:
    """The command lines of every Squid that works from this school's folder."""
    for file in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = os.fsdecode(file.read_bytes()).replace("\0", " ")
        except OSError:  # it ended while we looked
            continue
        if "squid" in words and str(school.settings.data) in words:
            yield words
