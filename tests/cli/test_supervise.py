"""Processes that die are started again; Ctrl-C drains."""

import signal
import sys
import threading
import time
from pathlib import Path

from tutela.cli.supervise import Process, Supervisor, wait_until


def _process(tmp_path: Path, name: str, script: str) -> Process:
    return Process(name, [sys.executable, "-c", script], tmp_path / f"{name}.log")


def test_a_process_that_dies_is_started_again_and_its_last_words_are_said(tmp_path: Path) -> None:
    said: list[str] = []
    process = _process(tmp_path, "recorder", "import sys; print('The disc is full'); sys.exit(3)")
    supervisor = Supervisor([process], tmp_path, said.append)
    supervisor.start()
    assert wait_until({"restart": lambda: process.restarts >= 2}, 60, supervisor.look_after) == []
    supervisor.drain()
    assert said[0] == "recorder ended (3) and is started again: The disc is full"


def test_a_process_that_keeps_failing_is_started_ever_more_rarely(tmp_path: Path) -> None:
    process = _process(tmp_path, "web", "raise SystemExit(1)")
    pauses = []
    for _ in range(10):
        process.schedule_restart(now=0.0)
        pauses.append(process.next_start_at)
    assert pauses[:4] == [0.5, 1.0, 2.0, 4.0]
    assert pauses[-1] == 30.0


def test_a_killed_process_is_back_at_once(tmp_path: Path) -> None:
    process = _process(tmp_path, "worker", "import time; time.sleep(60)")
    supervisor = Supervisor([process], tmp_path, lambda _: None)
    supervisor.start()
    assert process.child is not None
    first = process.child.pid
    process.child.kill()
    process.child.wait()
    wait_until(
        {"back": lambda: process.is_running() and process.child is not None and process.child.pid != first},
        60,
        supervisor.look_after,
    )
    assert process.is_running()
    assert (tmp_path / "worker.pid").read_text() == f"{process.child.pid}\n"
    supervisor.drain()
    assert not (tmp_path / "worker.pid").exists()


def test_ctrl_c_lets_every_process_finish_what_it_holds(tmp_path: Path) -> None:
    script = (
        "import signal, sys, time\n"
        "signal.signal(signal.SIGTERM, lambda *_: (print('finished', flush=True), sys.exit(0)))\n"
        "print('ready', flush=True); time.sleep(60)"
    )
    process = _process(tmp_path, "recorder", script)
    supervisor = Supervisor([process], tmp_path, lambda _: None)
    supervisor.start()
    wait_until({"ready": lambda: "ready" in process.last_words()}, 60, lambda: None)
    threading.Thread(target=lambda: (time.sleep(0.2), signal.raise_signal(signal.SIGINT)), daemon=True).start()
    supervisor.watch()
    supervisor.drain()
    assert process.last_words() == "finished"
    assert process.child is not None
    assert process.child.returncode == 0


def test_what_a_killed_process_leaves_behind_is_ended_before_its_successor_starts(tmp_path: Path) -> None:
    script = (
        "import subprocess, sys, time\n"
        "left = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        "print(left.pid, flush=True); time.sleep(60)"
    )
    process = _process(tmp_path, "web", script)
    supervisor = Supervisor([process], tmp_path, lambda _: None)
    supervisor.start()
    wait_until({"ready": lambda: process.last_words().isdigit()}, 60, lambda: None)
    left = int(process.last_words())
    assert process.child is not None
    process.child.kill()
    process.child.wait()
    supervisor.look_after()
    wait_until({"gone": lambda: not _lives(left)}, 60, lambda: None)
    assert not _lives(left)
    supervisor.drain()


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
