"""Leah of the local authority is invited, reads what she was shown, and answers on her phone."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page

from tests import cast
from tests.browser import look
from tests.browser.site import SignIn, as_person
from tests.web.policies.scenes import published
from tutela.web.responsibilities import operations
from tutela.web.responsibilities.models import Invitation


def test_leah_is_invited_and_answers_on_her_phone(phone: Page, address: str, sign_in: SignIn) -> None:
    cast.name_contact()
    published()
    group = f"{address}/responsibilities/stakeholders/authority/"
    as_person(phone, address, sign_in, cast.dana()).goto(group)
    look.assert_sound(phone, "stakeholder-nobody")
    phone.get_by_role("button", name="Invite somebody").click()
    for label, words in (
        ("First name", "Leah"), ("Last name", "Frost"), ("For whom do they work?", "Oakshire Council"),
        ("Email address", "leah@county.example"),
    ):  # fmt: skip
        phone.get_by_label(label).fill(words)
    phone.get_by_role("checkbox").first.check()
    look.assert_sound(phone, "stakeholder-invite")
    phone.get_by_role("button", name="Invite", exact=True).click()
    phone.locator("#link").wait_for()
    look.assert_sound(phone, "stakeholder-link")
    row = Invitation._base_manager.select_related("person").get()
    operations.note_contact(
        actor=cast.acting(cast.dana()), at=timezone.now(), establishment=cast.oakfield(), group="authority",
        on=timezone.localdate() - timedelta(days=90), asked="What now?", said="Invite us.",
        promised="Invite the authority to a lesson", owner=cast.tom(),
    )  # fmt: skip

    as_person(phone, address, sign_in, row.person).goto(address)
    look.assert_sound(phone, "stakeholder-home")
    phone.get_by_role("link", name="What you are asked").first.click()
    look.assert_sound(phone, "stakeholder-asked")
    phone.get_by_role("button", name="Answer").click()
    look.assert_sound(phone, "stakeholder-answer")
    phone.get_by_label("Which dangers do you hear of most this year?").fill("Threats to share pictures.")
    phone.get_by_role("button", name="Send").click()
    phone.get_by_text("Whoever invited you has been told.").wait_for()
    look.assert_sound(phone, "stakeholder-answered")

    as_person(phone, address, sign_in, cast.dana()).goto(group)
    phone.get_by_text("Threats to share pictures.").wait_for()
    look.assert_sound(phone, "stakeholder-heard")
    phone.goto(f"{address}/responsibilities/stakeholders/teachers/")
    look.assert_sound(phone, "stakeholder-teachers")
    phone.get_by_role("button", name="Ask them in a survey").click()
    phone.get_by_text("Only what asks people of this group is shown.").wait_for()
    look.assert_sound(phone, "stakeholder-surveys")
