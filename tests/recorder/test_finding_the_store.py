from pathlib import Path

import pytest

from tutela.events.store import StoreError, connect, recorder_token, socket_path
from tutela.events.stores.chdb import ChdbStore
from tutela.events.stores.clickhouse import ClickHouseStore
from tutela.recorder.server import StoreServer
from tutela.settings import Settings


def test_whoever_asks_finds_the_recorder_or_else_the_folder(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "data", keys=tmp_path / "keys")
    alone = connect(settings)
    assert isinstance(alone, ChdbStore)
    alone.close()
    store = ChdbStore(settings.event_folder)
    with StoreServer(socket_path(settings), store, recorder_token(settings), lambda: {"ok": True}).serving():
        found = connect(settings)
        assert isinstance(found, ClickHouseStore)
        assert found.query("last_position") == [{"position": 0}]
        found.close()
    with pytest.raises(StoreError, match="has the event store"):
        connect(settings)
    store.close()
    assert not socket_path(settings).exists()


def test_tests_may_keep_events_in_memory(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "data", keys=tmp_path / "keys", events="memory:")
    assert connect(settings) is connect(settings)


def test_a_configuration_left_in_the_current_folder_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "config.xml").write_text("<clickhouse><path>/nonexistent/elsewhere</path><broken></clickhouse>")
    monkeypatch.chdir(tmp_path)
    store = ChdbStore(tmp_path / "events")
    assert store.query("last_position") == [{"position": 0}]
    store.close()
    assert Path.cwd() == tmp_path
