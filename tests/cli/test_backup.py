"""A school loses its machine: what two people have on paper and one file bring everything back."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests import postgresql

from tutela.cli.check import wrong_settings
from tutela.settings import load
from tutela.web.backups.databases import list_undurable

pytestmark = [pytest.mark.records]

MAKE = """
import os, sys
from tutela.settings import load
from tutela.web import project
project.start(load(data=sys.argv[1], keys=sys.argv[2], environment=os.environ))
project.migrate()
from allauth.mfa.totp.internal.auth import TOTP
from tests import cast
from tests.web.concerns import scenes
from tests.web.exhibits.scenes import an_exhibit
from django.conf import settings
case = scenes.a_case()
for words in (b"one", b"two"):
    an_exhibit(settings.TUTELA, words, "text", case=case)
user = cast.dana().user
user.set_password("eleven green herons walk")
user.save()
TOTP.activate(user, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
print(case.pk)
"""
READ = """
import os, sys, time
from tutela.settings import load
from tutela.web import project
project.start(load(data=sys.argv[1], keys=sys.argv[2], environment=os.environ))
project.migrate()
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client
client = Client(HTTP_HOST="localhost")
sent = client.post("/sign-in/", {"login": "dana", "password": "eleven green herons walk"})
assert sent.status_code == 302, sent.content
counter = next(iter(yield_hotp_counters_from_time()))
code = format_hotp_value(hotp_value("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", counter))
done = client.post(sent["Location"], {"code": code})
assert done.status_code == 302, done.content
page = client.get(f"/concerns/cases/{sys.argv[3]}/")
assert page.status_code == 200, page.status_code
assert "the kingfisher never comes back" in page.content.decode()
"""
WORDS = b"the kingfisher never comes back"


class Machine:
    """A computer with Tutela on it, as far as the command line sees it."""

    def __init__(self, folder: Path, *recipients: str) -> None:
        self.data, self.keys = folder / "data", folder / "keys"
        kept = {name: value for name, value in os.environ.items() if not name.startswith("DJANGO_")}
        self.environment = kept | {
            "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
            "TUTELA_DATABASE": postgresql.fresh(),
            "TUTELA_BACKUP_RECIPIENTS": ",".join(recipients),
        }

    def run(self, *words: object) -> "subprocess.CompletedProcess[str]":
        where = ["--data", str(self.data), "--keys", str(self.keys)]
        return self._run([sys.executable, "-m", "tutela.cli", *map(str, words), *where])

    def python(self, script: str, *words: str) -> "subprocess.CompletedProcess[str]":
        return self._run([sys.executable, "-c", script, str(self.data), str(self.keys), *words])

    def _run(self, command: list[str]) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            command, capture_output=True, text=True, check=False, timeout=300, env=self.environment, input=""
        )


def letters_of(answer: "subprocess.CompletedProcess[str]") -> str:
    """The line for the settings, which comes beside the page that is printed."""
    return answer.stderr.strip().splitlines()[-1].strip().strip('"')


def test_a_lost_machine_comes_back_from_one_file_and_the_sheets_of_two_people(tmp_path: Path) -> None:
    first = Machine(tmp_path / "old")
    page = first.run("backup", "key", "--for", "Hana Novak")
    (tmp_path / "hana.txt").write_text(page.stdout)
    assert list((tmp_path / "old").rglob("*")) == []  # the key of a person is kept nowhere
    first.environment["TUTELA_BACKUP_RECIPIENTS"] = letters_of(page)

    made = first.python(MAKE)
    assert made.returncode == 0, made.stderr
    case = made.stdout.strip()
    assert first.run("keys", "sheet", "--for", "Hana Novak", "Ivy Chen", "--out", tmp_path / "paper").returncode == 0
    sheets = [tmp_path / "paper" / f"root-key-half-{number}.txt" for number in (1, 2)]
    root = (first.keys / "root.secret").read_bytes()
    assert all(root.hex() not in sheet.read_text() for sheet in sheets)

    created = first.run("backup", "create", "--to", tmp_path / "away")
    assert created.returncode == 0, created.stdout + created.stderr
    assert "The back-up is sound." in created.stdout
    (file,) = (tmp_path / "away").iterdir()
    assert "sealed to Hana Novak" in first.run("backup", "list", tmp_path / "away").stdout
    saved = file.read_bytes()
    assert [what for what in (WORDS, b"Oakfield", root, b"SQLite format 3") if what in saved] == []
    drill = first.run("backup", "verify", file, "--key", tmp_path / "hana.txt")
    assert drill.returncode == 0, drill.stdout + drill.stderr
    assert "0 sealed texts" not in drill.stdout
    assert "2 exhibits are what came in, by their SHA-256; 0 could only be measured" in drill.stdout
    left = {one.name for one in first.data.iterdir()} | {one.name for one in first.data.parent.iterdir()}
    assert not [name for name in left if "drill" in name or "part" in name or name == "backing-up"]

    flipped, gone = sorted(one for one in (first.data / "exhibits").iterdir() if one.is_file())
    whole = flipped.read_bytes()
    flipped.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    gone.unlink()
    damaged = first.run("backup", "create", "--to", tmp_path / "damaged")
    assert damaged.returncode == 1, damaged.stdout + damaged.stderr
    assert f"The sealed file of an exhibit is damaged: exhibits/{flipped.name}." in damaged.stdout
    assert f"The sealed file of an exhibit is missing: exhibits/{gone.name}." in damaged.stdout

    shutil.rmtree(first.data)
    shutil.rmtree(first.keys)
    second = Machine(tmp_path / "new")
    given = ["--key", tmp_path / "hana.txt", "--sheet", sheets[0]]
    alone = second.run("backup", "restore", file, *given, "--sheet", sheets[0])
    assert (alone.returncode, alone.stderr.strip()) == (
        2,
        "tutela: The same half was given twice. The other one is on the other person's sheet.",
    )
    assert list((tmp_path).glob("new/*")) == []
    restored = second.run("backup", "restore", file, *given, "--sheet", sheets[1])
    assert restored.returncode == 0, restored.stdout + restored.stderr
    assert (second.keys / "root.secret").read_bytes() == root
    read = second.python(READ, case)
    assert read.returncode == 0, read.stderr
    assert second.run("audit", "verify").returncode == 0
    if second.environment["TUTELA_DATABASE"]:
        other = Machine(tmp_path / "other")
        other.environment["TUTELA_DATABASE"] = second.environment["TUTELA_DATABASE"]
        kept = other.run("backup", "restore", file, *given, "--sheet", sheets[1])
        assert (kept.returncode, "is not empty. Give an empty one." in kept.stderr) == (2, True)
        assert second.run("audit", "verify").returncode == 0  # what lies in it was not touched
    again = second.run("backup", "restore", file, *given, "--sheet", sheets[1])
    assert again.returncode == 2
    assert "is there already and not empty" in again.stderr


def test_settings_by_which_no_back_up_could_be_opened_are_named(tmp_path: Path) -> None:
    settings = load(tmp_path / "data", tmp_path / "keys", {}, backup_folder=tmp_path / "data" / "backups")
    assert list(wrong_settings(settings)) == [
        "backup_folder is set, but nobody could open a back-up. Make a key: tutela backup key --for NAME",
        "backup_folder lies in the data folder, so that back-ups would be backed up. Choose another.",
    ]
    mistyped = load(tmp_path / "data", tmp_path / "keys", {}, backup_recipients=["Hana Novak: aaaa"])
    assert "The key of Hana Novak in backup_recipients cannot be read." in next(iter(wrong_settings(mistyped)))


def test_a_postgresql_that_does_not_wait_for_the_disc_is_named() -> None:
    """That of the tests is such a one."""
    address = postgresql.fresh()
    if not address:
        pytest.skip("asked of PostgreSQL alone")
    assert list_undurable(address) == ["fsync", "full_page_writes", "synchronous_commit"]
