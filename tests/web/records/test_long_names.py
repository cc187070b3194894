"""Whatever another filter calls people and devices, its log holds up nobody's alerts."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from tests import cast
from tests.web.monitoring.matches import a_match, event_of, stored
from tutela.events.establishments import Establishment
from tutela.events.event import LONGEST_NAME
from tutela.events.importers.mapped_csv import Columns, Map
from tutela.events.importers.run import Importer
from tutela.events.store import Store, connect
from tutela.keys import KeyFolder
from tutela.recorder.history import look_back_with
from tutela.settings import Settings, load
from tutela.web.monitoring import tasks
from tutela.web.monitoring.models import Alert

LONG = "x" * 300
TABLE = Map(
    name="A provider’s table",
    columns=Columns(time="when", url="address", login="login", device="device", address="from"),
    time_format="unix",
)
SEARCH = "https://www.google.com/search?q=i+want+to+kill+myself"


@pytest.fixture
def chosen(tutela: Settings, settings) -> Settings:
    """With an event store in memory."""
    settings.TUTELA = load(data=tutela.data, keys=tutela.keys, events="memory:", environment={})
    return settings.TUTELA


def take_in(chosen: Settings, folder: Path, *rows: tuple[str, str, str]) -> Store:
    """Import a table of searches by (login, device, address), and look for what needs eyes."""
    began = timezone.now() - timedelta(hours=1)
    lines = [f"{began.timestamp() + 60 * n:.0f},{SEARCH},{','.join(row)}" for n, row in enumerate(rows)]
    log = folder / "searches.csv"
    log.write_text("\n".join(["when,address,login,device,from", *lines, ""]))
    oakfield = cast.oakfield()
    keys = KeyFolder(chosen.keys)
    keys.ensure()
    store = connect(chosen)
    place = Establishment(oakfield.pk, oakfield.slug, frozenset())
    found = Importer(store, place, keys.secret("pseudonym"), folder / "aside").import_file(log, chosen=TABLE)
    assert (found.events, found.bad) == (len(rows), 0)
    look_back_with(chosen, store, since=found.since, until=found.until, site_id=oakfield.pk)
    return store


def test_a_login_of_three_hundred_letters_and_a_device_of_as_many_become_alerts_like_any_other(
    chosen: Settings, tmp_path: Path
) -> None:
    rows = [(LONG, "pc-1", "10.1.2.3"), ("", f"{LONG}1", "10.1.2.4"), ("", f"{LONG}2", "10.1.2.5"), ("", "", LONG)]
    take_in(chosen, tmp_path, *rows, ("leo", "pc-2", "10.1.2.6"))
    tasks.read_matches(timezone.now())
    alerts = Alert._base_manager.all()
    assert len({alert.asker for alert in alerts}) == 5, "names that begin alike stay two"
    assert all(len(alert.device) <= LONGEST_NAME and len(alert.asker) <= LONGEST_NAME for alert in alerts)


def test_what_was_stored_under_a_longer_name_holds_up_nothing_behind_it(chosen: Settings) -> None:
    nameless = a_match(user="", device=f"{LONG}\x00")
    after = a_match(cast.mia(), minutes=1)
    store = connect(chosen)
    for match in (nameless, after):
        store.insert([event_of(match)], match["match_id"])
        store.insert_matches([stored(match)], match["match_id"])
    tasks.read_matches(timezone.now())
    assert Alert._base_manager.filter(subject=cast.mia()).count() == 1
    assert Alert._base_manager.count() == 2
