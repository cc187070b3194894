"""A school changes its root key: nothing is lost wherever it is cut off, and the old sheets open nothing here."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.test_backup import MAKE, READ, Machine, letters_of
from tests.cli.test_keys_signing import KILLED

from tutela.keys import KeyFolder
from tutela.web.backups.written import mark

pytestmark = [pytest.mark.records]
MORE = """
import os, sys
from datetime import UTC, datetime
from tutela.settings import load
from tutela.web import project
project.start(load(data=sys.argv[1], keys=sys.argv[2], environment=os.environ))
from tests import cast
from tutela.web.accounts.operations import unsent
from tutela.web.core.actor import SystemActor
from tutela.web.worries import receipts
dana = cast.dana()
unsent.keep_unsent(actor=SystemActor("test"), user_id=dana.user.pk, half="h", page="/x/", body="a kite",
                   at=datetime.now(UTC))
print(dana.user.pk, receipts.hash_words(("one", "two", "three", "four", "five", "six"), 1).hex())
"""
STILL = """
import os, sys
from datetime import UTC, datetime
from tutela.settings import load
from tutela.web import project
project.start(load(data=sys.argv[1], keys=sys.argv[2], environment=os.environ))
from uuid import UUID
from tutela.web.accounts.operations import unsent
from tutela.web.worries import receipts
print(unsent.find_unsent(UUID(sys.argv[3]), "h", "/x/", datetime.now(UTC)))
print(receipts.hash_words(("one", "two", "three", "four", "five", "six"), 1).hex())
"""
OPENED_BY = """
import os, sys
from tutela.settings import load
from tutela.web import project
project.start(load(data=sys.argv[1], keys=sys.argv[2], environment=os.environ))
from tutela.web.core.root_key import derive
from tutela.web.project import sealed_by_root
root = bytes.fromhex(sys.argv[3])
print(sealed_by_root.prove(lambda purpose: derive(root, purpose)).opened)
"""
OPENS = """
import os, sys
from tutela.settings import load
from tutela.web import project
project.start(load(data=sys.argv[1], keys=sys.argv[2], environment=os.environ))
from tutela.web.backups.queries import open_sealed_sample
from tutela.web.core import sealing
from tutela.web.project import sealed_by_root
opened, closed = open_sealed_sample()
found = sealed_by_root.prove(sealing.installation_subkey)
print(opened > 0, [*closed, *found.closed])
"""
KILLED_IN_THE_RECORDS = """
import os, signal, sys
from tutela.settings import load
from tutela.web import project
left, data, keys = int(sys.argv.pop(1)), sys.argv[1], sys.argv[2]
project.start(load(data=data, keys=keys, environment=os.environ))
from django.db import connection
from tutela.cli.main import main
def count(execute, sql, parameters, many, context):
    global left
    if sql.startswith(("UPDATE", "INSERT")):
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
    return execute(sql, parameters, many, context)
with connection.execute_wrapper(count):
    raise SystemExit(main([*sys.argv[3:], "--data", data, "--keys", keys]))
"""


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """Oakfield's computer, with a case, two exhibits and Dana's second factor."""
    made = Machine(tmp_path / "oakfield")
    page = made.run("backup", "key", "--for", "Hana Novak")
    (tmp_path / "hana.txt").write_text(page.stdout)
    made.environment["TUTELA_BACKUP_RECIPIENTS"] = letters_of(page)
    return made


def said(done: "subprocess.CompletedProcess[str]") -> str:
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.strip()


def sheets(folder: Path) -> list[object]:
    return [word for number in (1, 2) for word in ("--sheet", folder / f"root-key-half-{number}.txt")]


@pytest.mark.once
def test_the_old_sheets_open_nothing_here_and_the_back_ups_of_their_time(machine: Machine, tmp_path: Path) -> None:
    case = said(machine.python(MAKE))
    user, hashed = said(machine.python(MORE)).split()
    people = ["--for", "Hana Novak", "Ivy Chen", "--out"]
    said(machine.run("keys", "sheet", *people, tmp_path / "old"))
    said(machine.run("backup", "create", "--to", tmp_path / "before"))
    old = (machine.keys / "root.secret").read_bytes()
    assert machine.run("keys", "rotate", "root").returncode == 2, "for whom the sheets are has to be said"
    answer = said(machine.run("keys", "rotate", "root", *people, tmp_path / "new"))
    assert "rows were opened with it alone" in answer
    assert "Case keys of Oakfield Academy: " in answer
    new = (machine.keys / "root.secret").read_bytes()
    assert new != old
    assert old not in [file.read_bytes() for file in machine.keys.iterdir() if file.is_file()]
    assert (said(machine.python(OPENED_BY, old.hex())), said(machine.python(OPENED_BY, new.hex())) != "0") == (
        "0",
        True,
    )
    said(machine.python(READ, case))
    assert said(machine.python(STILL, user)).split("\n") == ["a kite", hashed]
    assert "The record is sound." in said(machine.run("audit", "verify"))

    (machine.keys / "root.secret").rename(tmp_path / "away.secret")
    refused = machine.run("keys", "recover", *sheets(tmp_path / "old"))
    assert refused.returncode == 2
    assert "which another replaced on" in refused.stderr
    assert f"Look for the sheets with the mark {mark(new)}" in refused.stderr
    said(machine.run("keys", "recover", *sheets(tmp_path / "new")))
    assert (machine.keys / "root.secret").read_bytes() == new

    (backup,) = (tmp_path / "before").iterdir()
    key = ["--key", tmp_path / "hana.txt"]
    wrong = machine.run("backup", "verify", backup, *key)
    assert wrong.returncode == 2
    assert f"belongs to the one with the mark {mark(old)}. Give the two sheets that have it" in wrong.stderr
    said(machine.run("backup", "verify", backup, *key, *sheets(tmp_path / "old")))
    said(machine.run("backup", "create", "--to", tmp_path / "after"))
    elsewhere = Machine(tmp_path / "elsewhere")
    (newer,) = (tmp_path / "after").iterdir()
    assert elsewhere.run("backup", "restore", newer, *key, *sheets(tmp_path / "old")).returncode == 2
    said(elsewhere.run("backup", "restore", newer, *key, *sheets(tmp_path / "new")))
    said(elsewhere.python(READ, case))
    assert said(elsewhere.python(STILL, user)).split("\n") == ["a kite", hashed]
    again = said(machine.run("keys", "rotate", "root", *people, tmp_path / "third"))
    assert "There is a new root key" in again
    assert said(machine.python(STILL, user)).split("\n") == ["a kite", hashed]


@pytest.mark.parametrize("where", ["among the keys", "in the records"])
def test_a_change_of_the_root_key_that_is_killed_loses_nothing(where: str, machine: Machine, tmp_path: Path) -> None:
    case = said(machine.python(MAKE))
    folders = [str(machine.data), str(machine.keys)]
    words = ["keys", "rotate", "root", "--for", "Hana Novak", "Ivy Chen", "--out", str(tmp_path / "new")]
    first, was_first = KeyFolder(machine.keys).secret("root"), []
    for steps in range(0, 60, 1 if where == "among the keys" else 4):
        command = [sys.executable, "-c", KILLED_IN_THE_RECORDS, str(steps), *folders, *words]
        if where == "among the keys":
            command = [sys.executable, "-c", KILLED, str(steps), folders[1], *words]
            command += ["--data", folders[0], "--keys", folders[1]]
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=machine.environment)
        assert done.returncode in (0, -signal.SIGKILL), done.stderr
        if done.returncode == 0:
            break
        was_first.append(KeyFolder(machine.keys).secret("root") == first)
        assert said(machine.python(OPENS)) == "True []"
        if len(was_first) == 2:
            assert "A change of the root key was cut off. Finish it" in machine.run("doctor").stdout
    assert done.returncode == 0
    assert False in was_first, "the new key was in place, and not all was done"
    assert (True in was_first) == (where == "among the keys"), "or it was not"
    assert said(machine.python(OPENS)) == "True []"
    said(machine.python(READ, case))
    assert said(machine.python(OPENED_BY, first.hex())) == "0"
    assert not (machine.keys / "root-change.json").exists()
    assert not (machine.keys / "root-next.secret").exists()
    assert (tmp_path / "new" / "root-key-half-1.txt").exists()
