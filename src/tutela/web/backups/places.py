"""The folders in which copies lie: the second one and the one in another building are filled from the first."""

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from tutela.settings import Settings
from tutela.web.backups import rules
from tutela.web.backups.creating import ENDING, sync_folder
from tutela.web.backups.stream import PIECE_BYTES

FIRST, SECOND, OFF_SITE = "first", "second", "off-site"


class Place(NamedTuple):
    """One of the folders, by its word in the records."""

    word: str
    folder: Path


class Lies(NamedTuple):
    """What was found in a place after a copy was put there."""

    well: bool
    device: str
    """The disc, as the operating system numbers it; empty where nothing could be asked."""
    words: str


def list_places(settings: Settings) -> Iterator[Place]:
    """The folders that are set, the first one first."""
    for word, folder in (
        (FIRST, settings.backup_folder),
        (SECOND, settings.backup_second_folder),
        (OFF_SITE, settings.backup_off_site_folder),
    ):
        if folder is not None:
            yield Place(word, folder)


def bring(file: Path, digest: str, place: Place) -> Lies:
    """Have a whole copy of a back-up in a place, read back from there. Never raises for what the place does."""
    there = place.folder / file.name
    draft = there.with_name(f".{there.name}.{secrets.token_hex(4)}.part")
    try:
        place.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        device = str(place.folder.stat().st_dev)
        if there != file and not (there.exists() and _hash(there) == digest):
            shutil.copyfile(file, draft)
            draft.chmod(0o600)
            with draft.open("rb") as content:
                os.fsync(content.fileno())
            draft.rename(there)
            sync_folder(place.folder)
        if _hash(there) != digest:
            return Lies(False, device, f"The copy in {place.folder} is not what was written there.")
    except OSError as error:
        return Lies(False, "", f"{place.folder} cannot be used: {error.strerror}.")
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
    return Lies(True, device, "")


def thin_out(place: Place, keep: int) -> list[str]:
    """Remove the oldest back-ups of a place beyond those to be kept; their names."""
    try:
        names = [file.name for file in place.folder.glob(f"tutela-*{ENDING}")]
        gone = rules.list_too_many(names, keep)
        for name in gone:
            (place.folder / name).unlink(missing_ok=True)
    except OSError:
        return []  # what is wrong with the place was noted with its copy
    return gone


def _hash(file: Path) -> str:
    seen = sha256()
    with file.open("rb") as content:
        while piece := content.read(PIECE_BYTES):
            seen.update(piece)
    return seen.hexdigest()
