"""From the command line: people are added, the record proves itself, keys are written down, and nothing walks past."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests import postgresql

# one data folder for all of them: they stay in one process of the test run
pytestmark = [pytest.mark.records]
Run = Callable[..., "subprocess.CompletedProcess[str]"]


def _environment() -> dict[str, str]:
    """Ours, without what other tests of this process told Django."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DJANGO_")}
    return kept | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


@pytest.fixture(scope="module")
def tutela(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The command line on one fresh data folder that no other verb has touched before."""
    folder = tmp_path_factory.mktemp("records")
    environment = _environment() | {"TUTELA_DATABASE": postgresql.fresh()}

    def run(*words: object) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "-m", "tutela.cli", *map(str, words)]
        where = ["--data", str(folder / "data"), "--keys", str(folder / "keys")]
        at = 1 if words[0] == "manage" else len(words)
        command[3 + at : 3 + at] = where
        return subprocess.run(command, capture_output=True, text=True, timeout=120, env=environment, check=False)

    run.folder, run.environment = folder, environment  # type: ignore[attr-defined]
    return run


def test_the_record_of_a_fresh_folder_is_sound_but_compared_with_nothing_outside(tutela: Run) -> None:
    answer = tutela("audit", "verify")
    assert answer.returncode == 0, answer.stderr
    assert "The record is sound." in answer.stdout
    assert "Warning: compared with no checkpoint from outside." in answer.stdout


def test_nobody_can_be_added_before_there_is_a_school(tutela: Run) -> None:
    answer = tutela("user", "add", "dana", "--given-name", "Dana", "--role", "dsl")
    assert answer.returncode == 2
    assert "There is no establishment yet." in answer.stderr


def test_a_person_is_added_and_gets_a_link_and_the_record_keeps_it(tutela: Run) -> None:
    make_school(tutela)
    answer = tutela("user", "add", "dana", "--given-name", "Dana", "--role", "dsl")
    assert answer.returncode == 0, answer.stderr
    assert re.fullmatch(r"http://localhost:8000/sign-in/[\w-]{43}/\n", answer.stdout)
    assert tutela("user", "link", "DANA").returncode == 0
    twice = tutela("user", "add", "dana", "--given-name", "Dana", "--role", "dsl")
    assert (twice.returncode, twice.stderr) == (2, "tutela: The login dana is taken.\n")
    odd = tutela("user", "add", "tom", "--given-name", "Tom", "--role", "wizard")
    assert (odd.returncode, "wizard" in odd.stderr) == (2, True)
    assert tutela("user", "link", "tom").returncode == 2
    note = tutela("audit", "checkpoint").stdout
    kept = tutela.folder / "checkpoint.txt"  # type: ignore[attr-defined]
    kept.write_text(note)
    proved = tutela("audit", "verify", "--from", kept)
    assert proved.returncode == 0
    assert "Compared with the checkpoint from outside" in proved.stdout
    kept.write_text(note.replace("tutela/audit\n", "tutela/audit\n9", 1))
    assert tutela("audit", "verify", "--from", kept).returncode == 1
    assert tutela("audit", "verify", "--from", kept.with_name("nowhere")).returncode == 2
    assert tutela("user", "close", "dana").stdout == "dana can no longer sign in.\n"


@pytest.mark.parametrize("command", ["shell", "dbshell", "dumpdata", "createsuperuser", "flush", "loaddata"])
def test_what_would_walk_past_every_net_is_not_there(command: str, tutela: Run) -> None:
    answer = tutela("manage", command)
    assert answer.returncode == 2
    assert "is not allowed" in answer.stderr


def test_the_application_is_put_together_rightly(tutela: Run) -> None:
    answer = tutela("manage", "check", "--deploy", "--fail-level", "WARNING")
    assert answer.returncode == 0, answer.stderr


def test_the_tables_are_those_of_the_models(tutela: Run) -> None:
    answer = tutela("manage", "makemigrations", "--check", "--dry-run")
    assert answer.returncode == 0, answer.stdout


def test_the_root_key_comes_back_from_its_sheet(tutela: Run) -> None:
    sheet = tutela("keys", "sheet").stdout
    halves = [line.strip() for line in sheet.splitlines() if line.startswith("  ")]
    file: Path = tutela.folder / "keys" / "root.secret"  # type: ignore[attr-defined]
    root = file.read_bytes()
    assert root.hex() not in sheet
    assert tutela("keys", "restore", *halves).stdout == "This is the root key already in place.\n"
    file.unlink()
    mistyped = halves[0].replace(halves[0][0], "a" if halves[0][0] != "a" else "b")
    assert tutela("keys", "restore", mistyped, halves[1]).returncode == 2
    assert tutela("keys", "restore", halves[1], halves[0]).returncode == 0
    assert file.read_bytes() == root
    assert file.stat().st_mode & 0o777 == 0o400
    assert "root" in tutela("keys", "list").stdout


MAKE_SCHOOL = """
import os, sys
from datetime import UTC, datetime
from tutela.settings import load
from tutela.web import project
project.start(load(data=sys.argv[1], keys=sys.argv[2], environment=os.environ))
project.migrate()
from tutela.web.core.actor import SystemActor
from tutela.web.establishments.operations import make_establishment
make_establishment(actor=SystemActor("test"), slug="oakfield", name="Oakfield", at=datetime.now(UTC))
"""


def make_school(tutela: Run) -> None:
    folder = tutela.folder  # type: ignore[attr-defined]
    environment = tutela.environment  # type: ignore[attr-defined]
    command = [sys.executable, "-c", MAKE_SCHOOL, folder / "data", folder / "keys"]
    subprocess.run(command, check=True, timeout=120, env=environment)
