"""Whoever can write to the database file can spoil it; the verdict is still a sentence and status 1."""

import sqlite3
import subprocess
import sys
from pathlib import Path


def verify(folder: Path) -> subprocess.CompletedProcess[str]:
    # a process of its own: the application can be opened on one data folder only
    command = [sys.executable, "-m", "tutela.cli", "audit", "verify", "--data", str(folder / "data")]
    return subprocess.run(command, capture_output=True, text=True, check=False, env={"PYTHONPATH": ":".join(sys.path)})


def test_a_spoilt_record_is_found_and_never_a_traceback(tmp_path: Path) -> None:
    assert verify(tmp_path).returncode == 0
    file = tmp_path / "data" / "tutela.sqlite3"
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
