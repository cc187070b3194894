# ruff: noqa: F811  fixtures are imported from where they are made
"""Ivy adds a list and Dana looks at what it would change: their pages, on a desk and on a phone."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests import cast
from tests.browser import look
from tests.browser.site import SignIn, address, as_person, picture  # noqa: F401
from tests.web.conftest import key_folder, sign_in, tutela  # noqa: F401
from tests.web.filters.conftest import keeper, store  # noqa: F401
from tests.web.filters.test_lists_kept import bets, newest, work, write
from tutela.settings import Settings
from tutela.web.core.actor import SystemActor
from tutela.web.filters import operations
from tutela.web.filters.keeping import Keeper
from tutela.web.filters.models import ListSource

pytestmark = [pytest.mark.browser, pytest.mark.django_db(databases=["default", "transient"])]
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


@pytest.mark.parametrize("size", ["page", "phone"])
@pytest.mark.parametrize("who", ["ivy", "dana"])
def test_lists_and_what_they_would_change_can_be_read(
    request: pytest.FixtureRequest, address: str, lists: datetime, sign_in: SignIn, size: str, who: str
) -> None:
    page = as_person(request.getfixturevalue(size), address, sign_in, getattr(cast, who)())
    page.goto(f"{address}/filter/lists/")
    look.assert_sound(page, first_row=FIRST_ROW)
    picture(page, f"lists-{who}")
    page.get_by_role("link", name="See what “ut1” would change").click()
    look.assert_sound(page, first_row=FIRST_ROW)
    picture(page, f"update-{who}")
    page.goto(f"{address}/filter/lists/{newest().source_id}/")
    look.assert_sound(page, first_row=FIRST_ROW)
    picture(page, f"list-{who}")
    if who == "ivy":
        for path, name in (("add/", "add-list"), (f"{newest().source_id}/stop/", "stop-list")):
            page.goto(f"{address}/filter/lists/{path}")
            look.assert_sound(page)
            picture(page, name)
