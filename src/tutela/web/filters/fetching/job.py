"""Work on lists that may take long, in a process of its own, started by the worker.

    python3 -m tutela.web.filters.fetching.job FD      told what to do in JSON on that descriptor; says JSON

It ends when its standard input is closed, so that it never outlives the worker, and after ten minutes of processor
time. It is given neither keys nor a database.
"""

import contextlib
import os
import resource
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from tutela.filtering import drafts, weigh
from tutela.filtering.compile import CannotCompile
from tutela.filtering.listfiles import CannotRead
from tutela.filtering.lists import BadList, compile_lists, remove_list
from tutela.filtering.ruleset import BadPolicy, policy_from
from tutela.filtering.sources import read_source
from tutela.library.read import BadLibraryFile
from tutela.web.core.beside import take_task
from tutela.web.filters.fetching import download

MOST_SECONDS = 600
LARGEST_FILE = 4 << 30
SHOWN_BAD_LINES = 50
Said = dict[str, Any]
FAULTS = (
    download.CannotFetch,
    CannotRead,
    CannotCompile,
    BadList,
    BadPolicy,
    BadLibraryFile,
    OSError,
    MemoryError,
)


def take(asked: Mapping[str, Any]) -> Said:
    """Fetch and read a source, and keep it as a draft if it differs from what is in force."""
    folder, name, place = Path(asked["folder"]), str(asked["name"]), str(asked["place"])
    made: Said = {"etag": asked.get("etag", ""), "last_modified": asked.get("last_modified", "")}
    if "://" not in place:
        download.require_outside(Path(place), map(Path, asked.get("closed", ())))
        return made | _keep(asked, Path(place))
    target = folder / f".fetched-{name}-{os.getpid()}"
    try:
        got = download.fetch(place, target, etag=made["etag"], last_modified=made["last_modified"])
        if got.path is None:
            return made | {"changed": False}
        made |= {"etag": got.etag, "last_modified": got.last_modified, "bytes": got.bytes}
        return made | _keep(asked, got.path)
    finally:
        target.unlink(missing_ok=True)


def _keep(asked: Mapping[str, Any], path: Path) -> Said:
    folder, name = Path(asked["folder"]), str(asked["name"])
    category, place = str(asked.get("category", "")), str(asked["place"])
    try:
        reading = read_source(path, category=category, form=asked.get("form", "auto"))
    except CannotRead as error:
        # what was fetched lies under a name that means nothing to anybody
        raise CannotRead(str(error).replace(str(path), place).replace("Add --category", "Choose one")) from error
    licence = str(asked.get("licence", ""))
    draft = drafts.keep_draft(
        folder, name, reading, at=datetime.now(UTC), path=place, licence=licence, owner=asked.get("owner")
    )
    if draft is None:
        return {"changed": False, "as_in_force": True}
    return {
        "changed": True,
        "hash": draft.meta.hash,
        "entries": draft.meta.count,
        "lines": draft.meta.lines,
        "bad": draft.meta.bad,
        "exceptions": draft.meta.exceptions,
        "forms": draft.meta.forms,
        "bad_lines": draft.meta.bad_lines[:SHOWN_BAD_LINES],
        "skipped": reading.skipped[:10],
        "new": draft.new,
        "gone": draft.gone,
        "moved": draft.moved,
        "needs_person": draft.needs_person,
    }


def consider(asked: Mapping[str, Any]) -> Said:
    """What a draft would change for hosts that were asked for."""
    policy = policy_from(asked["policy"])
    effects = weigh.weigh(Path(asked["folder"]), str(asked["name"]), asked["hosts"], policy, datetime.now(UTC))
    return {"effects": [one._asdict() for one in effects]}


def activate(asked: Mapping[str, Any]) -> Said:
    """Put a draft in force and compile the index."""
    folder = Path(asked["folder"])
    meta = drafts.activate_draft(folder, str(asked["name"]), at=datetime.now(UTC), hash=str(asked["hash"]))
    _compile(folder, asked)
    return {"entries": meta.count}


def remove(asked: Mapping[str, Any]) -> Said:
    """Take a list out and compile the index."""
    folder = Path(asked["folder"])
    remove_list(folder, str(asked["name"]))
    _compile(folder, asked)
    return {}


def _compile(folder: Path, asked: Mapping[str, Any]) -> None:
    """Compile what changes for the establishment that keeps the list, and what all lists come to."""
    compile_lists(folder)
    compile_lists(folder, establishment=str(asked.get("owner") or ""))


KINDS: Mapping[str, Callable[[Mapping[str, Any]], Said]] = {
    "take": take,
    "consider": consider,
    "activate": activate,
    "remove": remove,
}


def do(asked: Mapping[str, Any]) -> Said:
    """Do what was asked for; a fault that was to be expected is told in words."""
    try:
        return KINDS[asked["kind"]](asked)
    except FAULTS as error:
        words = f"{error.filename or 'A file'}: {error.strerror}" if _is_of_files(error) else str(error)
        return {"fault": (words or type(error).__name__)[:500]}


def _is_of_files(error: Exception) -> bool:
    return isinstance(error, OSError) and bool(error.strerror)


def main() -> None:
    with contextlib.suppress(OSError, ValueError):
        os.nice(10)
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
        resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_FILE, LARGEST_FILE))
    asked = msgspec.json.decode(take_task())
    sys.stdout.buffer.write(msgspec.json.encode(do(asked)) + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
