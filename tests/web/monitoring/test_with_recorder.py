"""A match that the recorder has stored is in the inbox at the next tick: the real store, behind its real socket."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from tests import cast
from tests.web.monitoring.matches import a_match, event_of, stored
from tutela.events.store import Store, recorder_token, socket_path
from tutela.events.stores.chdb import ChdbStore
from tutela.recorder.server import StoreServer
from tutela.settings import Settings
from tutela.web.monitoring import queries, tasks
from tutela.web.monitoring.models import Alert

pytestmark = pytest.mark.engine


@pytest.fixture
def store(tutela: Settings) -> Iterator[Store]:
    """The embedded store, served where the worker looks for the recorder."""
    chdb = ChdbStore(tutela.event_folder, synced=False)
    try:
        with StoreServer(socket_path(tutela), chdb, recorder_token(tutela), lambda: {"ok": True}).serving():
            yield chdb
    finally:
        chdb.close()


def test_from_the_stored_match_to_the_inbox_takes_one_tick(store: Store) -> None:
    match = a_match(cast.leo())
    store.insert([event_of(match, match["seq"] - 1, search_terms="how to tell a friend"), event_of(match)], "one")
    store.insert_matches([stored(match)], "one")
    tasks.read_matches(datetime.now(UTC))
    alert = Alert._base_manager.get()
    assert (alert.subject, alert.user_basis, alert.matches) == (cast.leo(), "credential", 1)
    assert len(queries.list_events_around(alert) or ()) == 2


def test_a_recorder_that_goes_away_and_comes_back_loses_nothing(store: Store, tutela: Settings) -> None:
    tasks.read_matches(datetime.now(UTC))
    socket = socket_path(tutela)
    socket.rename(socket.with_suffix(".gone"))
    match = a_match(cast.leo())
    store.insert_matches([stored(match)], "one")
    tasks.read_matches(datetime.now(UTC))
    socket.with_suffix(".gone").rename(socket)
    tasks.read_matches(datetime.now(UTC))
    assert Alert._base_manager.count() == 1
