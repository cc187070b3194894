# ruff: noqa: F811  fixtures are imported from where they are made
"""Ivy adds a list and Dana looks at what it would change: their pages, on a desk and on a phone."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests import cast
from tests.browser import look
from tests.browser.site import SignIn, as_person
from tests.web.filters.conftest import keeper, store  # noqa: F401
from tests.web.filters.test_lists_kept import bets, newest, work, write
from tutela.settings import Settings
from tutela.web.core.actor import SystemActor
from tutela.web.filters import operations
from tutela.web.filters.keeping import Keeper
from tutela.web.filters.models import ListSource

FIRST_ROW = ".tutela-table tbody tr"


@pytest.fixture
def lists(tmp_path: Path, store: Settings, keeper: Keeper) -> datetime:
    """One list in force since yesterday, with a newer state that waits; one that cannot be fetched."""
    now = datetime.now(UTC)
    ivy, oakfield = cast.acting(cast.ivy()), cast.oakfield()
    cast.name_contact()
    folder = write(tmp_path / "list", gambling=bets(120), games=["play.example", "cards.example"])
    for name, place in (("ut1", str(folder)), ("ads", "https://lists.invalid/a-rather-long-path/to/the/list.txt")):
        operations.add_source(
            actor=ivy, at=now - timedelta(days=1), establishment=oakfield, name=name, place=place,
            licence="CC BY-SA 4.0", attribution="Université Toulouse Capitole",
        )  # fmt: skip
    work(keeper, now - timedelta(days=1))
    operations.decide_update(actor=cast.acting(cast.dana()), at=now, pk=newest().pk, activate=True)
    work(keeper, now - timedelta(days=1))
    write(folder, gambling=[*bets(90), "cards.example", "www.maths-games.example", "bad line"], games=["play.example"])
    source = ListSource._base_manager.get(name="ut1")
    operations.want_fetch(actor=ivy, at=now, pk=source.pk)
    work(keeper, now)
    effects = [
        {"host": "www.maths-games.example", "becomes": "block", "groups": ["Years 3 to 6", "Years 7 to 11"],
         "because": "gambling", "times": 38},
        {"host": "bet100.example", "becomes": "allow", "groups": ["Years 7 to 11"], "because": "gambling", "times": 1},
    ]  # fmt: skip
    system = SystemActor("test", oakfield.pk)
    operations.note_effects(actor=system, at=now, pk=newest().pk, effects=effects, hosts_asked=1432)
    return now


def test_lists_and_what_they_would_change_can_be_read(
    phone: Page, address: str, lists: datetime, sign_in: SignIn
) -> None:
    source = newest().source_id
    for who in (cast.dana, cast.ivy):
        as_person(phone, address, sign_in, who())
        phone.goto(f"{address}/filter/lists/")
        look.assert_sound(phone, f"lists-{who.__name__}", first_row=FIRST_ROW)
        phone.get_by_role("link", name="See what “ut1” would change").click()
        look.assert_sound(phone, f"update-{who.__name__}", first_row=FIRST_ROW)
        phone.goto(f"{address}/filter/lists/{source}/")
        look.assert_sound(phone, f"list-{who.__name__}", first_row=FIRST_ROW)
    for path, name in (("add/", "add-list"), (f"{source}/stop/", "stop-list")):
        phone.goto(f"{address}/filter/lists/{path}")
        look.assert_sound(phone, name)
