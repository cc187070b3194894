"""What Dana sees after the signing key was changed because somebody else may have had it. On a desk and on a phone."""

from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Page, expect

from tests import cast
from tests.browser import look
from tests.browser.site import SignIn, as_person
from tests.keys import change, own_keys
from tests.web.reviews.test_reviewing import AT
from tests.web.reviews.test_sharing import certify, completed
from tests.web.transfers.scenes import exchange_cards


def test_dana_is_told_which_card_and_which_certificate_to_make_anew(
    page: Page, phone: Page, address: str, sign_in: SignIn, settings: object, tmp_path: Path
) -> None:
    keys = own_keys(settings, tmp_path)
    exchange_cards()
    made = certify(completed())
    change(keys, distrusted_since=AT - timedelta(days=1))
    for window, name in ((as_person(page, address, sign_in, cast.dana()), "desk"),
                         (as_person(phone, address, sign_in, cast.dana()), "phone")):  # fmt: skip
        window.goto(f"{address}/reviews/{made.review_id}/certificate/")
        expect(window.get_by_text("The key that signed it is not relied on any more")).to_be_visible()
        look.assert_sound(window, f"certificate-{name}")
        window.goto(f"{address}/transfers/exchange/")
        expect(window.get_by_text("Somebody else may have had the key that signs our files")).to_be_visible()
        look.assert_sound(window, f"card-{name}")
    window.get_by_role("button", name="Make a new key card").click()
    expect(window.get_by_text("Your key card is ready")).to_be_visible()
    expect(window.get_by_text("Somebody else may have had the key")).to_have_count(0)
