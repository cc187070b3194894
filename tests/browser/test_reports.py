"""The figures as each of them opens them, on a desk and on a phone: Dana, Hana, Gwen and Ivy."""

from collections.abc import Iterator

import pytest
import time_machine
from playwright.sync_api import Page

from tests import cast
from tests.browser import look
from tests.browser.site import SignIn, as_person
from tests.web.filters.test_pages import gateway_reports
from tests.web.reports import scenes
from tutela.events.store import connect
from tutela.settings import Settings, load


@pytest.fixture
def autumn(tutela: Settings, settings: object) -> Iterator[None]:
    """A school with figures of three half-terms, on the Sunday of the scenes."""
    settings.TUTELA = load(data=tutela.data, keys=tutela.keys, events="memory:", environment={})
    store = connect(settings.TUTELA)
    with time_machine.travel(scenes.NOW, tick=True):
        cast.leo(), cast.mia(), cast.ivy(), cast.gwen()
        cast.name_contact()
        scenes.learners(120)
        sizes = {scenes.THIS: 900, scenes.BEFORE: 2400, scenes.A_YEAR_AGO: 1900}
        for seed, (stretch, count) in enumerate(sizes.items(), 1):
            scenes.fill(store, stretch, scenes.requests(stretch, count, seed=seed))
        for alert in scenes.alerts(scenes.BEFORE, [1] * 6 + [2] * 9 + [3] * 13 + [4] * 2)[:25]:
            scenes.dismiss(alert, minutes=95)
        scenes.alerts(scenes.THIS, [2] * 3 + [3] * 8)
        scenes.concerns(scenes.BEFORE, ["content"] * 7 + ["contact"] * 6 + ["conduct"])
        scenes.concerns(scenes.THIS, ["contact"] * 2)
        scenes.reports_about_filter(scenes.BEFORE, blocked=6, opened=5)
        gateway_reports(settings.TUTELA)
        yield


def test_everybody_finds_their_figures_sound(phone: Page, address: str, autumn: None, sign_in: SignIn) -> None:
    looks = (
        (cast.dana, "half-term/", "dana"),
        (cast.gwen, "half-term/", "gwen"),
        (cast.gwen, "half-term/?from=2026-11-02", "gwen-now"),
        (cast.hana, "half-term/", "hana"),
        (cast.ivy, "filter/", "ivy"),
        (cast.dana, "monitoring/", "dana-asked"),
        (cast.ivy, "term-dates/", "ivy-dates"),
    )
    for person, path, name in looks:
        as_person(phone, address, sign_in, person())
        phone.goto(f"{address}/reports/{path}")
        look.assert_sound(phone, f"reports-{name}")
        assert len(phone.content().encode()) < 250_000


def test_hana_chooses_another_half_term_and_takes_it_with_her(
    page: Page, address: str, autumn: None, sign_in: SignIn
) -> None:
    as_person(page, address, sign_in, cast.hana())
    page.goto(f"{address}/reports/half-term/")
    page.get_by_label("Show another time").select_option("2026-09-01")
    page.get_by_role("button", name="Show", exact=True).click()
    page.wait_for_url("**from=2026-09-01*")
    assert page.get_by_text("From 1 September 2026 to 1 November 2026.").is_visible()
    # the first document of a process loads the library, and this machine may be busy
    with page.expect_download(timeout=120_000) as saved:
        page.get_by_role("button", name="Save as PDF").click(timeout=120_000)
    assert saved.value.suggested_filename == "oakfield-autumn-term-first-half-2026-to-2027.pdf"
    page.get_by_text("Save a table for a spreadsheet").click()
    with page.expect_download() as saved:
        page.get_by_role("link", name="Alerts by severity").click()
    assert saved.value.suggested_filename == "oakfield-alerts-by-severity-2026-09-01-to-2026-11-01.csv"


def test_with_dates_that_cannot_be_meant_the_page_is_still_sound(
    phone: Page, address: str, autumn: None, sign_in: SignIn
) -> None:
    as_person(phone, address, sign_in, cast.dana())
    phone.goto(f"{address}/reports/half-term/?from=soon&until=later")
    look.assert_sound(phone, "reports-wrong-dates", allowed=("status of 400",))
    assert phone.get_by_text("is not a date for").is_visible()
