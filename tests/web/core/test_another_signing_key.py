"""After a change of the signing key: what was proved stays proved, and what a stolen key signed is told apart."""

import io
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.db import transaction

from tests import keys as keys_of_tests
from tutela import keyring
from tutela.keyring import Ring
from tutela.keys import KeyFolder
from tutela.settings import Settings
from tutela.web.core import audit, checkpoints, exports, signing_keys, verification
from tutela.web.core.actor import SystemActor
from tutela.web.core.models import AuditCheckpoint, AuditEntry

ACTOR = SystemActor("test")
CASE = "concerns.safeguardingcase:1"


@pytest.fixture
def folder(tutela: Settings, settings: object, tmp_path: Path) -> KeyFolder:
    """Keys of this test alone."""
    return keys_of_tests.own_keys(settings, tmp_path)


def work(count: int, at: datetime) -> AuditCheckpoint:
    """So many things that somebody did, then a checkpoint."""
    for _ in range(count):
        with transaction.atomic():
            audit.record(ACTOR, "case.read", CASE, at=at)
    made = checkpoints.make_now(at)
    assert made is not None
    return made


def rotate(folder: KeyFolder, since: datetime | None = None) -> Ring:
    """As the command does, without what is in force at the gateway."""
    ring = keys_of_tests.change(folder, since)
    signing_keys.note_rotated(ACTOR, ring.newest, at=datetime.now(UTC))
    signing_keys.note_rotated(ACTOR, ring.newest, at=datetime.now(UTC))
    return ring


def export(folder: KeyFolder, kind: str, file: Path, at: datetime) -> Path:
    """A case's export, or that of the whole record, as it is written to a file."""
    if kind == "audit":
        files = list(exports.list_audit_files())
    else:
        checkpoint = AuditCheckpoint.objects.latest("size")
        proofs = exports.prove_entries([CASE], checkpoint)
        files = [("audit/entries.jsonl", proofs), ("audit/checkpoint.txt", checkpoint.note.encode())]
    out = io.BytesIO()
    about = {"file": file.name, "made_at": at.isoformat()}
    exports.write_export(out, kind, about, files, folder.signing_key(), ring=folder.ring())
    file.write_bytes(out.getvalue())
    return file


def check(file: Path, *options: object) -> "subprocess.CompletedProcess[str]":
    """What the verifier that lies in the export says, with Python alone."""
    with ZipFile(file) as packed:
        packed.extract("verify.py", file.parent)
    command = [sys.executable, "-I", "-S", "verify.py", file.name, *map(str, options)]
    return subprocess.run(command, cwd=file.parent, capture_output=True, text=True, check=False, env={})


def test_the_record_stays_sound_and_a_checkpoint_from_outside_still_proves_it(folder: KeyFolder) -> None:
    at = datetime.now(UTC) - timedelta(days=2)
    outside = work(5, at).note
    ring = rotate(folder)
    work(3, datetime.now(UTC))
    verdict = verification.verify(folder.ring(), outside)
    assert (verdict.faults, verdict.anchored_to, verdict.checkpoints, verdict.unrelied) == ([], 5, 3, 0)
    assert AuditEntry.objects.filter(action="signing-key.rotate", object=f"signing-key:{ring.newest.mark}").count() == 1
    assert "Another key signed" in verification.verify(Ring((ring.newest,))).faults[0]


def test_checkpoints_of_a_stolen_key_count_for_nothing_and_the_new_key_vouches_for_what_they_covered(
    folder: KeyFolder,
) -> None:
    before = work(5, datetime.now(UTC) - timedelta(days=3)).note
    since = datetime.now(UTC) - timedelta(days=1)
    within = work(4, datetime.now(UTC) - timedelta(hours=2)).note
    stolen = folder.signing_key()
    rotate(folder, since)
    verdict = verification.verify(folder.ring(), before)
    assert (verdict.faults, verdict.anchored_to, verdict.checkpoints, verdict.unrelied) == ([], 5, 2, 1)
    said = verification.verify(folder.ring(), within).faults
    assert len(said) == 1
    assert "The checkpoint from outside was made on" in said[0]
    assert "not relied on since" in said[0]
    forged = checkpoints.sign(checkpoints.Checkpoint(5, b"x" * 32), stolen)
    assert "does not say when it was made" in verification.verify(folder.ring(), forged).faults[0]
    with transaction.atomic():
        audit.record(ACTOR, "case.read", CASE, at=datetime.now(UTC))
    size = AuditEntry.objects.latest("seq").seq
    AuditCheckpoint.objects.create(
        size=size, at=datetime.now(UTC), note=checkpoints.sign(checkpoints.Checkpoint(size, b"x" * 32), stolen)
    )
    faults = verification.verify(folder.ring()).faults
    assert any("No later one vouches for what it covered" in one for one in faults)
    assert any("are not those of the checkpoint" in one for one in faults)


@pytest.mark.parametrize("kind", ["case", "audit"])
def test_an_export_from_before_and_one_from_after_prove_themselves_alone(
    kind: str, folder: KeyFolder, tmp_path: Path
) -> None:
    outside = work(6, datetime.now(UTC) - timedelta(days=2)).note
    first = folder.ring().newest.public.hex()
    before = export(folder, kind, tmp_path / "before.zip", datetime.now(UTC) - timedelta(days=2))
    newest = rotate(folder).newest.public.hex()
    after = export(folder, kind, tmp_path / "after.zip", datetime.now(UTC))
    (tmp_path / "keys.json").write_bytes(keyring.publish(folder.ring(), folder.signing_key()))
    (tmp_path / "outside.txt").write_text(outside)
    listed = ["--keys", "keys.json"]
    for file, options, said in (
        (before, ["--key", first], "All that was exported is here and unchanged"),
        (before, ["--key", newest, *listed], "is in the list of keys you gave"),
        (after, ["--key", newest], "All that was exported is here and unchanged"),
        (after, ["--key", first], "The key you gave was replaced by the one that signed this"),
        (after, ["--key", newest, *listed, "--from", "outside.txt"], "is in the list of keys you gave"),
        (after, ["--from", "outside.txt"], "All that was exported"),
    ):
        done = check(file, *options)
        assert done.returncode == 0, (file.name, options, done.stdout + done.stderr)
        assert said in done.stdout
    for options, said in (
        (["--key", newest], "Another key signed this export than the one you gave"),
        (["--key", first, *listed], "The list of keys ends with another key"),
    ):
        done = check(before, *options)
        assert (done.returncode, said in done.stdout) == (1, True), done.stdout
    (tmp_path / "keys.json").write_bytes((tmp_path / "keys.json").read_bytes().replace(b"null", b"'x'", 1))
    assert check(after, *listed).returncode == 2


@pytest.mark.parametrize("kind", ["case", "audit"])
def test_an_export_that_a_stolen_key_signed_is_refused_with_the_day(
    kind: str, folder: KeyFolder, tmp_path: Path
) -> None:
    work(6, datetime.now(UTC) - timedelta(days=5))
    first = folder.ring().newest.public.hex()
    good = export(folder, kind, tmp_path / "good.zip", datetime.now(UTC) - timedelta(days=5))
    theirs = export(folder, kind, tmp_path / "theirs.zip", datetime.now(UTC))
    since = datetime.now(UTC) - timedelta(days=1)
    newest = rotate(folder, since).newest.public.hex()
    ours = export(folder, kind, tmp_path / "ours.zip", datetime.now(UTC))
    (tmp_path / "keys.json").write_bytes(keyring.publish(folder.ring(), folder.signing_key()))
    told = ["--key", newest, "--keys", "keys.json"]
    done = check(theirs, *told)
    assert done.returncode == 1, done.stdout
    assert f"not relied on since {since.isoformat()}: somebody else may have had it" in done.stdout
    assert check(ours, *told).returncode == 0
    kept = check(good, *told)
    assert kept.returncode == 0, kept.stdout
    assert "when its key was still relied on" in kept.stdout
    old = check(ours, "--key", first)
    assert (old.returncode, "does not rely on the key you gave any more" in old.stdout) == (1, True)
