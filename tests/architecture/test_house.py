"""The house stands as it is drawn: directions, no foreign traces, locks without addresses."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

# top-level modules that load Django would slow or break what must stay small
DJANGO_FREE = ("filtering.engine", "events.event", "detection", "gateway", "probe", "recorder")


def _tracked(root: Path) -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, text=True, check=True)
    return [root / name for name in listed.stdout.split("\0") if name and (root / name).is_file()]


def test_imports_point_one_way(root: Path) -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    environment = {**os.environ, "PYTHONPATH": str(root / "src")}
    done = subprocess.run([linter], cwd=root, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("module", DJANGO_FREE)
def test_what_lies_below_the_web_starts_without_django(root: Path, module: str) -> None:
    script = f"import sys, tutela.{module}; sys.exit('django' in sys.modules)"
    environment = {"PYTHONPATH": str(root / "src")}
    assert subprocess.run([sys.executable, "-c", script], check=False, env=environment).returncode == 0


def test_locks_name_hashes_and_no_address(root: Path) -> None:
    locks = [*root.glob("requirements/*.txt"), root / "package-lock.json"]
    for lock in locks:
        text = lock.read_text("utf-8")
        assert "://" not in re.sub(r'"(?:funding|url)": .*', "", text), f"{lock.name} records an address"
    for lock in root.glob("requirements/*.txt"):
        pinned = re.findall(r"^[a-z0-9-]+==.*", lock.read_text("utf-8"), re.MULTILINE)
        assert pinned
        assert all(line.endswith("\\") for line in pinned), f"{lock.name} pins without a hash"


def test_no_file_speaks_of_the_machine_it_was_written_on(root: Path) -> None:
    foreign = re.compile(rb"(?<![A-Za-z0-9_.])/(?:" + b"work|" + b"farm" + rb")/")
    for file in _tracked(root):
        assert not foreign.search(file.read_bytes()), file


def test_every_module_says_what_it_is_for(root: Path) -> None:
    for file in (root / "src").rglob("*.py"):
        text = file.read_text("utf-8").strip()
        if text and "migrations" not in file.parts:
            assert text.startswith(('"""', 'r"""')), f"{file} has no docstring"
