"""A recorder that is told to stop while it starts ends soon, and leaves everything for the next one."""

import datetime as dt
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.recorder.spooled import append, line
from tutela.events.event import Event
from tutela.events.store import socket_path
from tutela.events.stores.chdb import ChdbStore
from tutela.recorder import process
from tutela.recorder.rules import Rules
from tutela.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data", keys=tmp_path / "keys")


def pages_without_end(looked_at: list[int], stop: threading.Event) -> Iterator[list[Event]]:
    """A busy morning that the rules have to be told of; somebody says stop after its first page."""
    while True:
        looked_at.append(1)
        stop.set()
        yield [Event(time=dt.datetime.now(dt.UTC))] * 5_000


@pytest.mark.engine
def test_told_to_stop_while_it_remembers_it_ends_at_once_and_the_next_takes_in_what_waits(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    log = settings.spool / "squid-oakfield" / "open.log"
    append(log, "".join(line(n) for n in range(5)))
    stop, looked_at = threading.Event(), []
    with monkeypatch.context() as patch:
        patch.setattr(process, "_recent", lambda *_: pages_without_end(looked_at, stop))
        patch.setattr(Rules, "remember", lambda _, pages, __=(): [None for _ in pages])
        process.run(settings, stop)
    assert len(looked_at) == 1
    assert not socket_path(settings).exists()

    seen: list[int] = []
    again = threading.Event()

    def matcher(events: list[Event]) -> list[object]:
        seen.extend(event.seq for event in events)
        again.set()
        return []

    process.run(settings, again, matcher)  # type: ignore[arg-type]
    assert seen == [1, 2, 3, 4, 5]
    store = ChdbStore(settings.event_folder)
    assert store.query("events_counted", site_id=0, **{"from": _beginning(), "until": _end()})[0]["events"] == 5
    store.close()


def _beginning() -> dt.datetime:
    return dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


def _end() -> dt.datetime:
    return dt.datetime(2100, 1, 1, tzinfo=dt.UTC)
