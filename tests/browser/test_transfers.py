"""Dana sends Leo's file on and Eli takes it in; a case of long ago is destroyed. On a desk and on a phone."""

from datetime import date
from pathlib import Path

from playwright.sync_api import Page

from tests import cast
from tests.browser import look
from tests.browser.site import SignIn, as_person
from tests.web.concerns.scenes import a_case, a_concern, somebody
from tests.web.exhibits.scenes import an_exhibit
from tests.web.retention.scenes import a_closed_case, confirm
from tests.web.transfers.scenes import a_transfer, case_with_mia, exchange_cards
from tutela.settings import Settings
from tutela.web.establishments.models import Person
from tutela.web.exhibits import operations as exhibits
from tutela.web.transfers import operations
from tutela.web.transfers.models import ReceivedFile


def test_dana_makes_the_file_and_eli_takes_it_in(
    page: Page, phone: Page, address: str, sign_in: SignIn, tutela: Settings, tmp_path: Path
) -> None:
    exchange_cards()
    case = case_with_mia()
    an_exhibit(tutela, case=case)
    an_exhibit(tutela, b"It stays.", "text", case=case)
    locked = an_exhibit(tutela, case=case)
    exhibits.lock_exhibit(actor=cast.acting(cast.dana()), exhibit_id=locked.pk, at=locked.received_at)
    transfer = a_transfer()
    dana = as_person(phone, address, sign_in, cast.dana())
    dana.goto(f"{address}/transfers/exchange/")
    look.assert_sound(dana, "exchange")
    dana.goto(f"{address}/transfers/")
    look.assert_sound(dana, "to-send", first_row=".tutela-table tbody tr")
    dana.get_by_role("link", name="Leo Marsh").click()
    look.assert_sound(dana, "transfer")
    dana.get_by_role("button", name="Make the file").click()
    dana.get_by_label("Elm Park School").check()
    dana.get_by_label("exhibit 1: Conversation").check()
    look.assert_sound(dana, "make")
    with dana.expect_download() as saved:
        dana.get_by_role("button", name="Make the sealed file").click()
    saved.value.save_as(tmp_path / "leo.tutela")
    dana.goto(f"{address}/transfers/{transfer.pk}/")
    dana.get_by_role("button", name="Note that it was sent").click()
    look.assert_sound(dana, "sent")

    eli = as_person(page, address, sign_in, cast.eli())
    eli.goto(f"{address}/transfers/take-in/")
    look.assert_sound(eli, "take-in")
    eli.get_by_label("The file that they sent").set_input_files(tmp_path / "leo.tutela")
    eli.get_by_role("button", name="Take it in").click()
    eli.get_by_text("The file is here and proved").wait_for()
    look.assert_sound(eli, "received")
    with eli.expect_download() as saved:
        eli.get_by_role("button", name="Save the receipt").click()
    saved.value.save_as(tmp_path / "leo.receipt")
    eli.get_by_role("button", name="Say who it is about").click()
    look.assert_sound(eli, "link")
    received = ReceivedFile._base_manager.get()
    nia = cast.nia()
    operations.link_received(
        actor=cast.acting(cast.eli()), received_id=received.pk, person=nia, why="", at=received.received_at
    )
    own = a_case(a_concern(somebody(nia), by=cast.eli()), by=cast.eli())
    eli.goto(f"{address}/transfers/received/{received.pk}/")
    eli.get_by_role("link", name="Put exhibit 1 into a case").click()
    look.assert_sound(eli, "put-exhibit")
    eli.get_by_label(f"Case {own.number}").check()
    eli.get_by_role("button", name="Put it into this case").click()
    eli.get_by_text("It is an exhibit of the case now").wait_for()
    look.assert_sound(eli, "exhibit-that-came")
    dana.goto(f"{address}/transfers/{transfer.pk}/receipt/")
    dana.get_by_label("Their receipt").set_input_files(tmp_path / "leo.receipt")
    dana.get_by_role("button", name="Save").click()
    dana.get_by_text("They have it").wait_for()
    look.assert_sound(dana, "they-have-it")


def test_dana_puts_a_case_forward_and_dev_destroys_it(page: Page, phone: Page, address: str, sign_in: SignIn) -> None:
    confirm(**{"child-protection": 1})
    case = a_closed_case()
    Person._base_manager.filter(pk=cast.leo().pk).update(born_on=date(1990, 1, 1))
    dana = as_person(phone, address, sign_in, cast.dana())
    dana.goto(f"{address}/concerns/cases/{case.pk}/")
    dana.get_by_role("link", name="How long it is kept").first.click()
    look.assert_sound(dana, "keeping-of-a-case")
    dana.get_by_role("button", name="Put it forward to be destroyed").click()
    dana.get_by_text("Somebody else decides now").wait_for()
    dana.goto(f"{address}/keeping/")
    look.assert_sound(dana, "keeping")
    dana.goto(f"{address}/keeping/periods/")
    look.assert_sound(dana, "periods")
    dev = as_person(page, address, sign_in, cast.dev())
    dev.goto(f"{address}/")
    dev.get_by_text("record to keep or destroy").wait_for()
    look.assert_sound(dev, "a-record-to-decide-on")
    dev.goto(f"{address}/keeping/")
    dev.get_by_role("link", name=f"Case {case.number}").first.click()
    look.assert_sound(dev, "destroy")
    dev.get_by_label("Destroy it for good").check()
    dev.get_by_role("button", name="Save the decision").click()
    dev.get_by_text("This is its certificate").wait_for()
    look.assert_sound(dev, "certificate")
