"""Tom asks before he uses a picture, Sue keeps the answers, Pat and Mia say theirs on a phone."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from tests import cast
from tests.browser import look
from tests.browser.site import SignIn, as_person
from tests.web.consents.scenes import a_parent, a_use, says
from tutela.web.consents.models import Consent


@pytest.fixture
def answers() -> None:
    """Pat answers for Leo and Mia; one picture is up that may not be any more."""
    now, today = timezone.now(), timezone.localdate()
    cast.class_9b()
    pat = a_parent(cast.mia())
    a_parent(cast.leo())
    begun = today - timedelta(days=60)
    says(pat, cast.mia(), at=now, from_on=begun)
    says(pat, cast.mia(), at=now, from_on=begun, channel="newsletter", until_on=today + timedelta(days=200))
    says(pat, cast.mia(), at=now, from_on=begun, channel="press", yes=False)
    a_use(cast.mia(), cast.leo(), at=now)
    assert Consent._base_manager.count() == 3


@pytest.mark.usefixtures("answers")
def test_sue_keeps_the_answers_and_finds_what_to_take_down(address: str, sign_in: SignIn, page: Page) -> None:
    window = as_person(page, address, sign_in, cast.sue())
    mia, leo = cast.mia().pk, cast.leo().pk
    for name, path in {
        "person": f"people/{mia}/",
        "note": f"people/{mia}/note/",
        "down": f"people/{leo}/take-down/",
    }.items():
        window.goto(f"{address}/pictures/{path}")
        look.assert_sound(window, f"consents-{name}")
    window.goto(f"{address}/pictures/")
    window.get_by_label("What is the picture for").select_option("news--website")
    window.get_by_label("Names").fill("Mia Marsh\nLeo Marsh")
    window.get_by_role("button", name="Check").click()
    window.get_by_text("1 of 2 may be shown").wait_for()
    look.assert_sound(window, "consents-check")


@pytest.mark.usefixtures("answers")
def test_pat_and_mia_answer_on_a_phone(address: str, sign_in: SignIn, phone: Page) -> None:
    for who in (cast.pat, cast.mia):
        window = as_person(phone, address, sign_in, who())
        window.goto(f"{address}/my-part/pictures/")
        look.assert_sound(window, f"pictures-{who.__name__}")
        if who is cast.pat:
            window.get_by_role("link", name="Pictures of Mia Marsh").click()
        window.get_by_role("radio").nth(1).check(force=True)
        window.get_by_role("button", name="Save my answers").click()
        window.get_by_text("Your answers count from now on").wait_for()
        look.assert_sound(window, f"pictures-{who.__name__}-answered")
