"""The recorder killed at any moment: what was acknowledged is stored once, and once only."""

import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tests.recorder.spooled import append, line
from tutela.events.spool import SpoolWriter
from tutela.events.store import socket_path
from tutela.events.stores.chdb import ChdbStore
from tutela.settings import Settings

RECORDER = """
import signal, sys, threading
from pathlib import Path
from tutela.events.event import Match
from tutela.recorder.process import run
from tutela.settings import Settings

def matcher(events):
    return [Match(match_id=f"{e.source_id}:{e.seq}", time=e.time, site_id=0, user=e.user, device="", rule_id="r",
                  rule_version=1, severity=1, theme="t", four_c="content", source_id=e.source_id, seq=e.seq, excerpt="")
            for e in events if e.seq % 10 == 0]

stop = threading.Event()
signal.signal(signal.SIGTERM, lambda *_: stop.set())
run(Settings(data=Path(sys.argv[1]), keys=Path(sys.argv[2])), stop, matcher)
"""


class Load:
    """Writes to the spool as Squid and the gateway do, and counts what is acknowledged."""

    def __init__(self, settings: Settings) -> None:
        self.log = settings.spool / "squid-oakfield" / "open.log"
        self.gateway = SpoolWriter(settings.spool / "gateway-oakfield", segment_bytes=20_000)
        self.lines = self.records = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._write)
        self._thread.start()

    def _write(self) -> None:
        while not self._stop.wait(0.02):
            # The times cross midnight, where a batch is cut in two.
            block = "".join(line(self.lines + n, at=1772495600 + (self.lines + n) / 50) for n in range(40))
            append(self.log, block)
            with self.log.open() as file:
                os.fsync(file.fileno())
            self.lines += 40
            self.gateway.append("canary", {"n": self.records})
            self.records += 1
            if self.lines % 8000 == 0:
                self.log.rename(self.log.with_name(f"{time.time_ns()}.log"))

    def stop(self) -> None:
        self._stop.set()
        self._thread.join()
        self.gateway.close()


def start(settings: Settings) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", RECORDER, str(settings.data), str(settings.keys)]
    source = Path(__file__).parents[2] / "src"
    return subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(source)}, stderr=subprocess.DEVNULL)


def wait_until_ready(settings: Settings, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        assert process.poll() is None
        with socket.socket(socket.AF_UNIX) as attempt:
            if attempt.connect_ex(str(socket_path(settings))) == 0:
                return
        time.sleep(0.02)
    pytest.fail("the recorder did not start")


@pytest.mark.engine
@pytest.mark.requirement("S4.12")
@pytest.mark.parametrize("rounds", [20, pytest.param(200, marks=pytest.mark.full)])
def test_what_was_acknowledged_is_stored_once_whenever_the_recorder_is_killed(tmp_path: Path, rounds: int) -> None:
    settings = Settings(data=tmp_path / "data", keys=tmp_path / "keys")
    chance = random.Random(20260302)
    load = Load(settings)
    try:
        for number in range(rounds):
            process = start(settings)
            if number % 5:
                wait_until_ready(settings, process)
            # One in five is killed while it starts, the others while they read, match or insert.
            time.sleep(chance.uniform(0.0, 0.9))
            process.send_signal(signal.SIGKILL)
            process.wait()
    finally:
        load.stop()
    process = start(settings)
    wait_until_ready(settings, process)
    time.sleep(2)
    process.terminate()
    assert process.wait(600) == 0  # it stores first what two hundred rounds have left in the spool

    store = ChdbStore(settings.event_folder)
    count = store._run(
        "SELECT (SELECT count() FROM events), (SELECT uniqExact(path) FROM events),"
        " (SELECT count() FROM matches), (SELECT uniqExact(match_id) FROM matches),"
        " (SELECT uniqExact(position) FROM matches),"
        " (SELECT count() FROM records), (SELECT uniqExact(content) FROM records), (SELECT count() FROM gaps),"
        " (SELECT sum(intDiv(last, 10)) FROM (SELECT max(seq) AS last FROM events GROUP BY source_id))",
        "TSV",
        {},
    )
    store.close()
    events, distinct, matches, match_ids, positions, records, contents, gaps, due = map(int, count.split())
    print(f"{rounds} kills: {load.lines} lines acknowledged, {load.lines - distinct} lost, {events - distinct} twice")
    assert (events, distinct) == (load.lines, load.lines)
    assert (records, contents) == (load.records, load.records)
    assert matches == match_ids == positions == due
    assert gaps == 0
