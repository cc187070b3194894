"""A village school whose council filters starts on Monday: no gateway, a short menu, the council's log in a folder."""

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect
from pypdf import PdfReader

from tests.journeys import papers
from tests.journeys.desk import (
    PICTURES,
    choose,
    come_in_by_link,
    desk_browser,
    fill,
    heading,
    look_at,
    new_page,
    sign_for_monitoring,
)
from tests.journeys.school import School, running_school, wait_for
from tests.web.setup.typed import village

pytestmark = [pytest.mark.engine, pytest.mark.browser, pytest.mark.once]
OF_A_FILTER = {"Filter", "Filter figures"}
LEARNERS = 64


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
    """The school, set up in one sitting; the chair is asked to sign. The one-time links by name."""
    typed = village()
    typed["monitoring"] = {"signed_by": "chair", "role_words": "Chair of governors", "note": ""}
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


@pytest.fixture(scope="module")
def chris(desk: Browser, links: dict[str, str]) -> Iterator[Page]:
    """The chair of governors."""
    page = new_page(desk)
    come_in_by_link(page, links["Chris Adeyemi"], name="village-chris")
    yield page
    page.context.close()


def test_the_chair_who_was_asked_signs_that_monitoring_may_begin(chris: Page, school: School) -> None:
    sign_for_monitoring(chris, school.address, name="village-chris")


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


def test_the_learners_come_in_from_the_files_of_the_schools_system(
    links: dict[str, str], helper: Page, school: School, tmp_path: Path
) -> None:
    helper.goto(f"{school.address}/people/import/")
    helper.set_input_files("input[type=file]", str(papers.learners(tmp_path, LEARNERS, first_year=2)))
    helper.get_by_role("button", name="Upload and check").click()
    heading(helper, "What learners.csv would change")
    look_at(helper, "village-people-checked")
    said = helper.get_by_role("main").inner_text()
    for faulty in ("Impossible Date", "Same Number", "Nameless"):
        assert faulty in said
    helper.get_by_role("button", name=f"Import {LEARNERS} new").click()
    heading(helper, "The people are imported")
    helper.goto(f"{school.address}/people/?words=khan")
    expect(helper.get_by_role("link", name=papers.WHO_SEARCHED).first).to_be_visible()


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


def test_dana_triages_it_and_raises_a_concern(dana: Page, school: School) -> None:
    dana.goto(f"{school.address}/alerts/")
    dana.get_by_role("link", name=papers.WHO_SEARCHED).first.click()
    look_at(dana, "village-alert")
    said = dana.get_by_role("main").inner_text()
    assert "imported" in said
    assert f"“{papers.WORRYING}”" in said
    dana.get_by_role("button", name="Raise a concern").click()
    choose(dana, "What part do they have in it?", "They may be at risk, or were harmed")
    choose(dana, "Is anybody in danger now?", "No")
    dana.get_by_role("button", name="Raise").click()
    dana.wait_for_load_state("networkidle")
    dana.goto(f"{school.address}/alerts/")
    assert not dana.get_by_role("link", name=papers.WHO_SEARCHED).count()
    dana.goto(f"{school.address}/concerns/")
    look_at(dana, "village-concerns")
    dana.locator("main a", has_text=papers.WHO_SEARCHED).first.click()
    expect(dana.get_by_text(papers.WORRYING).first).to_be_visible()
    look_at(dana, "village-concern")


def test_dana_as_the_head_saves_this_half_term_as_a_paper(dana: Page, school: School) -> None:
    dana.goto(f"{school.address}/reports/half-term/")
    heading(dana, "This half-term in figures")
    look_at(dana, "village-figures")
    assert papers.WHO_SEARCHED not in dana.content()
    # the first document of a process loads the library, and this machine may be busy
    with dana.expect_download(timeout=120_000) as saved:
        dana.get_by_role("button", name="Save as PDF").click(timeout=120_000)
    kept = (PICTURES or Path(tempfile.mkdtemp())) / "village-half-term.pdf"
    saved.value.save_as(kept)
    paper = PdfReader(kept)
    assert paper.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert paper.metadata is not None
    assert "Ysgol y Bryn" in str(paper.metadata.title)
    words = "\n".join(page.extract_text() for page in paper.pages)
    assert "121" in words  # whoever works on the alerts reads the whole count
    assert papers.WHO_SEARCHED not in words


def test_so_small_a_school_shows_its_chair_whole_years_alone(chris: Page, school: School) -> None:
    chris.goto(f"{school.address}/reports/half-term/")
    heading(chris, "This school year in figures")
    look_at(chris, "village-chris-figures")
    assert "121" not in chris.get_by_role("main").inner_text()
    assert papers.WHO_SEARCHED not in chris.content()


def _squids_of(school: School) -> Iterator[str]:
    """The command lines of every Squid that works from this school's folder."""
    for file in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = os.fsdecode(file.read_bytes()).replace("\0", " ")
        except OSError:  # it ended while we looked
            continue
        if "squid" in words and str(school.settings.data) in words:
            yield words
