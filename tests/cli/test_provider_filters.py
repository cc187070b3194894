"""A village school whose provider filters has no gateway, and neither `doctor` nor `check` calls that a fault."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "docs" / "how-to" / "set-up-a-school.md"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The school of the guide, set up from its file; nothing of it runs."""
    folder = tmp_path_factory.mktemp("village")
    file = folder / "school.yaml"
    answers = re.search(r"```yaml\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)
    assert answers
    file.write_text(answers[1], "utf-8")
    done = tutela(folder / "data", "manage", "setup", str(file), path=os.environ["PATH"])
    assert done.returncode == 0, done.stderr
    return folder / "data"


def tutela(data: Path, *words: str, path: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "TUTELA_DATA": str(data), "PATH": path}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    command = [sys.executable, "-m", "tutela.cli", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment, cwd=data.parent)


def findings(data: Path, verb: str) -> dict[str, dict[str, object]]:
    done = tutela(data, verb, "--json", path=os.environ["PATH"])
    return {one["part"]: one for one in map(json.loads, done.stdout.splitlines())}


def test_doctor_finds_no_fault_in_there_being_no_gateway(data: Path) -> None:
    found = findings(data, "doctor")
    for part in ("gateway", "engines", "recording"):
        assert found[part]["well"], found[part]
    assert "a provider filters" in str(found["gateway"]["words"])
    assert not found["web"]["well"], "what does not run is said as ever"


def test_doctor_asks_the_records_whether_somebody_has_signed(data: Path) -> None:
    status = {"at": "2026-11-22T09:00:00+00:00", "serving": True, "establishments": []}
    status["establishments"] = [{"establishment": "school", "recording": True, "problem": ""}]
    file = data / "run" / "gateway-status.json"
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps(status))
    try:
        found = findings(data, "doctor")["recording"]
    finally:
        file.unlink()
    assert not found["well"]
    assert "still written down although nobody's signature" in str(found["words"])


def test_check_asks_for_none_of_the_proxys_packages(data: Path) -> None:
    found = findings(data, "check")
    assert all(one["well"] for one in found.values()), found
    assert "no proxy" in str(found["packages"]["words"])
    assert "squid" not in found


def test_before_the_first_start_a_gateway_is_taken_to_be_wanted_and_nothing_is_made(tmp_path: Path) -> None:
    found = findings(tmp_path / "data", "doctor")
    assert not found["gateway"]["well"]
    assert not (tmp_path / "data").exists()
