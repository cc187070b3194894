"""The recorder as a process of its own, on a real disc."""

import contextlib
import datetime as dt
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.recorder.spooled import append, line
from tutela.events.store import Store, StoreAway, connect, socket_path
from tutela.settings import Settings

RECORDER = """
import logging, signal, sys, threading
from pathlib import Path
from tutela.recorder.process import run
from tutela.settings import Settings
logging.basicConfig(level=logging.INFO)
stop = threading.Event()
signal.signal(signal.SIGTERM, lambda *_: stop.set())
run(Settings(data=Path(sys.argv[1]), keys=Path(sys.argv[2])), stop)
"""
pytestmark = pytest.mark.engine


def health(settings: Settings) -> dict[str, Any]:
    class Unix(http.client.HTTPConnection):
        def connect(self) -> None:
            self.sock = socket.socket(socket.AF_UNIX)
            self.sock.connect(str(socket_path(settings)))

    connection = Unix("localhost")
    try:
        connection.request("GET", "/health")
        state: dict[str, Any] = json.loads(connection.getresponse().read())
    except OSError:
        return {}
    finally:
        connection.close()
    return state


def until(what: Callable[[], object], seconds: float) -> float:
    began = time.monotonic()
    while not what():
        assert time.monotonic() - began < seconds, "it did not happen in time"
        time.sleep(0.05)
    return time.monotonic() - began


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data", keys=tmp_path / "keys")


@pytest.fixture
def recorder(settings: Settings) -> Iterator[subprocess.Popen[bytes]]:
    settings.event_folder.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2] / "src")}
    command = [sys.executable, "-c", RECORDER, str(settings.data), str(settings.keys)]
    process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE)
    until(lambda: health(settings).get("events_stored") is not None, 60)
    yield process
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=120)


def count(store: Store) -> int:
    return len(store.query("recent_blocked", limit=50_000, **{"from": _long_ago()}))  # type: ignore[arg-type]


def fill(filler: Path) -> None:
    """Write until the disc is full."""
    with filler.open("ab", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(b"x" * 4096)


def _long_ago() -> Any:
    return dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


@pytest.mark.requirement("S4.12")
def test_a_worrying_search_is_a_stored_match_in_a_moment(settings: Settings, recorder: subprocess.Popen[bytes]) -> None:
    log = settings.spool / "squid-oakfield" / "open.log"
    store = connect(settings)
    took = []
    # At rest twice: other tests run beside this one, and one of them may have had the machine.
    for number in range(2):
        time.sleep(2)
        search = "https://www.google.com/search?q=i+want+to+kill+myself"
        append(log, line(number, at=1772442000 + 900 * number).replace(f"http://example.org/{number}", search))
        took.append(until(lambda: store.query("matches_since", position=number, limit=10), 60))  # noqa: B023
    (match, *_) = store.query("matches_since", position=0, limit=10)
    event: dict[str, Any] = {"source_id": match["source_id"], "seq": match["seq"]}
    # A match is stored a moment before its event.
    until(lambda: len(store.query("around_event", before=3, after=3, **event)) == 2, 60)
    around = store.query("around_event", before=3, after=3, **event)
    store.close()
    print(f"stored match after {took} s")
    assert match["severity"] == 1
    assert [event["search_terms"] for event in around] == ["i want to kill myself"] * 2


def test_a_recorder_that_is_stopped_leaves_no_socket_and_ends_well(
    settings: Settings, recorder: subprocess.Popen[bytes]
) -> None:
    recorder.send_signal(signal.SIGTERM)
    assert recorder.wait(30) == 0
    assert not socket_path(settings).exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="mounting a small disc needs root")
def test_a_full_disc_stops_nothing_and_loses_nothing(settings: Settings) -> None:
    settings.event_folder.mkdir(parents=True)
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=60m", "tmpfs", settings.event_folder], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("a small disc cannot be mounted here")
    log = settings.spool / "squid-oakfield" / "open.log"
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2] / "src")}
    command = [sys.executable, "-c", RECORDER, str(settings.data), str(settings.keys)]
    process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE)
    try:
        until(lambda: health(settings).get("ok"), 60)
        append(log, "".join(line(n, outcome="block") for n in range(10)))
        until(lambda: health(settings).get("events_stored") == 10, 60)
        filler = settings.event_folder / "filler"
        full = threading.Event()
        # Room that the engine sets free by merging is taken at once.
        filling = threading.Thread(target=lambda: [fill(filler) for _ in iter(lambda: full.wait(0.005), True)])
        filling.start()
        lines = 10
        while health(settings).get("ok", True) and lines < 20_000:
            append(log, "".join(line(n, outcome="block") for n in range(lines, lines + 500)))
            lines += 500
            time.sleep(1)
        full.set()
        filling.join()
        assert "nothing is lost" in health(settings)["trouble"]
        filler.unlink()
        until(lambda: health(settings).get("ok"), 60)
        store = connect(settings)
        until(lambda: count(store) >= lines, 60)
        assert count(store) == lines
        store.close()
    finally:
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=120)
        subprocess.run(["umount", settings.event_folder], check=False)
    assert said.decode().count("Records cannot be stored") >= 1
    assert process.returncode == 0


def test_without_a_recorder_nobody_answers(settings: Settings) -> None:
    from tutela.events.stores.clickhouse import ClickHouseStore

    with pytest.raises(StoreAway):
        ClickHouseStore.at_socket(socket_path(settings), "word")
