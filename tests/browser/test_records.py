"""Ivy with a log in her hand: the pages in a real browser, on a desk and on a phone."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from tests import cast
from tests.browser import look
from tests.browser.site import SignIn, as_person
from tests.web.records.logs import YESTERDAY
from tutela.web.core.actor import SystemActor
from tutela.web.records import operations, rules
from tutela.web.records.models import LogImport

ACTOR = SystemActor("test")


def a_log(name: str, said: dict[str, object] | None = None, source: str = "folder") -> LogImport:
    now = timezone.now() - timedelta(minutes=5)
    row = operations.receive(
        actor=ACTOR, at=now, establishment=cast.oakfield(), file_name=name, place=name, source=source, size=91_332_302
    )
    if said is not None:
        LogImport._base_manager.filter(pk=row.pk).update(state=rules.RUNNING)
        operations.finish(actor=ACTOR, at=now, pk=row.pk, said=said)
    return row


@pytest.fixture
def logs() -> dict[str, LogImport]:
    cast.name_contact()
    done = {
        "phase": "done", "format": "Squid’s native log (998 of the first 1,000 lines fit)", "lines": 1_204_233,
        "new_events": 1_101_010, "known_lines": 100_000, "bad_lines": 12, "other_lines": 3, "doubtful_times": 4,
        "bad_lines_file": "x.bad", "from": "2026-11-21T07:02:11+00:00", "until": "2026-11-21T18:44:00+00:00",
    }  # fmt: skip
    found = {
        "done": a_log("access.log-20261121.gz", done),
        "failed": a_log("a-rather-long-name-of-a-table-from-the-provider-for-November.csv", {"error": "it is no log."}),
        "waiting": a_log("access.log"),
        "running": a_log("pihole.log", source="upload"),
    }
    half = {"state": rules.RUNNING, "done_pct": 43, "lines": 512_004, "phase": "import", "alive_at": timezone.now()}
    LogImport._base_manager.filter(pk=found["running"].pk).update(**half)
    return found


def test_ivy_sees_every_log_and_what_became_of_it(
    phone: Page, address: str, logs: dict[str, LogImport], sign_in: SignIn
) -> None:
    window = as_person(phone, address, sign_in, cast.ivy())
    window.goto(f"{address}/logs/")
    look.assert_sound(window, "logs", first_row=".tutela-table tbody tr")
    for state, row in logs.items():
        window.goto(f"{address}/logs/{row.pk}/")
        look.assert_sound(window, f"log-{state}")


def test_ivy_uploads_a_log(phone: Page, address: str, sign_in: SignIn, tmp_path: Path) -> None:
    cast.name_contact()
    window = as_person(phone, address, sign_in, cast.ivy())
    window.goto(f"{address}/logs/")
    look.assert_sound(window, "no-logs")
    window.get_by_role("button", name="Upload a log").click()
    look.assert_sound(window, "upload")
    window.get_by_role("button", name="Upload and import").click()
    window.get_by_text("Choose the log").first.wait_for()
    look.picture(window, "upload-nothing")
    (tmp_path / "access.log").write_text(YESTERDAY)
    window.get_by_label("Which log?").set_input_files(tmp_path / "access.log")
    window.get_by_role("button", name="Upload and import").click()
    window.get_by_text("The log has arrived").wait_for()
    look.assert_sound(window, "uploaded")
