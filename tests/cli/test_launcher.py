"""The launcher on a fresh clone: it makes the Python environment, alone, or says in one line why it could not."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

PROGRAM = 'import sys\nprint("started", *sys.argv[1:])\n'
NOWHERE = "--no-index\nnowhere-to-be-found==1.0 --hash=sha256:" + "0" * 64 + "\n"


@pytest.fixture
def clone(root: Path, tmp_path: Path) -> Path:
    """A folder with the launcher and a small program in place of ours, which needs no packages."""
    (tmp_path / "src" / "tutela" / "cli").mkdir(parents=True)
    (tmp_path / "src" / "tutela" / "cli" / "__main__.py").write_text(PROGRAM)
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "run.txt").write_text("# nothing\n")
    shutil.copy(root / "tutela", tmp_path / "tutela")
    return tmp_path


def start(clone: Path, *words: str) -> "subprocess.Popen[str]":
    kept = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
    return subprocess.Popen(
        [clone / "tutela", *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=kept
    )


def test_it_makes_the_environment_once_and_hands_on_what_was_asked(clone: Path) -> None:
    out, err = start(clone, "up", "--demo").communicate()
    assert out == "started up --demo\n"
    assert err == "Making the Python environment (up to a minute, once) …\n"
    assert start(clone).communicate() == ("started\n", "")


def test_packages_that_cannot_be_installed_are_one_line_and_exit_status_two(clone: Path) -> None:
    (clone / "requirements" / "run.txt").write_text(NOWHERE)
    process = start(clone, "up")
    out, err = process.communicate()
    assert process.returncode == 2
    assert out == ""
    line = err.splitlines()[1:]
    assert len(line) == 1, err
    assert line[0].startswith("tutela: The Python packages could not be installed: ")
    assert "nowhere-to-be-found" in line[0]


def test_after_a_start_that_failed_the_next_one_tries_again(clone: Path) -> None:
    (clone / "requirements" / "run.txt").write_text(NOWHERE)
    failed = start(clone)
    failed.communicate()
    assert failed.returncode == 2
    (clone / "requirements" / "run.txt").write_text("# nothing\n")
    assert start(clone).communicate()[0] == "started\n"


@pytest.mark.skipif(shutil.which("flock") is None, reason="needs flock")
def test_of_two_at_once_one_makes_the_environment_and_the_other_waits(clone: Path) -> None:
    both = [start(clone), start(clone)]
    said = [process.communicate() for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert [out for out, _ in said] == ["started\n"] * 2
    first, second = sorted((err for _, err in said), key=lambda err: "Another" in err)
    assert first == "Making the Python environment (up to a minute, once) …\n"
    assert second == "Another start is making the Python environment; this one waits for it …\n"
