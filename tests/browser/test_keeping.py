"""What is kept for long enough goes by two people, on a desk and on the smallest phone."""

from datetime import date, timedelta

from playwright.sync_api import Page

from tests import cast
from tests.browser import look
from tests.browser.site import SignIn, as_person
from tests.web.allegations.scenes import a_report
from tests.web.allegations.test_destroying import end
from tests.web.retention.scenes import confirm
from tests.web.retention.test_concerns import closed
from tests.web.retention.test_received_files import came
from tests.web.retention.test_supervision import a_session
from tutela.web.establishments.models import Person


def hold_and_end(page: Page, what: str) -> None:
    """Place a legal hold on what the page is about, and end it again."""
    page.get_by_role("button", name="Place a legal hold").click()
    look.assert_sound(page, f"{what}-hold")
    page.get_by_label("Why must this be kept?").fill("Letter of Osei and Lane, 44/26")
    for number, part in enumerate((date.today() + timedelta(days=90)).strftime("%d %m %Y").split()):
        page.locator(f"[name=review_on_{number}]").fill(part)
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Osei and Lane").wait_for()
    look.assert_sound(page, f"{what}-held")
    page.get_by_role("link", name="End this hold").click()
    look.assert_sound(page, f"{what}-end-hold")
    page.get_by_label("Why is the hold no longer needed?").fill("It was withdrawn.")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("It was withdrawn.").wait_for()


def test_dana_puts_a_concern_without_a_case_forward_and_dev_destroys_it(
    page: Page, address: str, sign_in: SignIn
) -> None:
    confirm(concern=1)
    Person._base_manager.filter(pk=cast.leo().pk).update(born_on=date(1990, 1, 1))
    concern = closed()
    dana = as_person(page, address, sign_in, cast.dana())
    dana.goto(f"{address}/concerns/{concern.pk}/")
    dana.get_by_role("link", name="How long it is kept").click()
    look.assert_sound(dana, "kept-concern")
    dana.get_by_role("button", name="Put it forward to be destroyed").click()
    dana.goto(f"{address}/keeping/")
    look.assert_sound(dana, "kept-list")
    dev = as_person(page, address, sign_in, cast.dev())
    dev.goto(f"{address}/keeping/")
    dev.get_by_role("link", name=f"Concern {concern.receipt}").first.click()
    look.assert_sound(dev, "kept-decide")
    dev.get_by_label("Destroy it for good").check()
    dev.get_by_role("button", name="Save the decision").click()
    look.assert_sound(dev, "kept-certificate")
    assert dev.get_by_text(f"Concern {concern.receipt}").is_visible()


def test_dana_puts_her_notes_of_supervision_forward_and_hana_destroys_them_unread(
    page: Page, address: str, sign_in: SignIn
) -> None:
    confirm(supervision=1)
    a_session(held_on=date(2025, 3, 4))
    dana = as_person(page, address, sign_in, cast.dana())
    dana.goto(f"{address}/concerns/supervision/")
    look.assert_sound(dana, "supervision-notes")
    dana.get_by_role("link", name="How long notes are kept").click()
    look.assert_sound(dana, "supervision-kept")
    dana.get_by_role("link", name="Supervision of Dana Shah, 4 March 2025").click()
    look.assert_sound(dana, "supervision-one")
    hold_and_end(dana, "supervision")
    dana.get_by_role("button", name="Put it forward to be destroyed").click()
    hana = as_person(page, address, sign_in, cast.hana())
    hana.goto(f"{address}/keeping/")
    look.assert_sound(hana, "supervision-waits")
    hana.get_by_role("link", name="Supervision of Dana Shah").first.click()
    look.assert_sound(hana, "supervision-decide")
    hana.get_by_label("Destroy it for good").check()
    hana.get_by_role("button", name="Save the decision").click()
    look.assert_sound(hana, "supervision-certificate")
    dana = as_person(page, address, sign_in, cast.dana())
    dana.goto(f"{address}/concerns/supervision/")
    assert dana.get_by_text("then destroyed").is_visible()


def test_eli_reads_until_when_a_file_is_kept_that_nobody_linked(phone: Page, address: str, sign_in: SignIn) -> None:
    row = came(sign_in)
    eli = as_person(phone, address, sign_in, cast.eli())
    eli.goto(f"{address}/transfers/received/{row.pk}/")
    look.assert_sound(eli, "file-warned")
    eli.get_by_role("link", name="unless somebody says who it is about").click()
    look.assert_sound(eli, "file-kept")
    hold_and_end(eli, "file")
    eli.goto(f"{address}/keeping/")
    look.assert_sound(eli, "file-periods")


def test_hana_and_chris_end_a_record_that_is_kept_in_confidence(page: Page, address: str, sign_in: SignIn) -> None:
    row = a_report(cast.tom())
    end(row, outcome="advice-given")
    Person._base_manager.filter(pk=cast.tom().pk).update(left_on=date(2026, 11, 18))
    hana = as_person(page, address, sign_in, cast.hana())
    hana.goto(f"{address}/in-confidence/")
    look.assert_sound(hana, "vault-due")
    hana.get_by_role("link", name=row.receipt).click()
    look.assert_sound(hana, "vault-may-go")
    hana.get_by_role("button", name="Put the record forward").click()
    assert hana.get_by_text("A second person decides").is_visible()
    chris = as_person(page, address, sign_in, cast.chris())
    chris.goto(f"{address}/in-confidence/")
    look.assert_sound(chris, "vault-second")
    chris.get_by_role("link", name=row.receipt).click()
    look.assert_sound(chris, "vault-decide")
    chris.get_by_label("Destroy it for good").check()
    chris.get_by_role("button", name="Save the decision").click()
    look.assert_sound(chris, "vault-certificate")
