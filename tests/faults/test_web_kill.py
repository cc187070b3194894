"""The web application killed at any moment while people report: what they were told was kept, is."""

import random
import re
import shutil
import time
from pathlib import Path

import pytest

from tests import postgresql
from tests.faults.webload import EXAMINE, Sender, Web

pytestmark = [pytest.mark.records]
SENDERS = 3
A_ROUND = 40
"""Concerns that wait for each round; more than can be sent before it ends."""


@pytest.mark.parametrize("rounds", [3, pytest.param(200, marks=pytest.mark.full)])
def test_no_concern_that_was_acknowledged_is_lost_or_torn_when_the_web_is_killed(tmp_path: Path, rounds: int) -> None:
    chance = random.Random(20261122)
    web, acknowledged, refused = Web(tmp_path, A_ROUND * rounds), 0, 0
    for number in range(rounds):
        waiting = web.waiting[number * A_ROUND : (number + 1) * A_ROUND]
        web.start()
        senders = [Sender(web, waiting, tmp_path / f"journal-{one}") for one in range(SENDERS)]
        assert senders[0].first.wait(30), (tmp_path / "web.log").read_text()[-2000:]
        time.sleep(chance.uniform(0.0, 0.25))
        web.kill()
        for sender in senders:
            sender.join()
            refused += sender.refused
    kept = [pk for one in range(SENDERS) for pk in (tmp_path / f"journal-{one}").read_text().split()]
    acknowledged = len(kept)
    said = web.python(EXAMINE, *web.places, said=" ".join(kept))
    print(f"{rounds} kills, {acknowledged} acknowledged: {said}")
    assert said.strip() == "lost 0 torn 0 unaudited 0 faults 0"
    assert acknowledged >= rounds
    assert refused == 0


@pytest.mark.once
@pytest.mark.timeout(3600)
@pytest.mark.skipif(postgresql.programs() is None, reason="PostgreSQL is not installed")
@pytest.mark.parametrize("rounds", [4, pytest.param(100, marks=pytest.mark.full)])
def test_no_concern_that_was_acknowledged_is_lost_when_postgresql_is_killed_with_or_without_the_web(
    tmp_path: Path, rounds: int
) -> None:
    """As PostgreSQL is shipped: it waits for the disc. In every other round the web lives on and finds it again."""
    chance = random.Random(20261123)
    programs = postgresql.programs()
    assert programs is not None
    database = postgresql.Cluster(programs, postgresql.AS_SHIPPED)
    try:
        database.start()
        database.make_database()
        assert _settings_of(database) == {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
        web, refused, is_up = Web(tmp_path, A_ROUND * rounds, database=database.address), 0, False
        for number in range(rounds):
            waiting = web.waiting[number * A_ROUND : (number + 1) * A_ROUND]
            if not is_up:
                web.start()
            senders = [Sender(web, waiting, tmp_path / f"journal-{one}") for one in range(SENDERS)]
            assert senders[0].first.wait(30), (tmp_path / "web.log").read_text()[-2000:]
            time.sleep(chance.uniform(0.0, 0.25))
            database.kill()
            is_up = number % 2 == 0
            if not is_up:
                web.kill()
            for sender in senders:
                sender.join()
                refused += sender.refused
            database.start()
        kept = [pk for one in range(SENDERS) for pk in (tmp_path / f"journal-{one}").read_text().split()]
        if is_up:
            web.kill()
        said = web.python(EXAMINE, *web.places, said=" ".join(kept))
    finally:
        database.stop()
    print(f"{rounds} kills, {len(kept)} acknowledged, {refused} refused while it was away: {said}")
    assert said.strip() == "lost 0 torn 0 unaudited 0 faults 0"
    assert len(kept) >= rounds
    assert refused >= 1, "it was under load"


def _settings_of(database: postgresql.Cluster) -> dict[str, str]:
    import psycopg

    with psycopg.connect(database.address) as connection:
        rows = connection.execute(
            "SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'synchronous_commit', 'full_page_writes')"
        )
        return dict(rows.fetchall())


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
def test_the_disc_has_every_concern_before_anybody_is_told_so(tmp_path: Path) -> None:
    """Read from the system calls of the running application; a kill alone cannot show what a power cut would."""
    web = Web(tmp_path, 10)
    if web.environment["TUTELA_DATABASE"]:
        pytest.skip("PostgreSQL's own process waits for the disc there: see below")
    trace = tmp_path / "trace"
    watched = "trace=fsync,fdatasync,sendto,sendmsg,write,writev"
    web.start(under=["strace", "-f", "-y", "-s", "32", "-e", watched, "-o", str(trace)])
    try:
        assert all(web.send(pk) for pk in web.waiting)
    finally:
        web.kill()
    synced, answers, unsynced = False, 0, 0
    for line in trace.read_text("utf-8", "replace").splitlines():
        if re.search(r"f(data)?sync\(\d+<[^>]*tutela\.sqlite3(-wal)?>", line):
            synced = True
        elif "HTTP/1.1 302" in line:
            answers, unsynced, synced = answers + 1, unsynced + (not synced), False
    assert (answers, unsynced) == (10, 0)


def _when(line: str, *, is_over: bool) -> float:
    """When a call began, or came back: seconds of the clock, from a line of strace."""
    begun, took = re.search(r"\b(\d{10}\.\d{6})\b", line), re.search(r"<(\d+\.\d{6})>$", line)
    assert begun is not None, line
    waits = is_over and took and "resumed>" not in line  # the line of a call that was resumed is when it came back
    return float(begun[1]) + (float(took[1]) if waits and took else 0.0)


@pytest.mark.once
@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
@pytest.mark.skipif(postgresql.programs() is None, reason="PostgreSQL is not installed")
def test_postgresql_as_it_is_shipped_has_every_concern_on_the_disc_before_anybody_is_told_so(tmp_path: Path) -> None:
    """Two traces, of PostgreSQL with all of its processes and of the web, laid together by the clock."""
    programs = postgresql.programs()
    assert programs is not None
    theirs, ours = tmp_path / "database", tmp_path / "web"
    of_disc = ["strace", "-f", "-y", "-ttt", "-T", "-e", "trace=fsync,fdatasync", "-o", str(theirs)]
    with postgresql.cluster(programs, postgresql.AS_SHIPPED, under=of_disc) as address:
        web = Web(tmp_path, 10, database=address)
        of_answers = ["strace", "-f", "-y", "-ttt", "-T", "-s", "32", "-e", "trace=sendto,sendmsg,write,writev"]
        web.start(under=[*of_answers, "-o", str(ours)])
        sent = [0.0]
        try:
            for pk in web.waiting:
                sent.append(time.time())
                assert web.send(pk)
        finally:
            web.kill()
    synced = [
        _when(line, is_over=True)
        for line in theirs.read_text("utf-8", "replace").splitlines()
        if "sync" in line and "= 0" in line and ("/pg_wal/" in line or "resumed>" in line)
    ]
    answers = [
        _when(line, is_over=False) for line in ours.read_text("utf-8", "replace").splitlines() if "HTTP/1.1 302" in line
    ]
    assert len(answers) == 10
    unsynced = [
        number
        for number, (asked, answered) in enumerate(zip(sent[1:], answers, strict=True))
        if not any(asked < moment < answered for moment in synced)
    ]
    assert unsynced == []
