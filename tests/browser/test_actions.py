"""Dana, Tom and Gwen at the pages of actions: in a real browser, on a desk and on a phone."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from tests import cast
from tests.browser import look
from tests.browser.site import SignIn, as_person
from tests.web.actions.scenes import SYSTEM, a_figure, an_action
from tests.web.actions.test_files import DOCX
from tutela.web.actions import operations
from tutela.web.actions.models import Action
from tutela.web.actions.operations import Document

TITLES = (
    "Have the filter’s provider mend what the last checks found, and have it written down",
    "Name a deputy for the online safety lead",
    "Ask learners of Year 9 what they do when something worries them online",
)


@pytest.fixture
def actions() -> dict[str, Action]:
    """A list as a school has it in the middle of a term."""
    cast.name_contact()
    now, today = timezone.now(), timezone.localdate()
    a_figure("training.staff", 61, now - timedelta(hours=3))
    a_figure("filters.canaries", 82, now - timedelta(hours=3))
    begun = now - timedelta(days=30)
    bar = ("training.staff", 95.0, None)
    detail = "Everybody who works with learners, supply staff too. The list is with the office."
    made = {
        "training": an_action(at=begun, bar=bar, due_on=today + timedelta(days=12), detail=detail, tag="educate"),
        "late": an_action(TITLES[0], at=begun, owner=cast.ivy(), due_on=today - timedelta(days=17)),
        "nobody": an_action(TITLES[1], at=begun, owner=None, due_on=today + timedelta(days=40)),
        "someday": an_action(TITLES[2], at=begun, owner=cast.dana()),
        "done": an_action(
            "Restore a back-up as a drill", at=begun, owner=cast.ivy(), due_on=today - timedelta(days=3), recurs_days=91
        ),
    }
    dana, ivy = cast.acting(cast.dana()), cast.acting(cast.ivy())
    operations.note(actor=ivy, at=now - timedelta(days=9), pk=made["late"].pk, words="They will come on Thursday.")
    reason = "The trainer was ill; the next date is after half-term."
    due_on = today + timedelta(days=20)
    operations.move_due(actor=dana, at=now - timedelta(days=8), pk=made["training"].pk, due_on=due_on, reason=reason)
    operations.wait_for(actor=dana, at=now - timedelta(days=7), pk=made["training"].pk, others=[made["nobody"].pk])
    operations.close_action(
        actor=ivy, at=now - timedelta(days=4), pk=made["done"].pk, words="Restored Monday’s copy on the spare machine.",
        effective_on=today - timedelta(days=6), link="https://example.org/drills/2026-11",
        document=Document("drill-of-november.docx", DOCX),
    )  # fmt: skip
    operations.remind(actor=SYSTEM, at=now - timedelta(days=1), establishment=cast.oakfield())
    return made


def opened(phone: Page, address: str, sign_in: SignIn, who: Callable[[], object]) -> Page:
    return as_person(phone, address, sign_in, who())


def test_dana_sees_what_is_late_and_what_does_not_add_up(
    phone: Page, address: str, actions: dict[str, Action], sign_in: SignIn
) -> None:
    window = opened(phone, address, sign_in, cast.dana)
    for show in ("open", "overdue", "mine", "done"):
        window.goto(f"{address}/actions/?show={show}")
        look.assert_sound(window, f"actions-{show}", first_row=".tutela-table tbody tr")
    window.goto(f"{address}/actions/")
    window.get_by_role("link", name="do not add up").click()
    look.assert_sound(window, "checks")
    for name, row in actions.items():
        window.goto(f"{address}/actions/{row.pk}/")
        look.assert_sound(window, f"action-{name}")
    for verb in ("hand-over", "move", "wait-for", "drop", "note", "close"):
        window.goto(f"{address}/actions/{actions['training'].pk}/{verb}/")
        look.assert_sound(window, f"action-{verb}")


def test_dana_sets_an_action_by_hand(phone: Page, address: str, actions: dict[str, Action], sign_in: SignIn) -> None:
    window = opened(phone, address, sign_in, cast.dana)
    window.goto(f"{address}/actions/new/")
    look.assert_sound(window, "new")
    window.get_by_role("button", name="Set the action").click()
    window.get_by_text("There is a problem").wait_for()
    look.assert_sound(window, "new-wrong")
    window.get_by_label("What is to be done?").fill("Write to parents about the new phones")
    window.get_by_role("radio", name="Somebody else").check()
    window.get_by_label("Their name").fill("Tom Reed")
    window.get_by_role("button", name="Set the action").click()
    window.get_by_text("The action is set.").wait_for()
    look.assert_sound(window, "new-set")


def test_tom_closes_his_own_with_a_document(phone: Page, address: str, sign_in: SignIn, tmp_path: Path) -> None:
    cast.name_contact()
    an_action(due_on=timezone.localdate() + timedelta(days=5))
    window = opened(phone, address, sign_in, cast.tom)
    window.goto(f"{address}/actions/mine/")
    look.assert_sound(window, "mine-of-tom", first_row=".tutela-table tbody tr")
    window.get_by_role("link", name="Train all staff").click()
    look.picture(window, "action-of-tom")
    window.get_by_role("button", name="Close with proof").click()
    look.assert_sound(window, "close")
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    (tmp_path / "minutes.docx").write_bytes(DOCX)
    window.get_by_label("What was done, and how").fill("All 41 were there.")
    today = timezone.localdate()
    for part, value in (("0", today.day), ("1", today.month), ("2", today.year)):
        window.locator(f"[name=effective_on_{part}]").fill(str(value))
    window.get_by_label("A document that shows it").set_input_files(tmp_path / "photo.jpg")
    window.get_by_role("button", name="Close the action").click()
    window.get_by_text("Pictures and recordings are never taken here").first.wait_for()
    look.assert_sound(window, "close-refused")
    window.get_by_label("A document that shows it").set_input_files(tmp_path / "minutes.docx")
    window.get_by_role("button", name="Close the action").click()
    window.get_by_text("The action is done.").wait_for()
    look.assert_sound(window, "closed")


def test_gwen_reads_what_is_done_about_it(
    phone: Page, address: str, actions: dict[str, Action], sign_in: SignIn
) -> None:
    window = opened(phone, address, sign_in, cast.gwen)
    for place in ("", f"{actions['done'].pk}/", "what-does-not-add-up/", "mine/"):
        window.goto(f"{address}/actions/{place}")
        look.assert_sound(window, f"gwen-{place.strip('/')[:8] or 'list'}")
