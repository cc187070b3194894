"""The registers as Dana fills them and Gwen and Tom read them, on a desk and on a phone."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from playwright.sync_api import Page

from tests import cast
from tests.browser import look
from tests.browser.site import SignIn, as_person
from tests.web.registers.scenes import a_risk, a_technology, control, dana
from tutela.web.registers import operations


def test_dana_makes_the_register_of_risks_and_closes_a_gap(page: Page, address: str, sign_in: SignIn) -> None:
    cast.name_contact()
    a_technology(owner=cast.tom())
    a_technology("A game for sums", kind="game", state="proposed", communicates=True)
    as_person(page, address, sign_in, cast.dana())
    page.goto(f"{address}/registers/")
    look.assert_sound(page, "registers")
    page.get_by_role("link", name="Technologies in use").click()
    look.assert_sound(page, "technologies")
    page.get_by_role("link", name="A game for sums").click()
    look.assert_sound(page, "technology")
    page.goto(f"{address}/registers/risks/")
    look.assert_sound(page, "risks-none")
    page.get_by_role("button", name="Make the register").click()
    page.get_by_label("Games").check()
    look.assert_sound(page, "risks-make")
    page.get_by_role("button", name="Put their risks into the register").click()
    look.assert_sound(page, "risks")
    page.locator("a", has_text="Grooming and exploitation, Games").click()
    page.get_by_text("What others do").first.click()
    look.assert_sound(page, "risk")
    page.get_by_role("button", name="We do this").first.click()
    page.locator("button", has_text="Make this gap an action: Everywhere else").click()
    page.get_by_text("This is an action now").wait_for()
    page.goto(f"{address}/registers/technologies/")
    page.get_by_role("link", name="A game for sums").click()
    look.assert_sound(page, "technology-to-be-judged")
    page.get_by_role("button", name="Change its state").click()
    page.get_by_label("In use", exact=True).check()
    for part, value in (("Day", "1"), ("Month", "11"), ("Year", "2026")):
        page.get_by_label(part, exact=True).fill(value)
    page.get_by_label("Who decided it, and why?").fill("The head of maths asked for it.")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Still to be judged under Risks, for Games").first.wait_for()
    look.assert_sound(page, "technology-refused")
    page.goto(f"{address}/registers/technologies/new/")
    look.assert_sound(page, "technology-new")


def test_gwen_and_tom_read_what_concerns_them(page: Page, address: str, sign_in: SignIn) -> None:
    at, place = timezone.now(), cast.oakfield()
    cast.name_contact()
    a_technology()
    risk = a_risk()
    control(risk, "Chat with strangers is switched off", "in-care", technical=True, at=at - timedelta(days=70))
    control(risk, "Lessons on secrets and on being asked for pictures", "beyond", tag="educate", at=at)
    operations.take_over_guidance(
        actor=dana(), at=at, establishment=place, keys=["keeping-children-safe", "prevent-duty"]
    )
    described: Any = {"name": "Medical records", "what": "Conditions", "whose": ["learners"], "place": "Cupboard"}
    operations.add_data_asset(actor=dana(), at=at, establishment_id=place.pk, described=described)
    operations.take_over_links(actor=dana(), at=at, establishment_id=place.pk, keys=["childline", "ceop-education"])
    as_person(page, address, sign_in, cast.gwen())
    own = a_risk("own-phone")
    control(own, "Each learner can name somebody they would tell", "beyond", tag="empower", at=at)
    page.goto(f"{address}/registers/risks/{own.pk}/")
    look.assert_sound(page, "risk-own-devices")
    for path, name in (("balance", "balance"), ("guidance", "guidance"), ("data", "data"), ("links", "links")):
        page.goto(f"{address}/registers/{path}/")
        look.assert_sound(page, f"registers-{name}")
    page.get_by_role("link", name="Childline").click()
    look.assert_sound(page, "link")
    page.goto(f"{address}/registers/situation/")
    look.assert_sound(page, "situation")
    page.goto(f"{address}/registers/guidance/")
    page.get_by_role("link", name="Keeping children safe in education").click()
    look.assert_sound(page, "guidance-one")
    as_person(page, address, sign_in, cast.tom())
    page.goto(f"{address}/registers/technologies/recognised/")
    look.assert_sound(page, "recognised")


def test_dana_writes_down_what_a_garage_signed(page: Page, address: str, sign_in: SignIn) -> None:
    cast.name_contact()
    as_person(page, address, sign_in, cast.dana())
    page.goto(f"{address}/registers/contracts/")
    look.assert_sound(page, "contracts-none")
    page.get_by_role("button", name="Add a contract").click()
    look.assert_sound(page, "contract-new")
    page.get_by_label("With whom is it?").fill("Marsh Garage")
    page.get_by_label("An employer or the host of a work placement").check()
    page.get_by_label("What is it about?").fill("Placements in year 12")
    page.get_by_label("What does it cost?").fill("£4,200 a year")
    page.get_by_label("Which figure shows whether it does what it should?").select_option("filters.canaries")
    for group, days in (("When was it signed?", -30), ("Until when does it hold?", 40)):
        day = timezone.localdate() + timedelta(days=days)
        dated = page.get_by_role("group", name=group)
        for part, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
            dated.get_by_label(part, exact=True).fill(str(value))
    page.get_by_label("Nobody yet").check()
    page.get_by_role("button", name="Add it").click()
    page.get_by_text("What others have in theirs").click()
    look.assert_sound(page, "contract-offered")
    page.locator("button", has_text="The contract says this: Both policies hold").click()
    look.assert_sound(page, "contract")
    page.goto(f"{address}/registers/contracts/")
    look.assert_sound(page, "contracts")


def test_dana_compares_what_two_suppliers_offer(page: Page, address: str, sign_in: SignIn) -> None:
    cast.name_contact()
    as_person(page, address, sign_in, cast.dana())
    page.goto(f"{address}/registers/purchases/")
    look.assert_sound(page, "purchases-none")
    page.get_by_role("button", name="Begin a purchase").click()
    look.assert_sound(page, "purchase-new")
    page.get_by_label("What is to be bought or renewed?").fill("Web filter")
    page.get_by_label("What for, and for whom?").fill("For everybody, from September")
    page.get_by_role("button", name="Begin").click()
    look.assert_sound(page, "purchase-empty")
    for supplier, standing in (("NetGuard of the North Education Services", "said"), ("SafeLine", "shown")):
        page.get_by_role("button", name="Add an offer").click()
        look.assert_sound(page, "offer-new")
        page.get_by_label("Who offers it?").fill(supplier)
        page.get_by_label("What does it cost?").fill("£4,200 a year")
        page.get_by_role("button", name="Add it").click()
        look.assert_sound(page, "offer-answers")
        for key in ("illegal-content", "by-age", "data", "updates"):
            page.locator(f"[name={key}][value={standing}]").check()
            page.locator(f"[name={key}-shown]").fill("Shown to Hana and Ivy on 3 November")
        page.locator("[name=help][value=no]").check()
        page.get_by_role("button", name="Save").click()
    look.assert_sound(page, "purchase", first_row="tbody tr")
    page.get_by_role("button", name="Say what was decided").click()
    look.assert_sound(page, "purchase-decide")
    page.get_by_role("textbox").last.fill("SafeLine, by Hana: it showed most.")
    page.get_by_role("button", name="Save").click()
    look.assert_sound(page, "purchase-decided")
    page.goto(f"{address}/registers/purchases/")
    look.assert_sound(page, "purchases", first_row="tbody tr")
