"""A school changes its signing key: what it gave out before still proves itself, and what a thief signed does not."""

import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.cli.test_backup import Machine, letters_of

from tutela.filtering.snapshot import BadSnapshot, names_in_force, read_manifest
from tutela.keys import KeyFolder

pytestmark = [pytest.mark.records, pytest.mark.once]
MAKE = """
import os, sys
from datetime import UTC, datetime
from tutela.settings import load
from tutela.web import project
project.start(load(data=sys.argv[1], keys=sys.argv[2], environment=os.environ))
project.migrate()
from tests import cast
from tests.web.concerns import scenes
from tutela.web.core.actor import SystemActor
from tutela.web.filters.operations import publishing
scenes.a_case()
publishing.publish_policy(actor=SystemActor("test"), at=datetime.now(UTC), establishment=cast.oakfield())
publishing.publish_detection(actor=SystemActor("test"), at=datetime.now(UTC))
"""
KILLED = """
import os, runpy, signal, sys
left, folder = int(sys.argv.pop(1)), sys.argv.pop(1)
def count(event, given):
    global left
    if event == "os.rename" and str(given[0]).startswith(folder):
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(count)
sys.argv[0] = "tutela"
runpy.run_module("tutela.cli", run_name="__main__")
"""


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """Oakfield's computer, with a case and a policy in force."""
    made = Machine(tmp_path / "oakfield")
    page = made.run("backup", "key", "--for", "Hana Novak")
    (tmp_path / "hana.txt").write_text(page.stdout)
    made.environment["TUTELA_BACKUP_RECIPIENTS"] = letters_of(page)
    done = made.python(MAKE)
    assert done.returncode == 0, done.stderr
    return made


def record_checked(file: Path, *options: object) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-I", "-S", "src/tutela/web/core/verify_export.py", str(file), *map(str, options)]
    return subprocess.run(command, capture_output=True, text=True, check=False, env={})


def in_force(machine: Machine) -> list[str]:
    """What the gateway takes up, each with its version."""
    ring = KeyFolder(machine.keys).ring()
    folder = machine.data / "snapshots"
    made = [read_manifest(folder, name, ring) for name in names_in_force(folder)]
    return [f"{one.name} {one.version}" for one in made]


def test_all_that_was_signed_before_still_proves_itself_after(machine: Machine, tmp_path: Path) -> None:
    outside, before = tmp_path / "outside.txt", tmp_path / "before.zip"
    outside.write_text(machine.run("audit", "checkpoint").stdout)
    first = machine.run("audit", "export", "--out", before).stdout.split()[-1]
    made = machine.run("backup", "create", "--to", tmp_path / "away")
    assert made.returncode == 0, made.stdout + made.stderr
    (backup,) = (tmp_path / "away").iterdir()

    done = machine.run("keys", "rotate", "signing")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "There is a new signing key" in done.stdout
    assert "signed still holds" in done.stdout
    assert in_force(machine) == ["detection 1", "oakfield 1"]

    proved = machine.run("audit", "verify", "--from", outside)
    assert (proved.returncode, "The record is sound." in proved.stdout) == (0, True), proved.stdout
    drill = machine.run("backup", "verify", backup, "--key", tmp_path / "hana.txt")
    assert drill.returncode == 0, drill.stdout + drill.stderr
    newer = machine.run("backup", "create", "--to", tmp_path / "newer")
    assert newer.returncode == 0, newer.stdout + newer.stderr
    listed = tmp_path / "keys.json"
    assert machine.run("keys", "public", "--out", listed).returncode == 0
    newest = KeyFolder(machine.keys).ring().newest.public.hex()
    assert record_checked(before, "--key", first).returncode == 0
    assert record_checked(before, "--key", newest, "--keys", listed).returncode == 0
    after = tmp_path / "after.zip"
    assert machine.run("audit", "export", "--out", after).stdout.split()[-1] == newest
    for options in (["--key", newest], ["--key", first], ["--from", outside]):
        checked = record_checked(after, *options)
        assert checked.returncode == 0, checked.stdout
    assert len([line for line in machine.run("keys", "list").stdout.splitlines() if "signing" in line]) == 2
    assert "(before it: 1)" in machine.run("doctor").stdout


def test_what_a_stolen_key_signed_since_that_day_is_refused_and_the_policy_comes_from_the_records(
    machine: Machine, tmp_path: Path
) -> None:
    since = datetime.now(UTC) - timedelta(hours=6)
    outside = tmp_path / "outside.txt"
    outside.write_text(machine.run("audit", "checkpoint").stdout)
    made = machine.run("backup", "create", "--to", tmp_path / "away")
    assert made.returncode == 0, made.stdout + made.stderr
    (backup,) = (tmp_path / "away").iterdir()
    assert machine.run("keys", "rotate", "signing", "--distrusted-since", "2999-01-01").returncode == 2
    done = machine.run("keys", "rotate", "signing", "--distrusted-since", since.isoformat())
    assert done.returncode == 0, done.stdout + done.stderr
    assert "made anew from the records" in done.stdout
    assert "counts for nothing" in done.stdout
    assert [one.rpartition(" ")[2] for one in in_force(machine)] == ["2", "2"]
    school = next(one for one in names_in_force(machine.data / "snapshots") if one != "detection")
    with pytest.raises(BadSnapshot, match="not relied on since"):
        read_manifest(machine.data / "snapshots", school, KeyFolder(machine.keys).ring(), version=1)

    proved = machine.run("audit", "verify")
    assert (proved.returncode, "The record is sound." in proved.stdout) == (0, True), proved.stdout
    assert "A later checkpoint vouches for what they covered." in proved.stdout
    compared = machine.run("audit", "verify", "--from", outside)
    assert compared.returncode == 1
    assert "not relied on since" in compared.stdout
    drill = machine.run("backup", "verify", backup, "--key", tmp_path / "hana.txt")
    assert drill.returncode != 0
    assert "not relied on since" in drill.stdout + drill.stderr
    newer = machine.run("backup", "create", "--to", tmp_path / "newer")
    assert newer.returncode == 0, newer.stdout + newer.stderr


def test_a_key_is_distrusted_after_it_was_replaced_and_the_one_that_signs_never(machine: Machine) -> None:
    ring = KeyFolder(machine.keys).ring()
    refused = machine.run("keys", "distrust", ring.newest.mark, "--since", "2026-01-01")
    assert (refused.returncode, "This key signs now" in refused.stderr) == (2, True)
    assert machine.run("keys", "rotate", "signing").returncode == 0
    done = machine.run("keys", "distrust", ring.newest.mark, "--since", "2026-01-01")
    assert done.returncode == 0, done.stderr
    assert "not relied on since 1 January 2026" in machine.run("keys", "list").stdout
    assert machine.run("keys", "distrust", "nobodys", "--since", "2026-01-01").returncode == 2
    assert machine.run("audit", "verify").returncode == 0


@pytest.mark.parametrize("more", [[], ["--distrusted-since", "2026-01-01"]])
def test_a_change_that_is_killed_leaves_a_filter_in_force_and_is_finished_by_the_same_command(
    machine: Machine, more: list[str]
) -> None:
    where = ["--data", str(machine.data), "--keys", str(machine.keys)]
    killed = 0
    for steps in range(0, 40, 2):
        command = [sys.executable, "-c", KILLED, str(steps), str(machine.data.parent), "keys", "rotate", "signing"]
        done = subprocess.run(
            [*command, *more, *where], capture_output=True, text=True, check=False, env=machine.environment
        )
        assert done.returncode in (0, -signal.SIGKILL), done.stderr
        assert len(in_force(machine)) == 2, "both are whole and their key counts"
        if done.returncode == 0:
            break
        killed += 1
        if killed == 3:
            assert "A change of the signing key was cut off. Finish it" in machine.run("doctor").stdout
    assert done.returncode == 0
    assert killed >= 3
    again = machine.run("audit", "verify")
    assert (again.returncode, "The record is sound." in again.stdout) == (0, True), again.stdout
    assert not (machine.keys / "signing-change.json").exists()
