"""The watchdog: sees by its heartbeat when a helper is mute, which Squid never notices, and ends it.

Also the counter: how many answers the helpers have given whose line must turn up in the access log.
"""

import contextlib
import os
import signal
import struct
import time
from dataclasses import dataclass, field
from pathlib import Path

BEAT = struct.Struct("<dQQQ")
MUTE_SECONDS = 1.0


@dataclass(frozen=True)
class Round:
    """What one look at the heartbeats found."""

    alive: int
    ended: tuple[int, ...]
    """Process ids of mute helpers that were ended."""
    version: int
    """The oldest policy version that a live helper serves; 0 when none has one."""
    blind: int = 0
    """Live helpers that have found nothing to serve from."""


@dataclass
class Watchdog:
    """Looks at the heartbeats in a folder. Call `look` about five times a second."""

    folder: Path
    recorded: int = 0
    """Answers since the gateway started that Squid must have written a line for."""
    _last: dict[int, int] = field(default_factory=dict)

    def look(self, now: float | None = None) -> Round:
        """One round. `now` is the monotonic clock in seconds."""
        now = time.monotonic() if now is None else now
        ended: list[int] = []
        versions: list[int] = []
        for file in self.folder.iterdir():
            if not file.name.isdecimal():
                continue
            pid = int(file.name)
            beat = _read(file)
            if beat:
                self._count(pid, beat[2])
            if not _is_ours(pid, self.folder.parent.name):
                self._forget(pid, file)
            elif beat and beat[0] and now - beat[0] > MUTE_SECONDS:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
                ended.append(pid)
                self._forget(pid, file)
            elif beat and beat[0]:
                versions.append(beat[3])
        serving = [version for version in versions if version]
        return Round(len(versions), tuple(ended), min(serving, default=0), len(versions) - len(serving))

    def _count(self, pid: int, recorded: int) -> None:
        self.recorded += recorded - self._last.get(pid, 0)
        self._last[pid] = recorded

    def _forget(self, pid: int, file: Path) -> None:
        self._last.pop(pid, None)
        file.unlink(missing_ok=True)


def _read(file: Path) -> tuple[float, int, int, int] | None:
    try:
        time_, answered, recorded, version = BEAT.unpack(file.read_bytes())
    except (OSError, struct.error):
        return None
    return time_, answered, recorded, version


def _is_ours(pid: int, slug: str) -> bool:
    """Whether that process is a helper of this establishment; a number may have passed on to another process."""
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    return any(word.endswith(b"/gateway/helper.py") for word in command) and slug.encode() in command
