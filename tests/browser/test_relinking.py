"""Dana puts right that the wrong Mia was linked: in a real browser, on a phone, and without scripts."""

from datetime import UTC, datetime

from playwright.sync_api import Page

from tests import cast
from tests.browser import look
from tests.browser.site import SignIn, as_person
from tests.web.concerns.scenes import a_case, a_concern, somebody, version_of
from tests.web.concerns.test_relinking import WHY, other_mia
from tutela.web.concerns import operations


def test_dana_puts_the_right_mia_into_the_case(phone: Page, address: str, sign_in: SignIn) -> None:
    now = datetime.now(UTC)
    cast.name_contact()
    other_mia()
    case = a_case(a_concern(somebody(cast.mia()), somebody(cast.leo(), "alleged"), at=now), at=now)
    dana = cast.acting(cast.dana())
    second = a_concern(somebody(cast.mia(), "bystander"), at=now)
    operations.add_to_case(actor=dana, case_id=case.pk, concern_id=second.pk, version=0, at=now)
    operations.note_outside(
        actor=dana, case_id=case.pk, kind="shared", words="A file for Elm Park School was made.", at=now
    )
    operations.add_entry(
        actor=dana, case_id=case.pk, version=version_of(case.pk), kind="note", happened_at=now, place="",
        words="Rang home.", at=now,
    )  # fmt: skip
    window = as_person(phone, address, sign_in, cast.dana())
    window.goto(f"{address}/concerns/cases/{case.pk}/")
    look.assert_sound(window, "case-before")
    window.get_by_role("link", name="This is the wrong person Mia Marsh").first.click()
    window.get_by_role("radio", name="Somebody else").check()
    window.get_by_label("Their name").fill("Mia")
    look.assert_sound(window, "wrong-person")
    window.get_by_label("How do you know").fill(WHY)
    window.get_by_role("button", name="Continue").click()
    window.get_by_role("radio", name="Mia Hale").check()
    look.assert_sound(window, "wrong-person-who")
    window.get_by_role("radio", name="May have been harmed").check()
    window.get_by_role("button", name="Put it right").click()
    window.get_by_text("It is put right.").wait_for()
    assert not window.get_by_text("Mia Marsh").count()
    look.assert_sound(window, "case-after")
    window.get_by_role("link", name="Who, by whom and why").click()
    window.get_by_text("Put right by Dana Shah").first.wait_for()
    look.assert_sound(window, "put-right")
    window.goto(f"{address}/concerns/{second.pk}/")
    window.get_by_role("heading", name="Linked by mistake", exact=True).wait_for()
    look.assert_sound(window, "concern-put-right")
