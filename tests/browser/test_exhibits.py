"""Dana keeps a conversation and a picture, and locks what must not be seen: in a browser, on a phone."""

import io
from pathlib import Path

from django.utils import timezone
from PIL import Image, ImageDraw
from playwright.sync_api import Page

from tests import cast
from tests.browser import look
from tests.browser.site import SignIn, as_person
from tests.web.concerns.scenes import a_case
from tests.web.exhibits.scenes import CHAT, an_exhibit, answer
from tutela.settings import Settings
from tutela.web.exhibits import operations
from tutela.web.exhibits.models import Exhibit


def test_dana_brings_in_a_conversation_reads_it_and_takes_a_name_out(
    phone: Page, address: str, sign_in: SignIn, tutela: Settings, tmp_path: Path
) -> None:
    case, window = a_case(), as_person(phone, address, sign_in, cast.dana())
    chat = tmp_path / "WhatsApp Chat with Year 9.txt"
    chat.write_bytes(CHAT)
    window.goto(f"{address}/concerns/cases/{case.pk}/")
    window.get_by_role("link", name="Exhibits").click()
    look.assert_sound(window, "exhibits-none")
    window.get_by_role("button", name="Add an exhibit").click()
    look.assert_sound(window, "exhibits-ask")
    window.get_by_label("No, I know that it does not").check()
    window.get_by_role("button", name="Continue").click()
    look.assert_sound(window, "exhibits-upload")
    window.get_by_label("What is it, and where does it come from?").fill("The year 9 group chat, from his mother.")
    window.get_by_label("The file").set_input_files(chat)
    window.get_by_role("button", name="Upload and seal").click()
    look.assert_sound(window, "exhibits-quarantine")
    exhibit = Exhibit._base_manager.get(case=case)
    answer(exhibit, "clean", "ClamAV 1.4.3/27461/Sat Nov 21 09:00:00 2026")
    window.reload()
    look.assert_sound(window, "exhibits-ready")
    window.get_by_role("button", name="View it").click()
    window.get_by_label("Why do you need to open it?").fill("To see who wrote")
    window.get_by_role("button", name="View it once").click()
    look.assert_sound(window, "exhibits-conversation")
    window.goto(f"{address}/exhibits/{exhibit.pk}/take-out/")
    look.assert_sound(window, "exhibits-take-out")
    window.goto(f"{address}/concerns/cases/{case.pk}/exhibits/")
    look.assert_sound(window, "exhibits-list")


def test_a_picture_is_shown_with_squares_and_locked_with_one_button(
    phone: Page, address: str, sign_in: SignIn, tutela: Settings
) -> None:
    exhibit = an_exhibit(tutela, a_drawing(), "png")
    window = as_person(phone, address, sign_in, cast.dana())
    window.goto(f"{address}/exhibits/{exhibit.pk}/take-out/")
    window.get_by_label("Why do you need to open it?").fill("To choose")
    window.get_by_role("button", name="Show it with squares").click()
    look.assert_sound(window, "exhibits-squares")
    window.goto(f"{address}/exhibits/{exhibit.pk}/")
    window.get_by_role("button", name="Lock it now").click()
    look.assert_sound(window, "exhibits-locked")
    window.get_by_role("button", name="Write down the facts").click()
    look.assert_sound(window, "exhibits-facts")
    window.goto(f"{address}/concerns/cases/{exhibit.case_id}/exhibits/not-kept/")
    look.assert_sound(window, "exhibits-not-kept")
    dana, dev, now = cast.acting(cast.dana()), cast.acting(cast.dev()), timezone.now()
    told = {"officer": "DC Khan, Northshire Police", "reference": "44/2026", "told_on": now.date()}
    operations.ask_destruction(actor=dana, exhibit_id=exhibit.pk, at=now, **told)
    window.goto(f"{address}/exhibits/{exhibit.pk}/")
    look.assert_sound(window, "exhibits-to-destroy")
    operations.approve_destruction(actor=dev, exhibit_id=exhibit.pk, at=now)
    window.goto(f"{address}/exhibits/{exhibit.pk}/certificate/")
    look.assert_sound(window, "exhibits-certificate")


def a_drawing() -> bytes:
    picture, out = Image.new("RGB", (900, 600), "white"), io.BytesIO()
    pen = ImageDraw.Draw(picture)
    for row in range(8):
        pen.rectangle((40 + 40 * (row % 2), 30 + 70 * row, 500 + 40 * (row % 3), 80 + 70 * row), fill="lightblue")
    picture.save(out, "PNG")
    return out.getvalue()
