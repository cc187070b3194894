"""A secondary school starts on Monday: set up in one sitting, its people and a list brought in, a log looked at.

Nothing in it is a stand-in: `tutela up` in an empty folder, Squid, the recorder, the worker, real browsers.
"""

import json
import ssl
import tempfile
import time
from collections.abc import Iterator
from functools import partial
from http.client import OK
from pathlib import Path
from urllib.parse import urlencode

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
    picture,
    sign_for_monitoring,
)
from tests.journeys.devices import Device
from tests.journeys.papers import WORRYING
from tests.journeys.school import GAMBLING, SEARCH_ENGINE, School, learners_browser, running_school, wait_for
from tests.web.setup.typed import oakfield

PROXY_ASKS = 407
pytestmark = [pytest.mark.engine, pytest.mark.browser, pytest.mark.once]


@pytest.fixture(scope="module")
def school() -> Iterator[School]:
    with running_school(demo=False) as running:
        yield running


@pytest.fixture(scope="module")
def desk(playwright: Playwright) -> Iterator[Browser]:
    with desk_browser(playwright) as browser:
        yield browser


@pytest.fixture(scope="module")
def ivy(desk: Browser, school: School) -> Iterator[Page]:
    """Whoever looks after the systems, signed in with the link that was printed."""
    page = new_page(desk)
    come_in_by_link(page, school.links["Set up the school"], name="ivy")
    yield page
    page.context.close()


@pytest.fixture(scope="module")
def links(ivy: Page, school: School, papers_of_ivy: Path) -> dict[str, str]:
    """The school, set up by Ivy in one sitting; the one-time links by name."""
    typed = oakfield()
    typed["fails"] |= {"lists": "more", "list_place": str(papers.list_folder(papers_of_ivy))}
    ivy.goto(school.address)
    heading(ivy, "Set up your school")
    look_at(ivy, "wizard-start")
    ivy.get_by_role("button", name="Start now").click()
    for page, fields in typed.items():
        ivy.wait_for_url(f"**/question/{page}/")
        fill(ivy, fields)
        look_at(ivy, f"wizard-{page}")
        ivy.get_by_role("button", name="Save and continue").click()
    ivy.wait_for_url("**/check/")
    look_at(ivy, "wizard-check")
    ivy.get_by_role("button", name="Set up the school").click()
    heading(ivy, "Oakfield Academy is set up")
    look_at(ivy, "wizard-links")
    names = [
        words.partition(",")[0] for words in ivy.get_by_role("main").get_by_role("heading", level=2).all_inner_texts()
    ]
    found = dict(zip(names, ivy.get_by_role("main").locator("code").all_inner_texts(), strict=False))
    ivy.get_by_role("button", name="I have handed them over").click()
    heading(ivy, "Your school is ready")
    look_at(ivy, "wizard-ready")
    return found


@pytest.fixture(scope="module")
def dana(desk: Browser, links: dict[str, str]) -> Iterator[Page]:
    """The lead, signed in with the link of the set-up."""
    page = new_page(desk)
    come_in_by_link(page, links["Dana Shah"], name="dana")
    yield page
    page.context.close()


@pytest.fixture(scope="module")
def hana(desk: Browser, links: dict[str, str]) -> Iterator[Page]:
    """The head, signed in with the link of the set-up."""
    page = new_page(desk)
    come_in_by_link(page, links["Hana Novak"], name="hana")
    yield page
    page.context.close()


@pytest.fixture(scope="module")
def papers_of_ivy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("papers")
    for place in (folder, *folder.parents[:3]):
        place.chmod(0o755)
    return folder


def test_ivy_sets_the_school_up_in_one_sitting(links: dict[str, str], school: School) -> None:
    assert set(links) == {"Dana Shah", "Dev Okafor", "Hana Novak"}


def test_hana_who_was_asked_signs_that_monitoring_may_begin(hana: Page, school: School) -> None:
    sign_for_monitoring(hana, school.address, name="hana")


def test_what_was_printed_says_where_devices_go_and_whom_the_link_is_for(school: School) -> None:
    printed = school.printed.read_text()
    assert f"Proxy        127.0.0.1:{school.settings.proxy_port}" in printed
    assert set(school.links) == {"Set up the school"}


def test_ivy_brings_in_the_people_and_every_faulty_row_is_shown_and_refused(
    ivy: Page, links: dict[str, str], school: School, papers_of_ivy: Path
) -> None:
    files = {
        papers.learners: (papers.LEARNERS, {"Impossible Date", "Same Number", "Nameless"}),
        papers.staff: (6, {"Eve Sly"}),
        papers.parents: (14, {"Kim Unknown"}),
    }
    for made, (count, refused) in files.items():
        file = made(papers_of_ivy)
        ivy.goto(f"{school.address}/people/import/")
        ivy.set_input_files("input[type=file]", str(file))
        ivy.get_by_role("button", name="Upload and check").click()
        heading(ivy, f"What {file.name} would change")
        look_at(ivy, f"people-{file.stem}-checked")
        said = ivy.get_by_role("main").inner_text()
        for words in refused:
            assert words in said
        ivy.get_by_role("button", name=f"Import {count} new").click()
        heading(ivy, "The people are imported")
        look_at(ivy, f"people-{file.stem}-done")
    ivy.goto(f"{school.address}/people/?words=khan")
    look_at(ivy, "people")
    expect(ivy.get_by_role("link", name=papers.WHO_SEARCHED).first).to_be_visible()


def test_ivy_looks_at_the_list_that_was_fetched_and_puts_it_in_force(
    ivy: Page, links: dict[str, str], school: School, papers_of_ivy: Path
) -> None:
    def waits() -> bool:
        ivy.goto(f"{school.address}/filter/lists/")
        return ivy.get_by_role("link", name="See what “first-list” would change").count() > 0

    wait_for(waits, "the list of the set-up", 60)
    look_at(ivy, "lists")
    ivy.get_by_role("link", name="See what “first-list” would change").click()
    look_at(ivy, "list-found")
    assert "bad line" in ivy.get_by_role("main").inner_text().lower()


def test_dana_comes_in_by_her_link_and_finds_nothing_waiting(dana: Page, school: School) -> None:
    dana.goto(school.address)
    look_at(dana, "dana-home-first")
    dana.goto(f"{school.address}/filter/lists/")
    dana.get_by_role("link", name="See what “first-list” would change").click()
    look_at(dana, "dana-list-found")
    dana.get_by_role("button", name="Put in force").click()
    dana.goto(f"{school.address}/alerts/")
    look_at(dana, "dana-inbox-empty")


def test_yesterdays_log_of_another_filter_becomes_an_alert_that_says_where_it_comes_from(
    ivy: Page, dana: Page, school: School, papers_of_ivy: Path
) -> None:
    log = papers.e2guardian_log(papers_of_ivy)
    ivy.goto(f"{school.address}/logs/")
    look_at(ivy, "logs-none")
    ivy.get_by_role("button", name="Upload a log").click()
    look_at(ivy, "logs-upload")
    ivy.set_input_files("input[type=file]", str(log))
    ivy.get_by_role("button", name="Upload and import").click()
    heading(ivy, log.name)
    uploaded_at = time.monotonic()

    def is_imported() -> bool:
        ivy.reload()
        return ivy.get_by_text("Read as").count() > 0

    wait_for(is_imported, "the import", 60)
    look_at(ivy, "log-imported")
    said = ivy.get_by_role("main").inner_text()
    assert "e2guardian" in said
    assert "241" in said
    assert WORRYING not in ivy.content()
    wait_for(lambda: _has_arrived(dana, school), "the alert", 30)
    print(f"upload to alert in the inbox: {time.monotonic() - uploaded_at:.1f} s")
    look_at(dana, "dana-inbox", first_row="main a")
    dana.goto(school.address)
    look_at(dana, "dana-home")


def test_the_help_line_in_that_log_left_no_trace(school: School) -> None:
    for file, raw in school.text_of_everything():
        if file.parent.name not in ("done", "not-imported", ".uploads"):
            assert papers.HELP_LINE_PATH.encode() not in raw, file


def test_dana_triages_it_and_raises_a_concern(dana: Page, school: School) -> None:
    dana.goto(f"{school.address}/alerts/")
    dana.get_by_role("link", name=papers.WHO_SEARCHED).first.click()
    look_at(dana, "dana-alert")
    said = dana.get_by_role("main").inner_text()
    assert "imported" in said
    assert f"“{WORRYING}”" in said
    dana.get_by_role("button", name="Raise a concern").click()
    choose(dana, "What part do they have in it?", "They may be at risk, or were harmed")
    choose(dana, "Is anybody in danger now?", "No")
    look_at(dana, "dana-raise")
    dana.get_by_role("button", name="Raise").click()
    dana.wait_for_load_state("networkidle")
    look_at(dana, "dana-raised")
    dana.goto(f"{school.address}/alerts/")
    look_at(dana, "dana-inbox-after")
    assert not dana.get_by_role("link", name=papers.WHO_SEARCHED).count()
    dana.goto(f"{school.address}/concerns/")
    look_at(dana, "dana-concerns")
    dana.locator("main a", has_text=papers.WHO_SEARCHED).first.click()
    expect(dana.get_by_text(WORRYING).first).to_be_visible()
    look_at(dana, "dana-concern")


def test_hana_opens_this_half_term_and_prints_it(hana: Page, school: School) -> None:
    hana.goto(school.address)
    look_at(hana, "hana-home")
    hana.goto(f"{school.address}/reports/half-term/")
    heading(hana, "half-term")
    look_at(hana, "hana-half-term")
    assert papers.WHO_SEARCHED not in hana.content()
    # the first document of a process loads the library, and this machine may be busy
    with hana.expect_download(timeout=120_000) as saved:
        hana.get_by_role("button", name="Save as PDF").click(timeout=120_000)
    kept = (PICTURES or Path(tempfile.mkdtemp())) / "half-term.pdf"
    saved.value.save_as(kept)
    paper = PdfReader(kept)
    assert paper.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert paper.trailer["/Root"]["/Lang"].startswith("en")
    assert paper.metadata is not None
    assert "Oakfield Academy" in str(paper.metadata.title)
    words = "\n".join(page.extract_text() for page in paper.pages)
    assert "240" in words  # while the time runs, to the nearest 5
    assert papers.WHO_SEARCHED not in words


def test_the_list_is_in_force_and_doctor_finds_nothing_wrong(playwright: Playwright, school: School) -> None:
    assert "WRONG" not in school.run("doctor")
    with learners_browser(playwright, school) as laptop:

        def is_blocked() -> bool:
            answer = laptop.goto(f"http://{GAMBLING}/")
            return answer is not None and answer.status == 403

        wait_for(is_blocked, "the block of the list", 30)
        picture(laptop, "blocked")
        assert "Dana Shah" in laptop.content()


@pytest.mark.requirement("S4.12")
def test_ivy_makes_learners_known_on_the_network_and_what_each_searches_reaches_dana_under_their_name(
    ivy: Page, dana: Page, school: School, tmp_path: Path
) -> None:
    """Daniel by his laptop, Efua by a name and password, Freya by a sign-on script; whoever is nobody stays nobody."""
    _open_person(ivy, school, "Daniel Brown")
    ivy.get_by_role("link", name="Add a device of theirs").click()
    fill(ivy, {"name": "Daniel’s laptop", "address": "127.0.5.5"})
    ivy.get_by_role("button", name="Add device").click()
    _open_person(ivy, school, "Efua Mensah")
    ivy.get_by_role("link", name="Make a name and password").click()
    ivy.get_by_role("button", name="Make one").click()
    name, password = (ivy.locator(f"#network-{part}").inner_text() for part in ("name", "password"))
    ivy.goto(f"{school.address}/filter/who/")
    ivy.get_by_role("main").locator("a[href$='networks/']").click()
    fill(ivy, {"networks": "127.0.6.0/24"})
    ivy.get_by_role("button", name="Save").click()
    heading(ivy, "Who is asking")
    assert school.run("gateway", "sign-on", "127.0.7.7", "--login", papers.login_of(6), "--source", "radius") == ""

    trusts = ssl.create_default_context(cafile=str(school.origin.authority))
    trusts.load_verify_locations(school.settings.edge / "own" / "school" / "certificate.pem")

    def search(address: str, words: str, credential: str = "") -> int:
        device = Device(school.settings.proxy_port, trusts, address, "Tablet/9.1", credential)
        try:
            return device.get(f"https://{SEARCH_ENGINE}/search?{urlencode({'q': words})}")[0]
        except OSError:  # refused by the proxy before there is a page
            return PROXY_ASKS
        finally:
            device.close()

    wait_for(lambda: search("127.0.6.6", "kestrels") == PROXY_ASKS, "the proxy's question")
    time.sleep(2)  # each of the proxy's helpers looks for what is new by itself, twice a second
    for address, credential in (
        ("127.0.5.5", ""),
        ("127.0.6.6", f"{name}:{password}"),
        ("127.0.7.7", ""),
        ("127.0.8.8", ""),
    ):
        answered = partial(search, address, WORRYING, credential)
        wait_for(lambda answered=answered: answered() == OK, f"the search from {address}", 30)

    def named() -> set[str]:
        dana.goto(f"{school.address}/alerts/")
        said = dana.get_by_role("main").inner_text()
        return {one for one in ("Daniel Brown", "Efua Mensah", "Freya Taylor") if one in said}

    wait_for(lambda: len(named()) == 3, "three alerts", 120)
    look_at(dana, "dana-inbox-known")
    school.run("gateway", "sign-off", "127.0.7.7")

    def last_known() -> dict[str, str]:
        """The pseudonym under which the last request of each address stands; "" for nobody."""
        rows = school.run("events", "trace", "--host", SEARCH_ENGINE, "--purpose", "a test of the records", "--json")
        return {one["src_ip"]: one["person"] for one in map(json.loads, rows.splitlines())}

    def is_nobody_again() -> bool:
        assert search("127.0.7.7", "nobody any more") == OK
        return last_known()["127.0.7.7"] == ""

    wait_for(is_nobody_again, "the sign-off")
    assert last_known()["127.0.8.8"] == ""
    assert last_known()["127.0.5.5"] != last_known()["127.0.6.6"]


def _open_person(page: Page, school: School, name: str) -> None:
    page.goto(f"{school.address}/people/?{urlencode({'words': name})}")
    page.get_by_role("main").get_by_role("link", name=name).first.click()
    heading(page, name)


def _has_arrived(page: Page, school: School) -> bool:
    page.goto(f"{school.address}/alerts/")
    return page.get_by_role("link", name=papers.WHO_SEARCHED).count() > 0
