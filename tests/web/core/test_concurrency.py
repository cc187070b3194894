"""Many processes write at once, some are killed: no gap, no double, and what was acknowledged is there."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tutela.settings import Settings

WRITER = """
import os, sys
from datetime import UTC, datetime
from tutela.settings import load
from tutela.web import project
project.start(load(data=sys.argv[1], keys=sys.argv[2], environment={}))
from tutela.web.core import audit, outbox
from tutela.web.core.actor import SystemActor
from tutela.web.core.operation import operation
NOTICE = outbox.Notice("test", "A test", "A test.")
@operation
def note(*, actor, at, number):
    entry = audit.record(actor, "test.note", f"{sys.argv[3]}:{number}", at=at)
    outbox.post(NOTICE, to=f"{sys.argv[3]}-{number}@example.org", at=at)
    return entry.seq
for number in range(int(sys.argv[4])):
    note(actor=SystemActor("test"), at=datetime.now(UTC), number=number)
    os.write(1, f"{sys.argv[3]}:{number}\\n".encode())
"""
PROVE = """
import sys
from tutela.settings import load
from tutela.web import project
project.start(load(data=sys.argv[1], keys=sys.argv[2], environment={}))
from tutela.keys import KeyFolder
from tutela.web.core.models import AuditEntry, OutboxMessage
from tutela.web.core.verification import verify
for fault in verify(KeyFolder(project.given.keys).verify_key()).faults: print("fault", fault)
for name in AuditEntry.objects.values_list("object", flat=True): print("entry", name)
for to in OutboxMessage.objects.values_list("recipient", flat=True): print("notice", to.split("@")[0].replace("-", ":"))
"""


SLOW_PROVE = """
import sys
from tutela.settings import load
from tutela.web import project
project.start(load(data=sys.argv[1], keys=sys.argv[2], environment={}))
from tutela.keys import KeyFolder
from tutela.web.core import verification
entries = verification._entries
def while_others_write():
    for number, entry in enumerate(entries()):
        if number == 2:
            print("under way", flush=True)
            sys.stdin.readline()
        yield entry
verification._entries = while_others_write
verdict = verification.verify(KeyFolder(project.given.keys).verify_key())
print(verdict.size, verdict.faults)
"""
MIGRATE = """
import sys
from tutela.settings import load
from tutela.web import project
project.start(load(data=sys.argv[1], keys=sys.argv[2], environment={}))
project.migrate()
"""


def run(script: str, *arguments: object) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", script, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        start_new_session=True,
    )


@pytest.fixture
def fresh(tutela: Settings) -> tuple[Path, Path]:
    """A data folder with migrated databases of its own, outside the test's transaction."""
    assert run(MIGRATE, tutela.data, tutela.keys).communicate(timeout=120)[0] == ""
    return tutela.data, tutela.keys


def found(data: Path, keys: Path) -> dict[str, list[str]]:
    lines = run(PROVE, data, keys).communicate(timeout=120)[0].splitlines()
    kinds: dict[str, list[str]] = {"fault": [], "entry": [], "notice": []}
    for line in lines:
        kind, _, words = line.partition(" ")
        kinds[kind].append(words)
    return kinds


def test_four_processes_write_at_once_and_the_audit_has_no_gap(fresh: tuple[Path, Path]) -> None:
    writers = [run(WRITER, *fresh, name, 40) for name in "abcd"]
    acknowledged = [line for writer in writers for line in writer.communicate(timeout=120)[0].split()]
    result = found(*fresh)
    assert result["fault"] == []
    assert sorted(result["entry"]) == sorted(acknowledged)
    assert len(acknowledged) == 160


@pytest.mark.parametrize("rounds", [3, pytest.param(50, marks=pytest.mark.full)])
def test_kill_nine_loses_nothing_acknowledged_and_tears_nothing(fresh: tuple[Path, Path], rounds: int) -> None:
    chance = random.Random(7)
    acknowledged: list[str] = []
    for number in range(rounds):
        writers = [run(WRITER, *fresh, f"{name}{number}", 100_000) for name in "ab"]
        acknowledged += [writer.stdout.readline().strip() for writer in writers]
        time.sleep(chance.uniform(0.05, 0.4))
        for writer in writers:
            os.killpg(writer.pid, signal.SIGKILL)
        for writer in writers:
            # the last line may be torn by the kill: it counts only with its end; what the first line's reading took
            # along lies in the stream, where communicate() would not look
            with writer:
                acknowledged += [line for line in writer.stdout.read().split("\n")[:-1] if line]
    result = found(*fresh)
    assert result["fault"] == []
    assert set(acknowledged) <= set(result["entry"])
    assert sorted(result["entry"]) == sorted(result["notice"]), "an entry and its notice stand or fall together"
    assert len(result["entry"]) == len(set(result["entry"]))


def test_while_the_audit_is_proved_others_write_and_what_they_wrote_is_left_for_the_next_time(
    fresh: tuple[Path, Path],
) -> None:
    run(WRITER, *fresh, "before", 5).communicate(timeout=120)
    proving = run(SLOW_PROVE, *fresh)
    assert proving.stdout.readline() == "under way\n"
    assert len(run(WRITER, *fresh, "meanwhile", 3).communicate(timeout=60)[0].split()) == 3
    assert proving.communicate("go on\n", timeout=60)[0] == "5 []\n"
    assert len(found(*fresh)["entry"]) == 8
