"""An import in a process of its own, the same as on the command line, so that it holds up nobody else's work."""

import json
import os
import re
import shutil
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import tutela

QUIETLY = ["nice", "-n", "10"]
_UNFORESEEN = re.compile(r"this went wrong and should not have: (\w+)")
_running: dict[str, "subprocess.Popen[bytes]"] = {}


def start(*, key: str, log: Path, establishment: str, form: str, progress: Path, settings: Any) -> None:
    """Start the import of a log; `key` names it from then on."""
    how = ["--map", form.removeprefix("map:")] if form.startswith("map:") else ["--format", form]
    _start(key, ["events", "import", str(log), "--establishment", establishment, *how], progress, settings)


def start_look(
    *, key: str, since: datetime, until: datetime, establishment: str, progress: Path, settings: Any
) -> None:
    """Start to look through what was stored of a time for what needs eyes; twice finds nothing twice."""
    span = ["--from", since.isoformat(), "--to", until.isoformat()]
    _start(key, ["detect", "run", "--establishment", establishment, *span], progress, settings)


def _start(key: str, verb: list[str], progress: Path, settings: Any) -> None:
    folders = ["--data", str(settings.data), "--keys", str(settings.keys)]
    command = [
        *(QUIETLY if shutil.which("nice") else []), sys.executable, "-m", "tutela.cli",
        *verb, "--json", "--progress", str(progress), *folders,
    ]  # fmt: skip
    package = str(Path(next(iter(tutela.__path__))).parent)
    paths = os.pathsep.join(filter(None, [package, os.environ.get("PYTHONPATH", "")]))
    environment = {**os.environ, "PYTHONPATH": paths, "TUTELA_EVENTS": settings.events}
    with progress.with_suffix(".log").open("wb") as said:
        _running[key] = subprocess.Popen(
            command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=said
        )


def is_ours(key: str) -> bool:
    """Whether this process started it and has not yet been told how it ended."""
    return key in _running


def has_ended(key: str) -> bool:
    """Whether it has ended; asked once more it is not ours any longer."""
    if _running[key].poll() is None:
        return False
    del _running[key]
    return True


def stop(key: str) -> None:
    """End one that this process has started; it goes on where it was when it is started again."""
    running = _running.pop(key, None)
    if running is not None:
        running.terminate()
        running.wait(30)


def stop_all() -> None:
    """End what this process has started; it goes on where it was when it is started again."""
    for key in list(_running):
        stop(key)


def read_progress(progress: Path) -> dict[str, Any]:
    """How far it is, in its own words; empty before it has said anything."""
    try:
        said = json.loads(progress.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return said if isinstance(said, dict) else {}


def kind_of_fault(progress: Path) -> str:
    """Of what kind a fault was that nobody had foreseen; "" if it left no word. Its own words stay unsaid: they may
    quote the log.
    """
    try:
        said = progress.with_suffix(".log").read_text("utf-8", "replace")
    except OSError:
        return ""
    found = _UNFORESEEN.findall(said)
    return str(found[-1]) if found else ""
