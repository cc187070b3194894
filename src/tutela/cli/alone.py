"""One of each process on a data folder: a second `up` is refused before it could disturb the first."""

import fcntl
import os
from collections.abc import Iterable

from tutela.settings import Settings


class AlreadyRuns(RuntimeError):
    """Somebody else runs one of the processes on this data folder; the message says who."""


def hold(settings: Settings, names: Iterable[str]) -> list[int]:
    """Take the locks of these processes on the data folder. They are free again when this process ends, however.

    Raises `AlreadyRuns`; then none is held.
    """
    held: list[int] = []
    for name in names:
        lock = os.open(settings.run / f"{name}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        held.append(lock)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            owner = os.pread(lock, 20, 0).decode("ascii", "replace").strip() or "unknown"
            release(held)
            raise AlreadyRuns(
                f"{name} already runs on {settings.data} (started by process {owner}); "
                "stop that first, or choose another folder with --data"
            ) from None
        os.ftruncate(lock, 0)
        os.pwrite(lock, str(os.getpid()).encode("ascii"), 0)
    return held


def release(held: Iterable[int]) -> None:
    """Let go of locks."""
    for lock in held:
        os.close(lock)
