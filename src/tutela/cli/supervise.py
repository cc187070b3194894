"""Keeps the processes of one machine alive: starts them, restarts what dies, and drains them on Ctrl-C."""

import contextlib
import datetime as dt
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

# a process that lived shorter than this is failing to start rather than dying
HEALTHY_SECONDS = 30.0
SHORTEST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.5, 30.0
# nobody waits longer than this for a process to finish what it holds
DRAIN_SECONDS = 15.0
POLL_SECONDS = 0.1


class Process:
    """One supervised process: its command, its log file, and when it may next be started."""

    def __init__(self, name: str, command: Sequence[str], log: Path, *, outlived: bool = False) -> None:
        """`outlived` says that what the process has started goes on without it and is taken over by its successor."""
        self.name, self.command, self.log, self.outlived = name, list(command), log, outlived
        self.child: subprocess.Popen[bytes] | None = None
        self.started_at = 0.0
        self.restarts = 0
        self.pause_seconds = SHORTEST_PAUSE_SECONDS
        self.next_start_at = 0.0

    def start(self) -> None:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            # a session of its own, so that Ctrl-C reaches the supervisor alone and the order of stopping is ours
            self.child = subprocess.Popen(
                self.command, stdout=log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, start_new_session=True
            )
        self.started_at = time.monotonic()

    def is_running(self) -> bool:
        return self.child is not None and self.child.poll() is None

    def schedule_restart(self, now: float) -> None:
        """Plan the next start: at once after a long life, later and later after short ones."""
        if now - self.started_at >= HEALTHY_SECONDS:
            self.pause_seconds = SHORTEST_PAUSE_SECONDS
        self.end_children()
        self.next_start_at = now + self.pause_seconds
        self.pause_seconds = min(self.pause_seconds * 2, LONGEST_PAUSE_SECONDS)
        self.restarts += 1
        self.child = None

    def end_children(self) -> None:
        """End what a dead process has left behind, or its successor would find the port taken."""
        if self.child is not None and not self.outlived:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.child.pid, signal.SIGKILL)

    def last_words(self) -> str:
        """The last line that the process wrote, for a message that says why it ended."""
        with contextlib.suppress(OSError):
            lines = [line for line in self.log.read_text("utf-8", "replace")[-4000:].splitlines() if line.strip()]
            if lines:
                return lines[-1].strip()
        return "it wrote nothing"


class Supervisor:
    """Runs processes until told to stop. `say` receives one line for people about every change."""

    def __init__(self, processes: Sequence[Process], pid_folder: Path, say: Callable[[str], None]) -> None:
        self.processes, self.pid_folder, self.say = list(processes), pid_folder, say
        self.stopping = False

    def start(self, names: Sequence[str] | None = None) -> None:
        """Start those of `names` that do not run yet; all of them when none is named."""
        for process in self.processes:
            if process.child is None and (names is None or process.name in names):
                self._start(process)

    def leave_out(self, name: str) -> None:
        """Forget a process that cannot run here, or need not; one that was started already is ended."""
        for process in self.processes:
            if process.name == name and process.is_running() and process.child is not None:
                process.child.terminate()
                process.child.wait(DRAIN_SECONDS)
                (self.pid_folder / f"{name}.pid").unlink(missing_ok=True)
        self.processes = [process for process in self.processes if process.name != name]

    def watch(self) -> None:
        """Return when SIGINT, SIGTERM or SIGHUP arrives; until then restart what dies."""
        self.obey_signals()
        while not self.stopping:
            self.look_after()
            time.sleep(POLL_SECONDS)

    def obey_signals(self) -> None:
        """Take a signal from now on as a wish to stop, so that nothing that was started is left behind."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            # what was started to outlive its terminal (nohup) goes on doing so
            if signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, lambda *_: self._ask_to_stop())

    def look_after(self) -> None:
        """One round: note what has ended, start what is due. Nothing once it was asked to stop."""
        if self.stopping:
            return
        now = time.monotonic()
        for process in self.processes:
            if process.child is not None and not process.is_running():
                self.say(
                    f"{process.name} ended ({process.child.returncode}) and is started again: {process.last_words()}"
                )
                process.schedule_restart(now)
            if process.child is None and now >= process.next_start_at:
                self._start(process)

    def drain(self) -> None:
        """Ask every process to finish, in reverse order of starting; end by force what does not within 15 seconds."""
        for process in reversed(self.processes):
            if process.is_running() and process.child is not None:
                process.child.terminate()
        deadline = time.monotonic() + DRAIN_SECONDS
        for process in reversed(self.processes):
            if process.child is None:
                continue
            try:
                process.child.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                self.say(f"{process.name} did not finish in {DRAIN_SECONDS:.0f} seconds and was ended")
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.child.pid, signal.SIGKILL)
                process.child.wait()
            process.end_children()
            (self.pid_folder / f"{process.name}.pid").unlink(missing_ok=True)

    def _start(self, process: Process) -> None:
        process.start()
        assert process.child is not None
        (self.pid_folder / f"{process.name}.pid").write_text(f"{process.child.pid}\n", "ascii")

    def _ask_to_stop(self) -> None:
        self.stopping = True


def wait_until(
    ready: Mapping[str, Callable[[], bool]],
    seconds: float,
    look_after: Callable[[], None],
    given_up: Callable[[], bool] = lambda: False,
) -> list[str]:
    """Wait until each check holds. Returns the names of those that do not after `seconds` or when given up."""
    waiting = dict(ready)
    deadline = time.monotonic() + seconds
    while waiting and time.monotonic() < deadline and not given_up():
        look_after()
        waiting = {name: check for name, check in waiting.items() if not check()}
        if waiting:
            time.sleep(POLL_SECONDS)
    return list(waiting)


def say(line: str) -> None:
    """A line with the local time, at once on the screen."""
    print(f"{dt.datetime.now().astimezone():%H:%M:%S}  {line}", file=sys.stderr, flush=True)
