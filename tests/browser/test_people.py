"""Ivy imports people and turns the years, Hana and Leo read who can see what: on a desk and on a phone."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests import cast
from tests.browser import look
from tests.browser.site import SignIn, as_person
from tests.web.establishments.files import csv_of, work
from tutela.web.establishments.models import PeopleImport

LEARNERS = csv_of(
    "Admission number,Forename,Surname,Date of birth,Year,Reg,Username,House",
    "1001,Amir,Khan,04/03/2012,9,9B,akhan,Red",
    "1002,Beth,O'Neil,2013-09-30,Year 8,8A,boneil,Red",
    "1003,Chloë,Świątek,31/02/2014,7,7C,cswiatek,Blue",
    "1001,Twin,Khan,04/03/2012,9,9B,tkhan,Blue",
    "1004,Leo,Marsh,2012-03-04,9,9B,leo,Blue",
)


def test_ivy_imports_learners(phone: Page, address: str, sign_in: SignIn, tmp_path: Path) -> None:
    cast.leo(), cast.mia(), cast.name_contact()
    page = as_person(phone, address, sign_in, cast.ivy())
    file = tmp_path / "learners-november.csv"
    file.write_bytes(LEARNERS)
    page.goto(f"{address}/people/import/")
    look.assert_sound(page, "import-upload")
    page.get_by_role("button", name="Upload and check").click()
    assert page.get_by_text("Choose a file").first.is_visible()
    page.set_input_files("input[type=file]", str(file))
    page.get_by_role("button", name="Upload and check").click()
    page.wait_for_url("**/people/import/*-*/")
    look.assert_sound(page, "import-progress")
    held = work(PeopleImport._base_manager.get(), datetime.now(UTC))
    page.goto(f"{address}/people/import/{held.pk}/")
    look.assert_sound(page, "import-refused")
    for shown in ("changed", "new", "missing"):
        page.goto(f"{address}/people/import/{held.pk}/?show={shown}")
        look.assert_sound(page, f"import-{shown}")
    page.get_by_role("button", name="Import 2 new and 1 changed").click()
    held.refresh_from_db()
    work(held, datetime.now(UTC))
    page.goto(f"{address}/people/import/{held.pk}/")
    look.assert_sound(page, "import-done")
    page.goto(f"{address}/people/?words=khan")
    look.assert_sound(page, "people")
    page.get_by_role("link", name="Amir Khan").click()
    look.assert_sound(page, "person")
    page.get_by_role("button", name="This person leaves").click()
    look.assert_sound(page, "leave")
    page.goto(f"{address}/people/years/")
    look.assert_sound(page)
    for part, value in zip(("0", "1", "2"), ("1", "9", "2027"), strict=True):
        page.fill(f"[name=on_{part}]", value)
    page.select_option("[name=last_year]", "11")
    page.get_by_role("button", name="Show what happens").click()
    look.assert_sound(page, "years")
    page.get_by_role("button", name="Move every year up").click()
    page.wait_for_url("**/people/years/")
    look.assert_sound(page, "years-decided")


def test_ivy_makes_people_known_on_the_network(phone: Page, address: str, sign_in: SignIn, tmp_path: Path) -> None:
    leo = cast.leo()
    cast.learners_7_11(), cast.class_9b(), cast.name_contact()
    page = as_person(phone, address, sign_in, cast.ivy())
    page.goto(f"{address}/network/devices/")
    look.assert_sound(page, "devices-none")
    page.get_by_role("button", name="Add a shared device").click()
    look.assert_sound(page, "device-add")
    page.get_by_label("What do you call it?").fill("Library 1")
    page.get_by_label("Which address does it always have?").fill("10.2.0.999")
    page.get_by_label("Years 3 to 6").check()
    page.get_by_role("button", name="Add device").click()
    look.assert_sound(page, "device-refused")
    page.get_by_label("Which address does it always have?").fill("10.2.0.9")
    page.get_by_role("button", name="Add device").click()
    page.get_by_role("button", name="Add devices from a file").click()
    look.assert_sound(page, "devices-file")
    file = tmp_path / "devices.csv"
    file.write_text("name,address,login\nLeo’s laptop,2001:db8:17:4::beef,leo\nTablet,10.2.0.9,leo\n")
    page.set_input_files("input[type=file]", str(file))
    page.get_by_role("button", name="Add them").click()
    look.assert_sound(page, "devices-added")
    page.get_by_role("button", name="See all devices").click()
    look.assert_sound(page, "devices", first_row="tbody tr")
    page.get_by_role("link", name="Leo Marsh").click()
    page.get_by_role("link", name="Make a name and password").click()
    look.assert_sound(page, "credential")
    page.get_by_role("button", name="Make one").click()
    assert page.locator("#network-password").inner_text().count("-") == 2
    look.assert_sound(page, "credential-made")
    page.get_by_role("button", name="I have handed it over").click()
    look.assert_sound(page, "person-known")
    page.get_by_role("link", name="Change or end it").click()
    look.assert_sound(page, "credential-again")
    page.goto(f"{address}/people/{leo.pk}/")
    page.get_by_role("link", name="Add a device of theirs").click()
    look.assert_sound(page, "device-of")
    page.go_back()
    page.get_by_role("link", name="End Leo’s laptop").click()
    look.assert_sound(page, "device-end")
    page.get_by_role("button", name="End it").click()
    page.goto(f"{address}/network/credentials/")
    look.assert_sound(page, "credentials")
    page.goto(f"{address}/filter/who/")
    look.assert_sound(page, "who")
    page.goto(f"{address}/filter/who/networks/")
    look.assert_sound(page, "networks")


def test_dana_says_when_somebody_looks_and_that_she_is_away(phone: Page, address: str, sign_in: SignIn) -> None:
    cast.name_contact()
    page = as_person(phone, address, sign_in, cast.dana())
    page.goto(f"{address}/contacts/")
    look.assert_sound(page, "contacts-first")
    page.get_by_role("button", name="Change the hours").click()
    page.get_by_label("Tuesday").fill("late")
    page.get_by_role("button", name="Save").click()
    look.assert_sound(page, "hours-refused")
    for times in ("8am to 5pm", "7am to 3pm"):
        page.goto(f"{address}/contacts/hours/")
        for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"):
            page.get_by_label(day).fill(times)
        page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Note that somebody is away").click()
    look.assert_sound(page, "away")
    page.get_by_label("Dana Shah").check()
    today = datetime.now(UTC)
    for name, day in (("first", today), ("last", today + timedelta(days=4))):
        for part, value in enumerate((day.day, day.month, day.year)):
            page.fill(f"[name={name}_{part}]", str(value))
    page.get_by_role("button", name="Save").click()
    page.locator("summary", has_text="Hours published before").click()
    look.assert_sound(page, "contacts-away", first_row="tbody tr")


def test_dana_says_which_search_pages_are_read(phone: Page, address: str, sign_in: SignIn) -> None:
    cast.name_contact()
    page = as_person(phone, address, sign_in, cast.dana())
    page.goto(f"{address}/filter/search-pages/")
    look.assert_sound(page, "search-pages")
    page.get_by_role("button", name="Change").click()
    look.assert_sound(page, "search-pages-change")


@pytest.mark.parametrize("who", ["hana", "leo"])
def test_who_can_see_what(phone: Page, address: str, sign_in: SignIn, who: str) -> None:
    cast.name_contact(), cast.sign_off_monitoring(), cast.tom(), cast.chris()
    page = as_person(phone, address, sign_in, getattr(cast, who)())
    page.goto(f"{address}/who-can-see-what/")
    look.assert_sound(page, f"who-sees-what-{who}")


def test_hana_gives_a_role_and_dana_agrees_to_one(phone: Page, address: str, sign_in: SignIn) -> None:
    cast.name_contact(), cast.hana(), cast.chris(), cast.leo(), cast.pat()
    tom, sue = cast.tom(), cast.sue()
    page = as_person(phone, address, sign_in, cast.ivy())
    for place, name in (
        (f"/people/{sue.pk}/give-role/", "role-proposed"),
        ("/people/add/staff/", "person-add"),
        (f"/people/{cast.leo().pk}/classes/", "person-classes"),
        (f"/people/{tom.pk}/change/", "person-change"),
        ("/setting-up/ready/", "set-up-ready"),
    ):
        page.goto(f"{address}{place}")
        look.assert_sound(page, name)
    page.goto(f"{address}/people/{sue.pk}/give-role/")
    page.get_by_label("Deputy safeguarding lead").check()
    page.get_by_role("button", name="Save and continue").click()
    page.wait_for_url(f"**/people/{sue.pk}/")
    assert "A second person has to agree" in page.inner_text("main")
    look.assert_sound(page, "person-waiting")
    as_person(page, address, sign_in, cast.dana())
    page.goto(f"{address}/people/roles/")
    look.assert_sound(page, "people-and-roles")
    page.get_by_role("link", name="Sue Lane").first.click()
    look.assert_sound(page, "role-proposal")
    page.get_by_role("button", name="Agree", exact=True).click()
    page.get_by_text("shown only once").wait_for()
    look.assert_sound(page, "role-given")
    page.goto(f"{address}/people/{cast.leo().pk}/parents/?words=marsh")
    look.assert_sound(page, "parents")
    page.get_by_role("link", name="Pat Marsh").click()
    look.assert_sound(page, "parent")
