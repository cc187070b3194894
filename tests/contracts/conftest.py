"""The same store three times: in memory, embedded, and embedded behind the recorder's socket."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tutela.events.store import Store
from tutela.events.stores.chdb import ChdbStore
from tutela.events.stores.clickhouse import ClickHouseStore
from tutela.events.stores.memory import MemoryStore
from tutela.recorder.server import StoreServer


@pytest.fixture(params=["memory", "chdb", "socket"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    if request.param == "memory":
        yield MemoryStore()
        return
    chdb = ChdbStore(tmp_path / "events", synced=False)
    try:
        if request.param == "chdb":
            yield chdb
            return
        with StoreServer(tmp_path / "s.sock", chdb, "word", lambda: {"ok": True}).serving() as server:
            client = ClickHouseStore.at_socket(server.path, "word")
            yield client
            client.close()
    finally:
        chdb.close()
