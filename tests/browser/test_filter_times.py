"""Times of the week and exceptions, seen by whoever decides and by whoever may only look, on a desk and on a phone."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests import cast
from tests.browser import look
from tests.browser.site import SignIn, as_person
from tutela.settings import Settings
from tutela.web.establishments import operations as establishments
from tutela.web.filters import operations as filters


@pytest.fixture
def dana(phone: Page, address: str, tutela: Settings, sign_in: SignIn) -> Page:
    cast.name_contact()
    cast.learners_11_16()
    cast.class_9b()
    return as_person(phone, address, sign_in, cast.dana())


def test_dana_opens_games_after_school(dana: Page, address: str) -> None:
    dana.goto(f"{address}/filter/times/")
    look.assert_sound(dana, "times")
    dana.get_by_role("button", name="Add a time").click()
    look.assert_sound(dana, "times-add")
    dana.get_by_label("What is it called?").fill("After school")
    dana.get_by_label("From what time?").fill("3:30pm")
    dana.get_by_role("button", name="Save").click()
    look.assert_sound(dana, "times-errors")
    dana.get_by_label("Until what time?").fill("5pm")
    dana.get_by_role("button", name="Save").click()
    dana.wait_for_url("**/otherwise/after-school/")
    look.assert_sound(dana, "times-otherwise")
    dana.get_by_label("For whom?").select_option(index=1)
    dana.get_by_label("Which kind of site?").select_option("games")
    dana.get_by_label("It is open").check()
    dana.get_by_role("button", name="Save").click()
    dana.wait_for_url("**/filter/times/")
    look.assert_sound(dana, "times-changed")
    dana.get_by_role("button", name="Remove After school").click()
    dana.get_by_text("Removed. The filter does then").wait_for()
    expect(dana.get_by_role("heading", name="After school")).to_have_count(0)


def test_dana_makes_an_exception_for_one_of_two_of_that_name(dana: Page, address: str) -> None:
    establishments.make_person(
        actor=cast.SETTING_UP, establishment=cast.oakfield(), kind="learner", given_name="Leona", family_name="Marsh",
        login="leona", at=cast.MADE_AT,
    )  # fmt: skip
    dana.goto(f"{address}/filter/exceptions/")
    look.assert_sound(dana, "exceptions-none")
    dana.get_by_role("button", name="Make an exception").click()
    look.assert_sound(dana, "exceptions-add")
    dana.get_by_label("What is the website’s address?").fill("bet365.com/history")
    dana.get_by_label("Open it").check()
    dana.get_by_label("One person").check()
    dana.get_by_label("Who?").fill("Leo")
    dana.get_by_label("From what time?").fill("9am")
    dana.locator("[name=until_on_0]").fill("1")
    dana.locator("[name=until_on_1]").fill("3")
    dana.locator("[name=until_on_2]").fill(str(datetime.now(UTC).year + 1))
    dana.get_by_label("Until what time?").fill("3pm")
    dana.get_by_label("Reason").fill("Extended project")
    dana.get_by_role("button", name="Save").click()
    look.assert_sound(dana, "exceptions-which")
    dana.get_by_label(cast.leo().full_name).check()
    dana.get_by_role("button", name="Save").click()
    dana.wait_for_url("**/filter/exceptions/")
    look.assert_sound(dana, "exceptions")


def test_ivy_looks_at_both_and_whom_to_ask(page: Page, address: str, tutela: Settings, sign_in: SignIn) -> None:
    cast.name_contact()
    ivy = as_person(page, address, sign_in, cast.ivy())
    for name, path in (
        ("times", "/filter/times/"),
        ("exceptions", "/filter/exceptions/"),
        ("health", "/filter/"),
        ("contacts", "/contacts/"),
    ):
        ivy.goto(address + path)
        look.assert_sound(ivy, f"ivy-{name}")


def test_hana_names_a_contact_notes_prevent_and_signs(
    phone: Page, address: str, tutela: Settings, sign_in: SignIn
) -> None:
    cast.name_contact()
    hana = as_person(phone, address, sign_in, cast.hana())
    for name, path in (
        ("home", "/"),
        ("contacts", "/contacts/"),
        ("name", "/contacts/name/"),
        ("prevent", "/contacts/prevent/lead/"),
        ("sign", "/setting-up/monitoring/"),
    ):
        hana.goto(address + path)
        look.assert_sound(hana, f"hana-{name}")


def test_dana_sees_the_gap_on_her_home(dana: Page, address: str) -> None:
    dana.goto(f"{address}/")
    look.assert_sound(dana, "dana-home")
    dana.get_by_role("link", name="Prevent lead").click()
    dana.wait_for_url("**/contacts/prevent/lead/")


def test_hana_says_whether_it_is_her_decision_what_opens_if_the_filter_fails(
    phone: Page, address: str, sign_in: SignIn
) -> None:
    cast.name_contact()
    filters.choose_fail_policy(
        actor=cast.acting(cast.ivy()), at=timezone.now(), establishment=cast.oakfield(), kind="open-with-alarm",
        chosen_by=cast.hana(),
    )  # fmt: skip
    as_person(phone, address, sign_in, cast.hana()).goto(address)
    look.assert_sound(phone, "hana-home-asked")
    phone.get_by_role("link", name="decision about the filter").click()
    look.assert_sound(phone, "fail-policy-asked")
    phone.get_by_role("button", name="No, it is not mine").click()
    phone.get_by_text("was not their decision").wait_for()
    look.assert_sound(phone, "fail-policy-disowned")
