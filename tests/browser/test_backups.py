"""Ivy looks whether everything could come back: in a real browser, on a desk and on a phone."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page

from tests import cast
from tests.browser import look
from tests.browser.site import SignIn, as_person
from tutela.web.backups import operations
from tutela.web.backups.models import Backup
from tutela.web.core.actor import SystemActor

ACTOR = SystemActor("back-ups")


def a_night(days_ago: int, *, faults: tuple[str, ...] = ()) -> Backup:
    """A back-up of that night, put back by the machine."""
    at = timezone.now() - timedelta(days=days_ago, hours=3)
    name = f"tutela-{at:%Y-%m-%dT%H-%M-%SZ}.backup"
    row = operations.note_backup(
        actor=ACTOR, at=at, made_at=at, name=name, size_bytes=5_214_000_000, sha256="a" * 64, rows=148_211,
        sealed_to=("Hana Novak", "Ivy Chen"),
    )  # fmt: skip
    operations.note_proof(
        actor=ACTOR, at=at, kind="read-back", name=name, made_at=at, opened_by="", faults=faults, seconds=214.0,
        parts=812, rows=148_211, entries=61_020, sealed=45,
    )  # fmt: skip
    return row


def test_ivy_sees_whether_everything_could_come_back(phone: Page, address: str, sign_in: SignIn) -> None:
    cast.name_contact()
    window = as_person(phone, address, sign_in, cast.ivy())
    window.goto(f"{address}/backups/")
    window.get_by_role("heading", name="Back-ups", exact=True).wait_for()
    look.assert_sound(window, "backups-none")
    a_night(1, faults=("concerns_concern has 811 rows where 812 were saved.",))
    row = a_night(0)
    for place, device, words in (
        ("first", "9", ""),
        ("off-site", "", "/mnt/other-building cannot be used: No such device."),
    ):
        operations.note_copy(
            actor=ACTOR, at=row.made_at, backup=row, place=place, device=device, well=not words, words=words
        )
    window.goto(f"{address}/backups/")
    window.get_by_text("A restore drill is due").wait_for()
    look.assert_sound(window, "backups-due")
