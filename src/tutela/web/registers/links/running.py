"""The process that asks, as the worker sees it: started, looked at now and then, ended if it takes long."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import IO

import msgspec

import tutela
from tutela.web.registers.links.asking import Answer

PROGRAM = "tutela.web.registers.links.job"
MOST_SECONDS = 300.0


class Running:
    """One round of asking. `about` is handed back with what came of it."""

    def __init__(self, asked: Mapping[str, str], about: object = None) -> None:
        """Start it. Raises OSError."""
        self.about = about
        self._began = time.monotonic()
        self._said: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  lives as long as the process
        with tempfile.TemporaryFile() as told:
            told.write(msgspec.json.encode(dict(asked)))
            told.seek(0)
            self._process = subprocess.Popen(
                [sys.executable, "-m", PROGRAM],
                stdin=told,
                stdout=self._said,
                stderr=subprocess.DEVNULL,
                cwd="/",
                env={"PYTHONPATH": str(Path(tutela.__file__).parents[1]), "PATH": os.defpath, "LC_ALL": "C.UTF-8"},
            )

    def look(self) -> dict[str, Answer] | None:
        """The answers, once it has ended: none where it broke off; None while it works."""
        if self._process.poll() is None and time.monotonic() - self._began < MOST_SECONDS:
            return None
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        self._said.seek(0)
        said = self._said.read()
        self._said.close()
        try:
            return msgspec.json.decode(said, type=dict[str, Answer])
        except msgspec.DecodeError:
            return {}
