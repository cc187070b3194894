"""The folder of logs: what lies in it, what is put aside when it is done. Nothing unread is ever removed.

`inbox-logs/` in the data folder, with a folder for each further establishment by its short name;
`done/` and `not-imported/` take what has been dealt with, `.uploads/` what came through the page.
"""

import contextlib
import os
from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple
from uuid import uuid4

from django.conf import settings

from tutela.web.records import rules

UPLOADS, DONE, FAILED = ".uploads", "done", "not-imported"
LONGEST_NAME = 200
"""Bytes that are kept of a name: with the time before it, it has to remain one that a disc takes."""


Identity = tuple[int, int, int]
GONE: Identity = (0, 0, 0)


class Dropped(NamedTuple):
    """A file in the folder; `slug` is the folder's establishment, "" for the first."""

    place: str
    slug: str
    size: int
    changed_at: datetime


def root() -> Path:
    """The folder, made if it is missing. Only its owner may look into it."""
    chosen: Any = settings.TUTELA
    folder: Path = chosen.data / "inbox-logs"
    for each in (folder, folder / UPLOADS):
        each.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def results() -> Path:
    """Where imports keep their bad lines and say how far they are."""
    chosen: Any = settings.TUTELA
    folder: Path = chosen.data / "imports"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def look(slugs: set[str]) -> Iterator[Dropped]:
    """What lies in the folder, and in the folders of these establishments, oldest first."""
    found = []
    for slug in ("", *sorted(slugs)):
        with contextlib.suppress(OSError):
            for entry in os.scandir(root() / slug):
                if rules.is_taken(entry.name) and entry.is_file(follow_symlinks=False):
                    stat = entry.stat(follow_symlinks=False)
                    place = f"{slug}/{entry.name}" if slug else entry.name
                    found.append(Dropped(place, slug, stat.st_size, datetime.fromtimestamp(stat.st_mtime, UTC)))
    yield from sorted(found, key=lambda each: (each.changed_at, each.place))


def identity(place: str) -> Identity:
    """Changes when somebody writes into a file or puts another in its place; `GONE` for one that is not there."""
    try:
        found = (root() / place).stat()
    except OSError:
        return GONE
    return found.st_ino, found.st_size, found.st_mtime_ns


def put_aside(place: str, folder: str, name: str) -> None:
    """Move a file out of the way under a name that is free; a file that has gone is no matter."""
    name = name.encode("utf-8", "replace")[-LONGEST_NAME:].decode("utf-8", "ignore")
    target = root() / folder / name
    target.parent.mkdir(mode=0o700, exist_ok=True)
    number = 1
    while target.exists():
        number += 1
        target = target.with_name(f"{number}-{name}")
    with contextlib.suppress(FileNotFoundError):
        (root() / place).rename(target)


def name_readably(place: str) -> bool:
    """Rename a file whose name is not UTF-8, as older systems write it, so that it can be written down; False where
    there is nothing to rename.
    """
    try:
        place.encode()
    except UnicodeEncodeError:
        here = root() / place
        readable = os.fsencode(here.name).decode("cp1252", "replace")
        here.rename(here.with_name(readable if not (here.parent / readable).exists() else f"{uuid4()}-{readable}"))
        return True
    return False


def forget_old(now: datetime, waiting: Collection[str] = ()) -> None:
    """Remove uploads of a day ago, and bad lines that nobody has asked about for a month; but nothing of the places
    that still wait.
    """
    for folder, kept in ((root() / UPLOADS, rules.KEEP_UPLOADS), (results(), rules.KEEP_BAD_LINES)):
        for path in folder.iterdir():
            if folder.name == UPLOADS and f"{UPLOADS}/{path.name}" in waiting:
                continue
            if path.is_file() and now.timestamp() - path.stat().st_mtime > kept.total_seconds():
                path.unlink(missing_ok=True)
