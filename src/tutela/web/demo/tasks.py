"""What the worker does for the demo: has the fortnight that is wanted loaded by a process beside it."""

import logging
import os
import shutil
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

import tutela
from tutela.web.core.tick import Periodic
from tutela.web.demo import loading

QUIETLY = ["nice", "-n", "10"]
AGAIN_AFTER = timedelta(seconds=30)
logger = logging.getLogger("tutela.demo")


class Beside:
    """The process that loads, if there is one."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None
        self.again_at: datetime | None = None

    def turn(self, at: datetime) -> None:
        """Start it where something is wanted and missing; note when it has ended."""
        if self.process is not None:
            if self.process.poll() is None:
                return
            if self.process.returncode:
                logger.warning("The demo was not loaded whole", extra={"status": self.process.returncode})
                self.again_at = at + AGAIN_AFTER
            self.process = None
        if self.again_at and at < self.again_at:
            return
        chosen = loading.get_chosen()
        if chosen is not None and loading.list_unloaded(chosen):
            self.process = _start(settings.TUTELA)


def _start(chosen: Any) -> "subprocess.Popen[bytes]":
    """The same as on the command line; it ends with this process, which holds its standard input open."""
    command = [
        *(QUIETLY if shutil.which("nice") else []), sys.executable, "-m", "tutela.cli", "demo", "load", "--beside",
        "--data", str(chosen.data), "--keys", str(chosen.keys),
    ]  # fmt: skip
    package = str(Path(next(iter(tutela.__path__))).parent)
    paths = os.pathsep.join(filter(None, [package, os.environ.get("PYTHONPATH", "")]))
    environment = {**os.environ, "PYTHONPATH": paths}
    with (chosen.log / "demo.log").open("ab") as said:
        return subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=said, stderr=said)


_beside = Beside()

PERIODIC = (Periodic("load the demo", every_seconds=5, run=_beside.turn),)
