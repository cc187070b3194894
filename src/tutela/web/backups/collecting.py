"""The files that belong into a back-up, held still by a second name each while others go on writing.

First the spool, then the event store: a line that leaves the spool is in the store by then, so none falls between.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tutela.settings import Settings
from tutela.web.backups.faults import BackupFault

SCRATCH = "backing-up"
# what is made anew or may be lost: sessions and counters, sockets, collected style sheets, our own remains. The
# records themselves are copied by their database, and of the gateway's folder only the spool is worth keeping.
LEFT_OUT = frozenset({"run", "static", "log", "gateway", SCRATCH})
LEFT_OUT_BEGINNINGS = ("tutela.sqlite3", "transient.sqlite3")
TRIES = 5


class Held(NamedTuple):
    """A file by its name in the data folder, and where its content can be read."""

    name: str
    file: Path


def hold(settings: Settings, scratch: Path) -> list[Held]:
    """All files of the data folder but what is left out. Raises `BackupFault` when the store never stands still."""
    held: list[Held] = []
    for root in settings.spool_roots:
        held += _hold_folder(root, scratch / f"spool-{len(held)}", "spool")
    for entry in sorted(settings.data.iterdir()):
        if entry.name in LEFT_OUT or entry.name == "spool" or entry == settings.event_folder:
            continue
        if entry.is_dir() and not entry.is_symlink():
            held += _hold_folder(entry, scratch / f"files-{len(held)}", entry.name)
        elif entry.is_file() and not entry.name.startswith(LEFT_OUT_BEGINNINGS):
            held.append(Held(entry.name, entry))
    if not settings.events:
        held += _hold_whole(settings.event_folder, scratch, "events")
    return list({one.name: one for one in held}.values())


def _hold_folder(folder: Path, scratch: Path, name: str) -> list[Held]:
    """Whatever is there; a file that goes away meanwhile has been taken in elsewhere."""
    found = []
    for file in _walk(folder):
        try:
            found.append(Held(f"{name}/{file.relative_to(folder).as_posix()}", _second_name(file, folder, scratch)))
        except FileNotFoundError:
            continue
    return found


def _hold_whole(folder: Path, scratch: Path, name: str) -> list[Held]:
    """The same for a store whose files belong together: when one goes away the look is taken again."""
    for attempt in range(TRIES):
        place = scratch / f"{name}-{attempt}"
        try:
            return [
                Held(f"{name}/{file.relative_to(folder).as_posix()}", _second_name(file, folder, place))
                for file in _walk(folder)
            ]
        except FileNotFoundError:
            continue
    raise BackupFault("The event store changed faster than it could be copied. Try again in a few minutes.")


def _walk(folder: Path) -> Iterator[Path]:
    for place, folders, files in os.walk(folder, onerror=_raise):
        folders.sort()
        for file in sorted(files):
            path = Path(place) / file
            if path.is_file() and not path.is_symlink():
                yield path


def _raise(error: OSError) -> None:
    if not isinstance(error, FileNotFoundError):
        raise error


def _second_name(file: Path, folder: Path, scratch: Path) -> Path:
    """A second name for the same content, which stays when the first is removed; on another disc the file itself."""
    place = scratch / file.relative_to(folder)
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        os.link(file, place)
    except FileNotFoundError:
        raise
    except OSError:
        return file
    return place
