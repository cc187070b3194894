"""A village school whose provider filters has no gateway, and no verb asks for one or calls that a fault."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.ports import free_port

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "docs" / "how-to" / "set-up-a-school.md"
READY_SECONDS = 120


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
    return subprocess.run(
        [sys.executable, "-m", "tutela.cli", *words],
        capture_output=True, text=True, check=False, env=environment(data, path), cwd=data.parent,
    )  # fmt: skip


def environment(data: Path, path: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TUTELA_", "DJANGO_"))}
    return {**kept, "PYTHONPATH": str(ROOT / "src"), "TUTELA_DATA": str(data), "PATH": path}


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


@pytest.fixture
def path_without_debian(tmp_path: Path) -> str:
    """A PATH on which neither a package of Debian is installed nor can one be; what builds pages is there."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("npm", "node", "uv", "sh"):
        if found := shutil.which(name):
            (folder / name).symlink_to(Path(found).resolve())
    return str(folder)


def test_it_starts_without_squid_and_beside_a_proxy_of_the_provider_and_asks_for_nothing(
    data: Path, path_without_debian: str
) -> None:
    with socket.socket() as theirs:
        theirs.bind(("127.0.0.1", 0))
        theirs.listen()
        printed = start_and_stop(data, path=path_without_debian, proxy_port=theirs.getsockname()[1])
    assert "No gateway: a provider filters here" in printed
    assert not re.search("squid|apt-get|missing|Debian|Proxy", printed), printed


def test_wherever_squid_is_missing_the_command_leaves_no_squid_of_debians_behind(
    tmp_path: Path, path_without_debian: str
) -> None:
    add = "sudo apt-get install squid-openssl tzdata && sudo systemctl disable --now squid"
    said = [tutela(tmp_path / "data", verb, path=path_without_debian).stdout for verb in ("doctor", "check")]
    said.append(start_and_stop(tmp_path / "data", path=path_without_debian, proxy_port=free_port()))
    assert [add in words for words in said] == [True] * 3, said


def start_and_stop(data: Path, *, path: str, proxy_port: int) -> str:
    """What `up` prints until everything is ready, and while it stops after Ctrl-C."""
    command = [sys.executable, "-m", "tutela.cli", "up", "--port", str(free_port()), "--proxy-port", str(proxy_port)]
    printed = data.parent / "printed.txt"
    with printed.open("w") as out:
        process = subprocess.Popen(
            command, stdout=out, stderr=out, start_new_session=True, env=environment(data, path), cwd=data.parent
        )
    try:
        deadline = time.monotonic() + READY_SECONDS
        while "Ctrl-C stops everything" not in printed.read_text():
            assert process.poll() is None, printed.read_text()
            assert time.monotonic() < deadline, printed.read_text()
            time.sleep(0.1)
    finally:
        process.send_signal(signal.SIGINT)
        status = process.wait(60)
    assert status == 0, printed.read_text()
    return printed.read_text()
