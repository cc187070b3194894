"""Looking into a file in a process of its own: no network, no files, little memory, little time, and no keys.

What goes in and comes out lies in memory only. `looking` is the other side.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import tutela

MOST_SECONDS = 20
PROGRAM = "tutela.web.exhibits.looking"
MOST_OUT_BYTES = 32 << 20


class CannotLook(Exception):
    """Nothing can be shown of the file. Its text is a short reason, in a word: "broken", "too-large", "too-long"."""


def look(task: Mapping[str, Any], content: Iterable[bytes]) -> tuple[dict[str, Any], bytes]:
    """Have a task done with the bytes of a file: what was found, and bytes made of it. Raises `CannotLook`, OSError.

    task: "do" is "inspect", "show" or "redact", with the kind of the file and what each needs.
    """
    given, made = os.memfd_create("exhibit"), os.memfd_create("made")
    try:
        for chunk in content:
            _write(given, chunk)
        readable = os.open(f"/proc/self/fd/{given}", os.O_RDONLY)
        process = subprocess.Popen(
            [sys.executable, "-m", PROGRAM],
            stdin=subprocess.PIPE,
            stdout=made,
            stderr=readable,  # the fourth place is not needed: the file comes in where faults would go out
            cwd="/",
            env={"PYTHONPATH": str(Path(tutela.__file__).parents[1]), "PATH": os.defpath, "LC_ALL": "C.UTF-8"},
        )
        os.close(readable)
        try:
            process.communicate(json.dumps(dict(task)).encode(), timeout=MOST_SECONDS)
        except subprocess.TimeoutExpired as error:
            process.kill()
            process.communicate()
            raise CannotLook("too-long") from error
        return _read(made, process.returncode)
    finally:
        os.close(given)
        os.close(made)


def _read(made: int, status: int) -> tuple[dict[str, Any], bytes]:
    size = os.fstat(made).st_size
    if size > MOST_OUT_BYTES:
        raise CannotLook("too-large")
    said = os.pread(made, size, 0)
    head, line, rest = said.partition(b"\n")
    if status or not line:
        raise CannotLook("broken")
    try:
        told = json.loads(head)
    except ValueError as error:
        raise CannotLook("broken") from error
    if not isinstance(told, dict) or "fault" in told:
        raise CannotLook(str(told.get("fault", "broken"))[:20] if isinstance(told, dict) else "broken")
    return told, rest


def _write(handle: int, content: bytes) -> None:
    view = memoryview(content)
    while view:
        view = view[os.write(handle, view) :]
