"""Continuous integration takes no half of the tests for the whole: without PostgreSQL it fails before it begins."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest


@pytest.fixture
def path_without_postgresql(tmp_path: Path) -> str:
    """A PATH on which Debian has no package and can add none; the shell, Python and what builds pages are there."""
    for name in ("sh", "dirname", "env", "id", "cmp", "flock", "python3", "npm", "node"):
        if found := shutil.which(name):
            (tmp_path / name).symlink_to(Path(found).resolve() if name in ("npm", "node") else found)
    return str(tmp_path)


def test_without_postgresql_it_says_what_to_add_and_tries_nothing(root: Path, path_without_postgresql: str) -> None:
    done = subprocess.run(
        [root / ".ci" / "run"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PATH": path_without_postgresql},
    )
    assert done.returncode == 2, done.stdout + done.stderr
    wanted = "tutela test: PostgreSQL is not installed. Add: sudo apt-get install postgresql\n"
    assert done.stderr == wanted
    assert "lint" not in done.stdout
