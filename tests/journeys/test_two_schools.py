"""Two schools of one trust on one Tutela: each has people and records of its own, and the trust's lead sees both."""

import re
import shutil
from collections.abc import Iterator

import pytest
import yaml
from playwright.sync_api import Browser, Page, Playwright, expect

from tests.journeys import papers
from tests.journeys.desk import (
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
from tests.web.setup.typed import Typed, oakfield, person

pytestmark = [pytest.mark.engine, pytest.mark.browser, pytest.mark.once]
TRUST = "Hillside Learning Trust"
WHERE = "Where are you working now?"


def at_oakfield() -> Typed:
    """Dana leads and Hana is the head, who is asked to sign; the trust's provider filters."""
    typed = oakfield()
    typed["filtering"] = {"filtering_by": "provider", "provider_name": "The trust", "preset": "full"}
    del typed["fails"]
    typed["monitoring"] = {"signed_by": "head", "role_words": "Headteacher", "note": ""}
    return typed


def at_elm_park() -> Typed:
    """Another school of the same trust: Eli leads, Nora is the head."""
    typed = at_oakfield()
    typed["school"] |= {"name": "Elm Park School", "trust": TRUST.lower()}
    typed["lead"] = person("", "Eli Stone")
    typed["others"] = {"reviewer": "head", **person("reviewer_", "Nora Quist")}
    return typed


@pytest.fixture(scope="module")
def school() -> Iterator[School]:
    with running_school(demo=False) as running:
        yield running


@pytest.fixture(scope="module")
def desk(playwright: Playwright) -> Iterator[Browser]:
    with desk_browser(playwright) as browser:
        yield browser


@pytest.fixture(scope="module")
def of_oakfield(school: School, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The first school, set up from a file; the one-time links by name."""
    file = tmp_path_factory.mktemp("answers") / "oakfield.yaml"
    file.write_text(yaml.safe_dump(at_oakfield()), "utf-8")
    printed = school.run("manage", "setup", str(file))
    return dict(re.findall(r"^  .*, (\S+ \S+)  (http\S+)$", printed, re.MULTILINE))


@pytest.fixture(scope="module")
def ivy(desk: Browser, of_oakfield: dict[str, str], school: School) -> Iterator[Page]:
    """Whoever looks after the computers of Oakfield."""
    page = new_page(desk)
    come_in_by_link(page, school.links["Set up the school"], name="two-ivy")
    yield page
    page.context.close()


@pytest.fixture(scope="module")
def ian(desk: Browser, of_oakfield: dict[str, str], school: School) -> Iterator[Page]:
    """Whoever looks after the computers of Elm Park, by the link that the verb prints."""
    printed = school.run("establishment", "add", "elm-park", "--name", "Elm Park", "--trust", TRUST.upper())
    page = new_page(desk)
    come_in_by_link(page, re.findall(r"http\S+/sign-in/\S+", printed)[0], name="two-ian")
    yield page
    page.context.close()


@pytest.fixture(scope="module")
def of_elm_park(ian: Page, school: School) -> dict[str, str]:
    """The second school, set up in the browser while the first one works; the one-time links by name."""
    ian.goto(school.address)
    heading(ian, "Set up your school")
    ian.get_by_role("button", name="Start now").click()
    for page, fields in at_elm_park().items():
        ian.wait_for_url(f"**/question/{page}/")
        fill(ian, fields)
        ian.get_by_role("button", name="Save and continue").click()
    ian.wait_for_url("**/check/")
    ian.get_by_role("button", name="Set up the school").click()
    heading(ian, "Elm Park School is set up")
    main = ian.get_by_role("main")
    names = [words.partition(",")[0] for words in main.get_by_role("heading", level=2).all_inner_texts()]
    found = dict(zip(names, main.locator("code").all_inner_texts(), strict=False))
    ian.get_by_role("button", name="I have handed them over").click()
    return found


@pytest.fixture(scope="module")
def dana(desk: Browser, of_oakfield: dict[str, str]) -> Iterator[Page]:
    """The lead of Oakfield."""
    page = new_page(desk)
    come_in_by_link(page, of_oakfield["Dana Shah"], name="two-dana")
    yield page
    page.context.close()


@pytest.fixture(scope="module")
def eli(desk: Browser, of_elm_park: dict[str, str]) -> Iterator[Page]:
    """The lead of Elm Park."""
    page = new_page(desk)
    come_in_by_link(page, of_elm_park["Eli Stone"], name="two-eli")
    yield page
    page.context.close()


@pytest.fixture(scope="module")
def signed(desk: Browser, of_oakfield: dict[str, str], school: School) -> None:
    """The head of Oakfield has signed that monitoring may begin there."""
    hana = new_page(desk)
    come_in_by_link(hana, of_oakfield["Hana Novak"], name="two-hana")
    sign_for_monitoring(hana, school.address, name="two-hana")
    hana.context.close()


@pytest.fixture(scope="module")
def alert(ivy: Page, dana: Page, signed: None, school: School, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of what Oakfield's provider wrote down about Amir, a learner of Oakfield."""
    folder = tmp_path_factory.mktemp("papers")
    ivy.goto(f"{school.address}/people/import/")
    ivy.set_input_files("input[type=file]", str(papers.learners(folder)))
    ivy.get_by_role("button", name="Upload and check").click()
    ivy.get_by_role("button", name=f"Import {papers.LEARNERS} new").click()
    heading(ivy, "The people are imported")
    shutil.copy(papers.squid_log(folder), school.settings.data / "inbox-logs" / "trust-access.log")
    dana.set_default_timeout(90_000)

    def has_arrived() -> bool:
        dana.goto(f"{school.address}/alerts/")
        return dana.get_by_role("link", name=papers.WHO_SEARCHED).count() > 0

    wait_for(has_arrived, "the alert", 120)
    dana.get_by_role("link", name=papers.WHO_SEARCHED).first.click()
    heading(dana, papers.WHO_SEARCHED)
    return dana.url


def test_both_schools_belong_to_one_trust_and_each_has_people_of_its_own(
    of_oakfield: dict[str, str], of_elm_park: dict[str, str]
) -> None:
    assert set(of_oakfield) == {"Dana Shah", "Dev Okafor", "Hana Novak"}
    assert set(of_elm_park) == {"Eli Stone", "Nora Quist"}


def test_an_alert_of_one_school_is_nowhere_at_the_other(alert: str, dana: Page, eli: Page, school: School) -> None:
    eli.goto(f"{school.address}/alerts/")
    look_at(eli, "two-eli-inbox")
    assert papers.WHO_SEARCHED not in eli.content()
    assert eli.request.get(alert).status == 404
    assert dana.request.get(alert).status == 200
    eli.goto(school.address)
    look_at(eli, "two-eli-home")
    expect(eli.get_by_text("Elm Park School").first).to_be_visible()
    assert "Oakfield" not in eli.content()


def test_a_learner_of_one_school_is_found_at_that_one_alone(alert: str, ivy: Page, ian: Page, school: School) -> None:
    for page, count in ((ivy, 1), (ian, 0)):
        page.goto(f"{school.address}/people/?words={papers.WHO_SEARCHED.replace(' ', '+')}")
        assert (page.get_by_role("link", name=papers.WHO_SEARCHED).count() > 0) == bool(count)


def test_the_trusts_lead_looks_on_at_both_and_meets_no_child(
    alert: str, eli: Page, desk: Browser, school: School
) -> None:
    made = ["--given-name", "Theo", "--family-name", "Banks", "--role", "trust-lead", "--establishment", "school"]
    link = school.run("user", "add", "theo", *made).strip()
    school.run("user", "role", "theo", "--role", "trust-lead", "--establishment", "elm-park")
    theo = new_page(desk)
    come_in_by_link(theo, link, name="two-theo")
    for name, other in (("Oakfield Academy", "Elm Park School"), ("Elm Park School", "Oakfield Academy")):
        theo.goto(f"{school.address}/account/")
        theo.get_by_role("link", name="Change Where you work now").click()
        look_at(theo, f"two-theo-where-{name[:3].lower()}")
        choose(theo, WHERE, name)
        theo.get_by_role("main").get_by_role("button").first.click()
        theo.goto(f"{school.address}/reports/half-term/")
        said = theo.locator("body").inner_text()
        assert name in said
        assert other not in said
        assert papers.WHO_SEARCHED not in theo.content()
        assert theo.request.get(alert).status == 404
    theo.context.close()
