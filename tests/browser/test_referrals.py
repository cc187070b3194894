# ruff: noqa: F811  fixtures are imported from where they are made
"""Dana refers a case and hands over what was asked for, Dev allows it: in a real browser, on a desk and on a phone."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from tests import cast
from tests.browser import look
from tests.browser.site import SignIn, address, as_person, picture  # noqa: F401
from tests.web.concerns.scenes import a_case, a_concern, named, somebody
from tests.web.conftest import key_folder, sign_in, tutela  # noqa: F401
from tests.web.referrals.scenes import a_referral, a_request, a_step, allow
from tests.web.referrals.test_bodies import a_body
from tutela.web.referrals import operations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(databases=["default", "transient"])]


@pytest.fixture
def scene() -> dict[str, Any]:
    """A case as it is in its second week: one referral late, one over, one decision not to, advice, two requests."""
    cast.name_contact()
    now = timezone.now()
    begun = now - timedelta(days=12)
    case = a_case(a_concern(somebody(cast.leo()), named("A man called Stu"), at=begun), at=begun)
    late = a_referral(
        case, at=begun + timedelta(hours=2), consent="not-asked", why_not="He may be hit if they hear of it."
    )
    operations.fill_pack(
        actor=cast.acting(cast.dana()), referral_id=late.pk, version=0, at=begun + timedelta(hours=2),
        answers={"gives": ["worries", "done"], "parts": {"address": "1 Canal Row", "view": "“I want to stay.”"}},
    )  # fmt: skip
    a_step(late, "sent", begun + timedelta(hours=3), way="secure-mail", reference="CS-2231")
    over = a_referral(case, "ceop", at=begun + timedelta(hours=4), to="CEOP Safety Centre", told="not-yet")
    a_step(over, "sent", begun + timedelta(hours=5), way="their-form")
    a_step(
        over,
        "outcome",
        begun + timedelta(days=3),
        outcome="advice",
        text="Keep the account names. They speak with Leo.",
    )
    a_body(words="Ask for the duty worker; they want their own form.", out_of_hours="01632 960 199")
    a_body("Officer Bright, town team", kind="police", phone="101")
    a_referral(case, "prevent", at=begun + timedelta(hours=6), is_referred=False, why="It was for a history project.")
    fresh = a_referral(case, "health", at=now - timedelta(hours=1), to="Northshire CAMHS")
    advice = operations.ask_advice(
        actor=cast.acting(cast.dana()), case_id=case.pk, body="Northshire education safeguarding team",
        question="May we talk with the father of a boy who is afraid of him?", names=[], asked_at=begun, at=begun,
    )  # fmt: skip
    operations.answer_advice(
        actor=cast.acting(cast.dana()), advice_id=advice.pk, text="Not before the council has agreed to it.",
        answered_at=begun + timedelta(hours=1), at=begun + timedelta(hours=1),
    )  # fmt: skip
    waiting = a_request(case, at=now - timedelta(hours=2))
    allowed = a_request(
        case, at=now - timedelta(days=2), asker="social-care", basis="inquiry", who="Joan Mills, Northshire Council",
        what="A report for the conference on Thursday", why="An inquiry is under way; it asks for our part of it.",
    )  # fmt: skip
    allow(allowed, at=now - timedelta(days=1))
    return {"case": case, "late": late, "fresh": fresh, "waiting": waiting, "allowed": allowed}


def test_dana_refers_chases_and_hands_over_on_sound_pages(
    phone: Page, address: str, scene: dict[str, Any], sign_in: SignIn
) -> None:
    window = as_person(phone, address, sign_in, cast.dana())
    case = f"{address}/concerns/cases/{scene['case'].pk}"
    for name, path in (
        ("list", f"{address}/referrals/?show=all"),
        ("case", f"{case}/"),
        ("of-case", f"{case}/referrals/"),
        ("bodies", f"{address}/referrals/bodies/"),
        ("add-body", f"{address}/referrals/bodies/add/"),
        ("decide", f"{case}/referrals/social-care-england/"),
        ("late", f"{address}/referrals/{scene['late'].pk}/"),
        ("fill", f"{address}/referrals/{scene['fresh'].pk}/fill/"),
        ("sent", f"{address}/referrals/{scene['fresh'].pk}/sent/"),
        ("advice", f"{case}/advice/"),
        ("disclosures", f"{case}/disclosures/"),
        ("request", f"{case}/disclosures/request/"),
        ("waiting", f"{address}/disclosures/{scene['waiting'].pk}/"),
        ("allowed", f"{address}/disclosures/{scene['allowed'].pk}/"),
        ("make", f"{address}/disclosures/{scene['allowed'].pk}/export/"),
        ("take-out", f"{address}/disclosures/{scene['allowed'].pk}/take-out/"),
        ("register", f"{address}/disclosures/"),
    ):
        window.goto(path)
        look.assert_sound(window)
        picture(window, name)
    window.goto(f"{address}/referrals/{scene['late'].pk}/")
    window.get_by_role("button", name="They acknowledged it").or_(
        window.get_by_role("button", name="Note that they ack")
    ).first.click()
    window.get_by_label("What is their reference?").fill("CS-2231")
    window.get_by_role("button", name="Save").click()
    assert window.get_by_text("Received, no outcome yet").is_visible()
