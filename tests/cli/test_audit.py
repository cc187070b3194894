"""Whoever can write to the database file can spoil it; the verdict is still a sentence and status 1."""

import sqlite3
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile


def audit(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    # a process of its own: the application can be opened on one data folder only
    command = [sys.executable, "-m", "tutela.cli", "audit", *arguments, "--data", str(folder / "data")]
    return subprocess.run(command, capture_output=True, text=True, check=False, env={"PYTHONPATH": ":".join(sys.path)})


def verify(folder: Path) -> subprocess.CompletedProcess[str]:
    return audit(folder, "verify")


def test_a_spoilt_record_is_found_and_never_a_traceback(tmp_path: Path) -> None:
    assert verify(tmp_path).returncode == 0
    file = tmp_path / "data" / "tutela.sqlite3"
    kept = sqlite3.connect(file)
    assert kept.execute("select faults from core_auditproof").fetchall() == [("",)], "that it was proved is kept"
    kept.close()
    whole = file.read_bytes()
    head = "insert or replace into core_audithead (id, size, frontier) values (1, 1, 'zz')"
    for change in (head, "drop table core_auditentry", None):
        file.write_bytes(whole)
        for other in file.parent.glob(f"{file.name}-*"):
            other.unlink()
        if change:
            connection = sqlite3.connect(file)
            connection.execute(change)
            connection.commit()
            connection.close()
        else:
            file.write_bytes(b"not a database" * 100)
        done = verify(tmp_path)
        assert done.returncode == 1, (change, done)
        assert "Traceback" not in done.stdout + done.stderr
        assert done.stdout


def test_the_whole_record_leaves_as_one_file_that_a_bare_python_proves_elsewhere(tmp_path: Path) -> None:
    out = tmp_path / "elsewhere" / "record.zip"
    refused = audit(tmp_path, "export", "--out", str(out))
    assert (refused.returncode, "Traceback" in refused.stderr) == (2, False)
    assert "cannot be written" in refused.stdout
    out.parent.mkdir()
    done = audit(tmp_path, "export", "--out", str(out))
    assert done.returncode == 0, done
    key = done.stdout.split()[-1]
    with ZipFile(out) as packed:
        packed.extract("verify.py", out.parent)
    command = [sys.executable, "-I", "-S", "verify.py", "record.zip", "--key", key]
    proved = subprocess.run(command, cwd=out.parent, capture_output=True, text=True, check=False, env={})
    assert proved.returncode == 0, proved
    assert "stand without a gap" in proved.stdout
    assert list(out.parent.glob("*.part")) == []
    again = audit(tmp_path, "export", "--out", str(out))
    assert again.returncode == 2
    assert "there already" in again.stdout
