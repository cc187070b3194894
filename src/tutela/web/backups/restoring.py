"""Putting records back where there are none: on a new machine, or beside the old ones."""

import secrets
import shutil
from collections.abc import Callable
from pathlib import Path

from tutela.settings import Settings
from tutela.web.backups import databases, manifest, opening
from tutela.web.backups.creating import sync_folder
from tutela.web.backups.faults import BackupFault
from tutela.web.backups.keybundle import ROOT, ROOT_MARK
from tutela.web.backups.rehearsing import Examined, examine_apart, put_keys


def restore(settings: Settings, file: Path, key: bytes, root: bytes, say: Callable[[str], None]) -> Examined:
    """Put records and keys into the two folders, which must be new; the keys' may hold the root key alone.

    Both appear when everything in them is right, first the keys. Raises `BackupFault`; then neither is there.
    """
    _look_for_nothing(settings.data)
    found = {one.name for one in settings.keys.iterdir()} if settings.keys.is_dir() else set()
    has_root = bool(found) and found <= {ROOT, ROOT_MARK}
    if not has_root:
        _look_for_nothing(settings.keys)
    opening.check_root(opening.get_head(file), root)
    unpacked = opening.unpack(file, key, root, settings.data, say=say)
    keys = settings.keys.with_name(f".{settings.keys.name}.{secrets.token_hex(4)}.part")
    database = ""
    try:
        dump = unpacked.folder / manifest.POSTGRESQL
        if dump.exists():
            if not settings.database:
                raise BackupFault(
                    "These records were in PostgreSQL. Give an empty database: TUTELA_DATABASE=postgresql://user@host/name"
                )
            databases.take_empty(settings.database)
            say("Putting the records into the database")
            database = settings.database  # from here on what is in it is ours
            databases.restore_postgresql(dump, database)
            dump.unlink()
        elif settings.database:
            raise BackupFault("These records were in SQLite: put them back without the address of a database.")
        put_keys(keys, root, unpacked.keys)
        say("Examining what was put back")
        examined = examine_apart(unpacked, unpacked.folder, keys, database)
        if examined.faults:
            raise BackupFault(" ".join(examined.faults))
        _take(keys, settings.keys, has_root=has_root)
        unpacked.folder.chmod(0o711)  # as `Settings.make_folders` makes it
        _take(unpacked.folder, settings.data, has_root=False)
        database = ""
    except OSError as error:
        raise BackupFault(f"{error.filename or settings.data} cannot be used: {error.strerror}") from error
    finally:
        if database:  # it was empty before, and what was put there is not right
            databases.empty_postgresql(database)
        shutil.rmtree(unpacked.folder, ignore_errors=True)
        shutil.rmtree(keys, ignore_errors=True)
    return examined


def _look_for_nothing(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BackupFault(f"{folder} is there already and not empty. Records are put back into new folders only.")


def _take(made: Path, place: Path, *, has_root: bool) -> None:
    """Give the new folder its name; what is replaced is empty, or holds the same root key."""
    if has_root:
        for name in (ROOT, ROOT_MARK):
            (place / name).unlink(missing_ok=True)
    if place.exists():
        place.rmdir()
    made.rename(place)
    sync_folder(place.parent)
