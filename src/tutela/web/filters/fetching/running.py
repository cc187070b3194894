"""The process that works on lists, as the worker sees it: started, looked at now and then, ended if it takes long."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

import msgspec

import tutela

PROGRAM = "tutela.web.filters.fetching.job"
MOST_SECONDS = 900.0
TOO_LONG = "It took longer than a quarter of an hour and was broken off."
BROKE_OFF = "It broke off. The worker’s log says more."


class Running:
    """One piece of work. `about` is handed back with what came of it."""

    def __init__(self, asked: Mapping[str, Any], about: Any, log: Path) -> None:
        """Start it. Raises OSError."""
        self.about = about
        self._began = time.monotonic()
        self._said: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  lives as long as the process
        with log.open("ab") as errors, tempfile.TemporaryFile() as told:
            told.write(msgspec.json.encode(dict(asked)))
            told.flush()
            self._process = subprocess.Popen(
                [sys.executable, "-m", PROGRAM, str(told.fileno())],
                pass_fds=[told.fileno()],
                stdin=subprocess.PIPE,
                stdout=self._said,
                stderr=errors,
                cwd="/",
                env={"PYTHONPATH": str(Path(tutela.__file__).parents[1]), "PATH": os.defpath, "LC_ALL": "C.UTF-8"},
            )

    def look(self) -> dict[str, Any] | None:
        """What it said, once it has ended; None while it works. A fault is `{"fault": words}`."""
        if self._process.poll() is None:
            if time.monotonic() - self._began < MOST_SECONDS:
                return None
            self.end()
            return {"fault": TOO_LONG}
        self._said.seek(0)
        said = self._said.read()
        self.end()
        try:
            found: dict[str, Any] = msgspec.json.decode(said)
        except msgspec.DecodeError:
            return {"fault": BROKE_OFF}
        return found

    def end(self) -> None:
        """End it, whatever it does."""
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        if self._process.stdin:
            self._process.stdin.close()
        self._said.close()
