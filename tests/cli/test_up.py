"""Starting twice, stopping while starting, and a supervisor that is killed: nothing is disturbed or left behind."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tutela.cli import alone, ready
from tutela.cli.main import main
from tutela.cli.supervise import Process, Supervisor, wait_until
from tutela.settings import Settings, load


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = load(tmp_path / "data", tmp_path / "keys")
    settings.make_folders()
    return settings


def test_a_second_start_on_the_same_records_is_one_clear_line(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    held = alone.hold(settings, ["recorder", "web"])
    folders = ["--data", str(settings.data), "--keys", str(settings.keys)]
    assert main(["up", "--only", "web", *folders]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert f"web already runs on {settings.data} (started by process {os.getpid()})" in said
    alone.release(held)


def test_doctor_asks_on_the_port_that_was_given_at_the_start(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    ready.note_web_port(load(settings.data, settings.keys, web_port=18999))
    assert main(["doctor", "--data", str(settings.data), "--keys", str(settings.keys)]) == 1
    assert "does not answer on port 18999." in capsys.readouterr().out


def test_different_processes_may_be_started_apart(settings: Settings) -> None:
    alone.release([*alone.hold(settings, ["recorder"]), *alone.hold(settings, ["web", "worker"])])


def test_what_was_refused_holds_nothing(settings: Settings) -> None:
    held = alone.hold(settings, ["web"])
    with pytest.raises(alone.AlreadyRuns):
        alone.hold(settings, ["recorder", "web"])
    alone.release([*held, *alone.hold(settings, ["recorder"])])


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("web_port = 3128", "are both 3128"),
        ('tls_certificate = "/nowhere"\ntls_key = "/nowhere"', "No such file"),
        ('events = "nonsense"', "events is not an address"),
    ],
)
def test_settings_that_cannot_work_start_nothing(
    settings: Settings, capsys: pytest.CaptureFixture[str], line: str, words: str
) -> None:
    (settings.data / "tutela.toml").write_text(line)
    assert main(["up", "--data", str(settings.data), "--keys", str(settings.keys)]) == 2
    said = capsys.readouterr().err
    assert words in said
    assert said.count("\n") == 1


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_wish_to_stop_while_starting_is_heard(tmp_path: Path, number: signal.Signals) -> None:
    process = Process("web", [sys.executable, "-c", "import time; time.sleep(60)"], tmp_path / "web.log")
    supervisor = Supervisor([process], tmp_path, lambda _: None)
    before = {each: signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        for each in before:  # a run that was begun by nohup would hear of no hanging up
            signal.signal(each, signal.SIG_DFL)
        supervisor.obey_signals()
        supervisor.start()
        signal.raise_signal(number)
        began = time.monotonic()
        wait_until({"never": lambda: False}, 60, supervisor.look_after, lambda: supervisor.stopping)
        assert time.monotonic() - began < 60, "it waited to the end all the same"
        supervisor.drain()
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
    assert not process.is_running()


def test_a_process_ends_when_its_supervisor_is_killed() -> None:
    child = (
        "import time; from tutela.cli.processes import _end_with_supervisor as end; end(); "
        "print('ready', flush=True); time.sleep(60)"
    )
    parent = (
        "import subprocess, sys, time; "
        f"child = subprocess.Popen([sys.executable, '-c', {child!r}], stdout=subprocess.PIPE); "
        "child.stdout.readline(); print(child.pid, flush=True); time.sleep(60)"
    )
    supervisor = subprocess.Popen([sys.executable, "-c", parent], stdout=subprocess.PIPE, env=_environment())
    assert supervisor.stdout is not None
    pid = int(supervisor.stdout.readline())
    supervisor.kill()
    supervisor.wait()
    supervisor.stdout.close()
    assert _within(60, lambda: not _lives(pid))


def _environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}


def _within(seconds: float, true: Callable[[], bool]) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.05)
    return False


def _lives(pid: int) -> bool:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False
