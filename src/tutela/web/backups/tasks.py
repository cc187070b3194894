"""The night's back-up, made in a process of its own so that nobody else's work waits for it."""

import os
import shutil
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

import tutela
from tutela.web.backups import queries, rules
from tutela.web.core.tick import Periodic

AGAIN_AFTER = timedelta(hours=1)
"""How soon a night's back-up is tried again when it failed."""

_running: list["subprocess.Popen[bytes]"] = []
_tried: list[datetime] = []


def make_nightly(at: datetime) -> None:
    """Begin tonight's back-up when it is due; nothing where nobody has said where to and for whom."""
    chosen: Any = settings.TUTELA
    if _running and _running[0].poll() is not None:
        _running.clear()
    if _running or chosen.backup_folder is None or not chosen.backup_recipients:
        return
    last = queries.get_last_backup()
    here = at.astimezone(ZoneInfo(chosen.time_zone))
    if not rules.is_due(last.made_at if last else None, here, chosen.backup_hour):
        return
    if _tried and timedelta() <= at - _tried[0] < AGAIN_AFTER:
        return
    _tried[:] = [at]
    _running.append(start(chosen))


def start(chosen: Any) -> "subprocess.Popen[bytes]":
    """The command by which a person makes one, with the settings of this process; what it says goes into the log."""
    command = [*(["nice", "-n", "10"] if shutil.which("nice") else []), sys.executable, "-m", "tutela.cli"]
    command += ["backup", "create", "--data", str(chosen.data), "--keys", str(chosen.keys)]
    package = str(Path(next(iter(tutela.__path__))).parent)
    paths = os.pathsep.join(filter(None, [package, os.environ.get("PYTHONPATH", "")]))
    with (chosen.log / "backup.log").open("wb") as said:
        return subprocess.Popen(
            command,
            env={**os.environ, "PYTHONPATH": paths},
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
        )


PERIODIC = (Periodic("make the night's back-up", every_seconds=300, run=make_nightly),)
