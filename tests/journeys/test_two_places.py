"""Leo's file goes from one running Tutela to another: two data folders, two keys, two applications, two desks.

Nothing passes between them but what a person carries: two key cards, one sealed file, one receipt.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from tests.browser.site import on_day
from tests.faults.webload import Web
from tests.journeys.desk import desk_browser, look_at, new_page

pytestmark = [pytest.mark.browser, pytest.mark.records]

WORDS = "He said the kingfisher never comes back to the canal."
DAYS_AGO = 14
"""When Leo began there: two weeks, of which each has five school days, so that his file is late."""
PREPARE = f"""
import os, sys, time
from tutela.settings import load
from tutela.web import project
project.start(load(data=sys.argv[1], keys=sys.argv[2], environment=os.environ))
project.migrate()
from datetime import UTC, datetime, timedelta
from django.test import Client
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY as RECORDS
from benchmarks.web import _sign_in
from tests import cast
from tests.web.concerns.scenes import a_case, a_concern, named, somebody
is_oakfield = sys.argv[3] == "1"
who = cast.dana() if is_oakfield else cast.eli()
if is_oakfield:
    concern = a_concern(somebody(cast.leo()), somebody(cast.mia(), "bystander"), named("Stu Kettle"),
        what_happened={WORDS!r}, at=datetime.now(UTC) - timedelta(days=3))
    a_case(concern, at=datetime.now(UTC) - timedelta(days=2))
else:
    cast.nia()
client = Client()
_sign_in(client, who)
session = client.session
session[RECORDS] = [one | {{"at": time.time() + 3600}} for one in session[RECORDS]]
session.save()
print(client.cookies["session"].value)
"""
"""The last lines leave a proof of oneself that counts until the end of the test, on however slow a machine."""


@pytest.fixture
def desks(playwright: Playwright) -> Iterator[Browser]:
    with desk_browser(playwright) as browser:
        yield browser


@pytest.fixture
def places(tmp_path: Path) -> Iterator[tuple[Web, Web]]:
    """Oakfield and Elm Park, each running by itself."""
    running = []
    try:
        for number, name in ((1, "oakfield"), (0, "elm-park")):
            (tmp_path / name).mkdir()
            running.append(Web(tmp_path / name, number, prepare=PREPARE))
            running[-1].start()
        yield running[0], running[1]
    finally:
        for web in running:
            if web.process is not None:
                web.kill()


def at_desk(browser: Browser, web: Web) -> Page:
    page = new_page(browser)
    page.context.add_cookies([{"name": "session", "value": web.session, "url": f"http://localhost:{web.port}"}])
    return page


def save(page: Page, button: str, file: Path) -> Path:
    """Press a button that gives a file, and keep it."""
    with page.expect_download() as saved:
        page.get_by_role("button", name=button).click()
    saved.value.save_as(file)
    return file


def card_of(page: Page, home: str, file: Path) -> tuple[Path, list[str]]:
    """Make a place's own key card: the file, and the ten words that are read out on the telephone."""
    page.goto(f"{home}/transfers/exchange/")
    page.get_by_role("button", name="Make our key card").click()
    page.get_by_text("Your key card is ready").wait_for()
    words = page.locator(".govuk-summary-list__row", has_text="Words to read out").locator("dd").inner_text().split()
    return save(page, "Save our key card", file), words


def know(page: Page, home: str, card: Path, words: list[str], spoken_to: str) -> None:
    """Take in the other's card, and compare its words with what is read out."""
    page.goto(f"{home}/transfers/exchange/take-in/")
    page.get_by_label("Their key card").set_input_files(card)
    page.get_by_role("button", name="Continue").click()
    assert page.locator(".govuk-inset-text").first.inner_text().split() == words
    page.get_by_label("Who read the words out").fill(spoken_to)
    page.get_by_label("All ten words were the same").check()
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Compared. Files can go to them").wait_for()


@pytest.mark.requirement("S3.19")
def test_a_file_made_at_one_running_school_is_opened_at_another_and_its_receipt_stops_the_clock(
    desks: Browser, places: tuple[Web, Web], tmp_path: Path
) -> None:
    oakfield, elm_park = (f"http://localhost:{web.port}" for web in places)
    assert places[0].places != places[1].places
    dana, eli = (at_desk(desks, web) for web in places)
    ours, our_words = card_of(dana, oakfield, tmp_path / "oakfield.tutela-card")
    theirs, their_words = card_of(eli, elm_park, tmp_path / "elm-park.tutela-card")
    assert len(our_words) == len(their_words) == 10
    assert our_words != their_words
    know(dana, oakfield, theirs, their_words, "Eli Stone, 020 7946 0500")
    know(eli, elm_park, ours, our_words, "Dana Shah, 020 7946 0101")

    dana.goto(f"{oakfield}/transfers/?q=leo")
    dana.get_by_role("link", name="Leo Marsh").last.click()
    on_day(dana, "starts_on", date.today() - timedelta(days=DAYS_AGO))
    dana.get_by_role("button", name="Put the file on the list").click()
    transfer = dana.url
    expect(dana.get_by_role("main")).to_contain_text("Late")
    look_at(dana, "two-places-late")
    dana.get_by_role("button", name="Make the file").click()
    dana.get_by_label("Elm Park School").check()
    file = save(dana, "Make the sealed file", tmp_path / "leo.tutela")
    dana.goto(transfer)
    dana.get_by_role("button", name="Note that it was sent").click()
    on_day(dana, "on", date.today())
    dana.locator("[name=way]").first.check()
    dana.get_by_label("To whom?").fill("Eli Stone, safeguarding lead")
    dana.get_by_role("button", name="Save").click()
    dana.get_by_text("Noted, here and on the chronology").wait_for()
    expect(dana.get_by_role("main")).to_contain_text("Late")  # what was sent is not there yet

    eli.goto(f"{elm_park}/transfers/take-in/")
    eli.get_by_label("The file that they sent").set_input_files(file)
    eli.get_by_role("button", name="Take it in").click()
    eli.get_by_text("The file is here and proved").wait_for()
    main = eli.get_by_role("main")
    sender = ("Received from Oakfield Academy", " ".join(our_words[:5]))
    for said in (*sender, "Leo Marsh", "Stu Kettle", "Tom Reed", WORDS):
        expect(main).to_contain_text(said)
    expect(main).to_contain_text("[person A]")
    assert "Mia Marsh" not in main.inner_text()
    look_at(eli, "two-places-received")
    (sha,) = set(re.findall(r"\b[0-9a-f]{64}\b", main.inner_text()))
    receipt = save(eli, "Save the receipt", tmp_path / "leo.receipt")

    dana.goto(transfer)
    assert sha in dana.get_by_role("main").inner_text(), "it is the very file that was made here"
    dana.get_by_role("button", name="Take in their receipt").click()
    dana.get_by_label("Their receipt").set_input_files(receipt)
    dana.get_by_role("button", name="Save").click()
    dana.get_by_text("They have it").first.wait_for()
    assert "Late" not in dana.get_by_role("main").inner_text()
    look_at(dana, "two-places-they-have-it")
    dana.goto(f"{oakfield}/transfers/")
    assert dana.get_by_text("No file waits to be sent").count() == 1
    assert "Late" not in dana.get_by_role("main").inner_text()
    assert "Leo Marsh" in dana.locator("table", has_text="Was due").inner_text()
    look_at(dana, "two-places-done")
