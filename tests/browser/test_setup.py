"""A head teacher's helper sets up a school with the link that was printed: every page, on a desk and on a phone."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
from django.db import transaction
from django.utils import timezone
from playwright.sync_api import Page

from tests import cast
from tests.browser import look
from tests.browser.site import SignIn, as_person
from tests.smtp import mail_server
from tests.web.setup.typed import an_empty_school, oakfield, village
from tutela.settings import Settings
from tutela.web.core import outbox
from tutela.web.core.delivery import deliver_due
from tutela.web.core.models import OutboxMessage
from tutela.web.setup.operations import TEST_MAIL


def fill(page: Page, fields: dict[str, Any]) -> None:
    """Type and choose what a page asks for."""
    for name, value in fields.items():
        for one in value if isinstance(value, list) else [value]:
            choice = page.locator(f"[name={name}][value='{one}']")
            if choice.count() and choice.first.get_attribute("type") in ("radio", "checkbox"):
                choice.first.check()
            elif page.locator(f"[name={name}][type=checkbox]").count():
                page.locator(f"[name={name}]").check()
            elif one:
                page.locator(f"[name={name}]").fill(one)


def answer(page: Page, typed: dict[str, dict[str, Any]], name: str) -> None:
    """Every question in turn; each page is looked at empty, and once more with what was typed."""
    for key, fields in typed.items():
        page.wait_for_url(f"**/question/{key}/")
        look.assert_sound(page, f"{name}-{key}")
        if key == "others":
            page.get_by_role("button", name="Save and continue").click()
            look.assert_sound(page, f"{name}-{key}-errors")
        fill(page, fields)
        page.get_by_role("button", name="Save and continue").click()


def test_a_school_is_set_up_in_one_sitting(phone: Page, address: str, tutela: Settings, sign_in: SignIn) -> None:
    page = as_person(phone, address, sign_in, an_empty_school())
    page.goto(f"{address}/")
    page.wait_for_url("**/setting-up/")  # there is nothing else to do in an empty school
    look.assert_sound(page, "setup-start")
    page.get_by_role("button", name="Start now").click()
    answer(page, oakfield(), "setup")
    page.wait_for_url("**/check/")
    look.assert_sound(page, "setup-check")
    page.get_by_role("link", name="Change Who decides which pages open?").click()
    look.assert_sound(page)
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_role("button", name="Set up the school").click()
    look.assert_sound(page, "setup-links")
    assert page.get_by_text("/sign-in/").count() == 3
    page.get_by_role("link", name="I have handed them over").or_(
        page.get_by_role("button", name="I have handed them over")
    ).click()
    page.wait_for_url("**/ready/")
    look.assert_sound(page, "setup-ready")
    for link, name in (("what-each-part-needs/", "parts"), ("monitoring/", "monitoring")):
        page.goto(f"{address}/setting-up/{link}")
        look.assert_sound(page, f"setup-{name}")
    page.goto(f"{address}/filter/if-it-fails/")
    look.assert_sound(page)
    page.get_by_label("Everything opens").check()
    page.get_by_label("Dana Shah").check()
    page.get_by_role("button", name="Save decision").click()
    page.wait_for_url("**/filter/")
    assert page.get_by_text("Noted in the name of Dana Shah, who has not confirmed it yet").is_visible()
    look.assert_sound(page, "setup-filter")
    page.goto(f"{address}/")
    look.assert_sound(page, "setup-home")


def test_before_anybody_is_there_the_fail_policy_leads_to_the_set_up(
    phone: Page, address: str, tutela: Settings, sign_in: SignIn
) -> None:
    page = as_person(phone, address, sign_in, an_empty_school())
    page.goto(f"{address}/filter/if-it-fails/")
    look.assert_sound(page)
    page.get_by_role("link", name="Set up your school").click()
    page.wait_for_url("**/setting-up/")


def test_a_village_school_stops_half_way_and_goes_on_later(
    phone: Page, address: str, tutela: Settings, sign_in: SignIn
) -> None:
    page = as_person(phone, address, sign_in, an_empty_school())
    page.goto(f"{address}/setting-up/")
    page.get_by_role("button", name="Start now").click()
    typed = village()
    fill(page, typed["school"])
    page.get_by_role("button", name="Save and come back later").click()
    look.assert_sound(page, "village-home")
    page.get_by_role("link", name="Questions about the school").click()
    look.assert_sound(page, "village-half-way")
    page.get_by_role("button", name="Go on").click()
    del typed["school"]
    answer(page, typed, "village")
    page.wait_for_url("**/check/")
    look.assert_sound(page, "village-check")
    page.get_by_role("button", name="Set up the school").click()
    page.goto(f"{address}/setting-up/ready/")
    look.assert_sound(page, "village-ready")


def test_without_scripts_the_questions_work_as_well(
    scriptless: Page, address: str, tutela: Settings, sign_in: SignIn
) -> None:
    page = as_person(scriptless, address, sign_in, an_empty_school())
    page.goto(f"{address}/setting-up/")
    page.get_by_role("button", name="Start now").click()
    for key, fields in village().items():
        page.wait_for_url(f"**/question/{key}/")
        fill(page, fields)
        page.get_by_role("button", name="Save and continue").click()
    page.wait_for_url("**/check/")
    page.get_by_role("button", name="Set up the school").click()
    assert page.get_by_text("/sign-in/").count() == 2


def test_the_help_pages_are_sound_for_every_reader(phone: Page, address: str, tutela: Settings) -> None:
    for reader in ("5-7", "7-11", "11-16", "adult", "parents"):
        for name in ("", "block-and-report/", "monitored/"):
            phone.goto(f"{address}/help/{name}?for={reader}")
            look.assert_sound(phone, f"help-{name.rstrip('/') or 'help'}-{reader}")


def test_ivy_looks_whether_mail_goes_out(
    phone: Page, address: str, tutela: Settings, settings: object, sign_in: SignIn, tmp_path: Path
) -> None:
    cast.name_contact(), cast.tom()
    page = as_person(phone, address, sign_in, cast.ivy())
    page.goto(f"{address}/setting-up/mail/")
    look.assert_sound(page, "mail-not-set-up")
    page.goto(f"{address}/")
    look.assert_sound(page, "mail-home")
    with mail_server(tmp_path, encrypts=False, refuses="tom@oakfield.example") as server:
        settings.TUTELA = msgspec.structs.replace(settings.TUTELA, mail=f"smtp://127.0.0.1:{server.port}")
        for to in ("tom@oakfield.example", "dana@oakfield.example"):
            with transaction.atomic():
                outbox.post(TEST_MAIL, to=to, at=timezone.now() - timedelta(minutes=5), establishment="Oakfield")
        deliver_due(settings.TUTELA, timezone.now())
        page.goto(f"{address}/setting-up/mail/")
        page.get_by_role("button", name="Send me a message").click()
        look.assert_sound(page, "mail-well")
        OutboxMessage.objects.filter(recipient="ivy@oakfield.example").update(
            made_at=timezone.now() - timedelta(minutes=5)
        )
    deliver_due(settings.TUTELA, timezone.now())
    page.goto(f"{address}/setting-up/mail/")
    look.assert_sound(page, "mail-failing")
    page = as_person(phone, address, sign_in, cast.dana())
    page.goto(f"{address}/")
    look.assert_sound(page, "mail-danas-home")


def test_ivy_corrects_what_was_answered(phone: Page, address: str, sign_in: SignIn) -> None:
    cast.name_contact(), cast.hana()
    page = as_person(phone, address, sign_in, cast.ivy())
    page.goto(f"{address}/setting-up/about/")
    look.assert_sound(page, "about")
    page.goto(f"{address}/setting-up/filtering/")
    look.assert_sound(page, "who-filters")
    page.get_by_role("button", name="Save").click()
    look.assert_sound(page, "who-filters-refused")
    page = as_person(phone, address, sign_in, cast.hana())
    page.goto(f"{address}/setting-up/trust/")
    look.assert_sound(page, "trust")
