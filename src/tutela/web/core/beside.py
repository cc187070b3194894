"""Work in a process beside the worker, which knows neither Django nor keys and may be ended at any moment.

The worker's side: `Beside` starts a module, looks at it now and then, and ends it if it takes long. The module's side:
`take_task` reads what is to be done, and sees to it that the process ends with the worker.
"""

import os
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import tutela

LONGEST_TASK = 64 << 20


@dataclass(frozen=True, slots=True)
class Ended:
    """What a process had written when it ended, or was ended because it took too long."""

    said: bytes
    in_time: bool


class Beside:
    """One piece of work in a process of its own."""

    def __init__(self, program: str, task: bytes, *, log: Path, most_seconds: float) -> None:
        """Start a module; what it says of its faults is added to `log`. Raises OSError."""
        self._began, self._most_seconds = time.monotonic(), most_seconds
        self._said: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  lives as long as the process
        with log.open("ab") as errors, tempfile.TemporaryFile() as told:
            told.write(task)
            told.flush()
            self._process = subprocess.Popen(
                [sys.executable, "-m", program, str(told.fileno())],
                pass_fds=[told.fileno()],
                stdin=subprocess.PIPE,
                stdout=self._said,
                stderr=errors,
                cwd="/",
                env={"PYTHONPATH": str(Path(tutela.__file__).parents[1]), "PATH": os.defpath, "LC_ALL": "C.UTF-8"},
            )

    def look(self) -> Ended | None:
        """What it said, once it has ended; None while it works."""
        in_time = self._process.poll() is not None
        if not in_time and time.monotonic() - self._began < self._most_seconds:
            return None
        self._kill()
        self._said.seek(0)
        said = self._said.read()
        self._said.close()
        return Ended(said, in_time)

    def wait(self, seconds: float) -> None:
        """Wait for it. Raises `subprocess.TimeoutExpired`."""
        self._process.wait(seconds)

    def end(self) -> None:
        """End it, whatever it does."""
        self._kill()
        self._said.close()

    def _kill(self) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        if self._process.stdin:
            self._process.stdin.close()


def take_task() -> bytes:
    """What the process was started for. From now on it ends with the worker, however that ends."""
    task = os.pread(int(sys.argv[1]), LONGEST_TASK, 0)
    threading.Thread(target=_end_with_the_worker, daemon=True).start()
    return task


def _end_with_the_worker() -> None:
    # the other end of standard input is the worker's: it closes when the worker is gone
    sys.stdin.buffer.read()
    os._exit(1)
