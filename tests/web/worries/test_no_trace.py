"""After many worries, the raw bytes of every store: no word of them, no address, no browser, no minute, no receipt."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.web.worries.reporting import MOMENT

FINER_THAN_THE_HOUR = re.compile(rb"10:41|" + str(int(MOMENT.timestamp()))[:8].encode())
"""The minute of the reports as text, or the first digits of their second as a number."""


def found_after(tmp_path: Path, root: Path, reports: int) -> tuple[list[Path], list[str], str]:
    """The files after so many reports, and what may be in none of them."""
    environment = {**os.environ, "PYTHONPATH": f"{root / 'src'}:{root}"}
    (tmp_path / "keys").mkdir(mode=0o700)
    command = [sys.executable, "-m", "tests.web.worries.reporting", str(tmp_path / "data"), str(tmp_path / "keys")]
    done = subprocess.run([*command, str(reports)], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    planted = [json.loads(line) for line in done.stdout.splitlines()]
    files = [file for file in tmp_path.rglob("*") if file.is_file()]
    names = {file.name for file in files}
    assert {"tutela.sqlite3", "tutela.sqlite3-wal", "transient.sqlite3"} <= names
    assert any(file.suffix == ".eml" for file in files)
    return files, planted, done.stderr


@pytest.mark.parametrize("reports", [8, pytest.param(200, marks=pytest.mark.full)])
def test_nothing_in_any_store_leads_from_a_worry_to_a_person_a_device_or_a_minute(
    tmp_path: Path, root: Path, reports: int
) -> None:
    files, planted, log = found_after(tmp_path, root, reports)
    assert len(planted) >= 6 * reports
    everything = {file: file.read_bytes() for file in files} | {Path("log"): log.encode()}
    assert sum(content.count(b"worry.send") for content in everything.values()) >= reports  # they are there
    assert any(
        b"2026-11-20 10:00:00" in content for content in everything.values()
    )  # as it is written where it is kept
    found = [(text, file.name) for file, content in everything.items() for text in planted if text.encode() in content]
    assert found == []
    finer = [
        (file.name, content[max(0, at.start() - 60) : at.end() + 20])
        for file, content in everything.items()
        for at in FINER_THAN_THE_HOUR.finditer(content)
        if file.suffix != ".sqlite3-shm"
    ]
    assert finer == []
