"""Proving a back-up: it is put back whole in a place of its own, opened there by a fresh process, and cleared away."""

import json
import os
import secrets
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import msgspec

from tutela.keyring import Ring
from tutela.keys import VERIFYING, KeyFolder
from tutela.settings import Settings
from tutela.web.backups import databases, manifest, opening
from tutela.web.backups.faults import BackupFault
from tutela.web.backups.keybundle import ROOT
from tutela.web.backups.opening import Unpacked

MOST_SECONDS = 3600
LENT = "exhibits"


class Examined(msgspec.Struct, frozen=True):
    """What a fresh process found in restored records."""

    faults: tuple[str, ...] = ()
    losses: tuple[str, ...] = ()
    """Files of exhibits that are missing or damaged: a fault of the back-up, but no reason to leave the rest behind."""
    rows: int = 0
    entries: int = 0
    """How far the audit went, which was proved from its first entry."""
    sealed: int = 0
    """Sealed texts that were opened, none of which was shown."""
    exhibits: int = 0
    """Sealed files of exhibits that are the bytes that came in, by their SHA-256."""
    measured: int = 0
    """Those of which half of the key is not at hand: they are there, and as long as they were."""

    @property
    def is_wrong(self) -> bool:
        return bool(self.faults or self.losses)


class Rehearsed(NamedTuple):
    """The whole of a proof."""

    examined: Examined
    parts: int
    made_at: str
    seconds: float


def rehearse(settings: Settings, file: Path, key: bytes, root: bytes, say: Callable[[str], None]) -> Rehearsed:
    """Put a back-up back beside the records, examine it, and clear everything away. Raises `BackupFault`."""
    begun = time.monotonic()
    settings.data.parent.mkdir(parents=True, exist_ok=True)
    place = settings.data.with_name(f"{settings.data.name}-drill")
    unpacked = opening.unpack(file, key, root, place, say=say, live=_live_ring(settings))
    keys = settings.keys.with_name(f".{settings.keys.name}.{secrets.token_hex(4)}.part")
    database = ""
    name = f"tutela_drill_{secrets.token_hex(6)}"
    try:
        put_keys(keys, root, unpacked.keys)
        _lend(settings.keys / LENT, keys / LENT)
        dump = unpacked.folder / manifest.POSTGRESQL
        if dump.exists():
            if not settings.database:
                raise BackupFault(
                    "These records were in PostgreSQL. Say which server the drill may use: TUTELA_DATABASE=postgresql://…"
                )
            say("Putting the records into a database of their own")
            database = databases.make_scratch_database(settings.database, name)
            databases.take_empty(database)
            databases.restore_postgresql(dump, database)
        say("Examining what was put back")
        examined = examine_apart(unpacked, unpacked.folder, keys, database)
    finally:
        shutil.rmtree(unpacked.folder, ignore_errors=True)
        shutil.rmtree(keys, ignore_errors=True)
        if database:
            databases.drop_scratch_database(settings.database, name)
    return Rehearsed(examined, len(unpacked.manifest.parts), unpacked.manifest.made_at, time.monotonic() - begun)


def examine_apart(unpacked: Unpacked, data: Path, keys: Path, database: str) -> Examined:
    """Open restored records in a process of their own: Django knows one data folder in a process."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TUTELA_", "DJANGO_"))}
    settings = {"TUTELA_DATABASE": database, "TUTELA_CONFIG": os.devnull, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-m", "tutela.cli", "backup", "examine", "--data", str(data), "--keys", str(keys)]
    done = subprocess.run(
        command,
        input=msgspec.json.encode(unpacked.manifest),
        capture_output=True,
        env=kept | settings,
        timeout=MOST_SECONDS,
        check=False,
    )
    try:
        return msgspec.convert(json.loads(done.stdout.splitlines()[-1]), Examined)
    except (IndexError, ValueError, msgspec.ValidationError):
        last = next(iter(done.stderr.decode("utf-8", "replace").splitlines()[-1:]), "it said nothing")
        return Examined(faults=(f"The restored records could not be examined: {last}",))


def _live_ring(settings: Settings) -> Ring | None:
    """The keys of this machine; None where there are none, as where a back-up is tried on another one."""
    return KeyFolder(settings.keys).ring() if (settings.keys / VERIFYING).exists() else None


def _lend(ours: Path, theirs: Path) -> None:
    """Halves of keys that are in no back-up, of this machine, while the drill lasts; none that is withheld."""
    theirs.mkdir(mode=0o700)
    for file in ours.iterdir() if ours.is_dir() else []:
        if file.is_file():
            shutil.copy(file, theirs / file.name)


def put_keys(folder: Path, root: bytes, others: dict[str, bytes]) -> None:
    """Write keys into a folder that is not there yet. Raises `BackupFault`."""
    try:
        folder.mkdir(mode=0o700, parents=True)
        for name, value in {**others, ROOT: root}.items():
            if Path(name).name != name:
                raise BackupFault("This back-up holds what no back-up holds.")
            descriptor = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
            try:
                os.write(descriptor, value)
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise BackupFault(f"The keys cannot be put into {folder}: {error.strerror}") from error
