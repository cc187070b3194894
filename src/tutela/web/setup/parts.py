"""What each part needs of the machine: as measured while building it, and what this machine's processes take now.

Measured on two shared cores of Debian 12 with CPython 3.11. Live figures come from /proc and are left out where it
cannot be read.
"""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

PROC = Path("/proc")
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True, slots=True)
class Part:
    """One part, why it is there, its memory and disc in words, and its memory now in bytes (None when not running)."""

    name: Any
    words: Any
    memory: Any
    disc: Any
    process: str
    now_bytes: int | None = None

    @property
    def now_megabytes(self) -> int | None:
        return None if self.now_bytes is None else round(self.now_bytes / 1e6)


PARTS = (
    Part(_("Pages"), _("Everything you see in the browser."), _("120 MB"), _("a few MB, and what you write"), "web"),
    Part(_("Worker"), _("Messages, alerts, publishing."), _("about as much as the pages"), _("none"), "worker"),
    Part(
        _("Records"),
        _("Who opened what, kept to be searched."),
        _("400 to 500 MB when searched, up to 2 GB while a large log is imported"),
        _("about 30 MB for a million requests"),
        "recorder",
    ),
    Part(
        _("Gateway"),
        _("Only where Tutela filters."),
        _("20 MB for each school, and 17 MB for each million sites on your lists"),
        _("17 to 24 MB for each million sites on your lists"),
        "gateway",
    ),
)
WHOLE_BYTES_OF_PROGRAM = 534_000_000
"""Disc that the store of records takes once installed; the rest of the program is small beside it."""


def list_parts() -> list[Part]:
    """Each part with what its process takes now, together with what it has started."""
    taken = _memory_by_part()
    return [
        Part(part.name, part.words, part.memory, part.disc, part.process, taken.get(part.process)) for part in PARTS
    ]


def _memory_by_part() -> dict[str, int]:
    """Bytes in memory of each part and of what it started; pages that two share are counted with both."""
    running: dict[int, tuple[int, int, str]] = {}
    for folder in PROC.glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            resident = int((folder / "statm").read_text().split()[1]) * PAGE_BYTES
            command = (folder / "cmdline").read_bytes().split(b"\0")
        except (OSError, ValueError, IndexError):  # gone meanwhile, or another user's
            continue
        running[int(folder.name)] = (parent, resident, _part_of([word.decode("utf-8", "replace") for word in command]))
    taken: dict[str, int] = {}
    for pid, (_parent, resident, _own) in running.items():
        if part := _above(pid, running):
            taken[part] = taken.get(part, 0) + resident
    return taken


def _part_of(command: list[str]) -> str:
    """Which part of this installation a command line is; empty for any other process."""
    ours = "--as-child" in command and str(settings.TUTELA.data) in command
    return command[command.index("--only") + 1] if ours and "--only" in command[:-1] else ""


def _above(pid: int, running: dict[int, tuple[int, int, str]]) -> str:
    """The part that a process belongs to: its own, or that of whoever started it."""
    for _step in range(20):
        if pid not in running:
            return ""
        parent, _resident, part = running[pid]
        if part:
            return part
        pid = parent
    return ""
