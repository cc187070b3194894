"""Making a back-up: one file that is whole or not there, sealed to people while it is written."""

import errno
import fcntl
import io
import os
import secrets
import shutil
import tarfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import IO, Any, NamedTuple

from tutela.keys import KeyFolder
from tutela.settings import Settings
from tutela.web.backups import collecting, databases, keybundle, manifest
from tutela.web.backups.faults import BackupFault, Busy, NoRoom
from tutela.web.backups.manifest import Manifest, Part
from tutela.web.backups.recipients import Recipient, wrap
from tutela.web.backups.stream import PIECE_BYTES, Head, Sealer, Wrapped
from tutela.web.backups.written import mark

ENDING = ".backup"
VERSION = "0.1"
SPARE_BYTES = 50_000_000
ELSEWHERE = "The event store is a ClickHouse cluster; it is backed up there."

Say = Callable[[str], None]


class Made(NamedTuple):
    """A back-up that lies on the disc, and its key, which nobody but its maker and the recipients has."""

    path: Path
    size_bytes: int
    sha256: str
    manifest: Manifest
    key: bytes


class _Held(NamedTuple):
    """All that goes into one back-up, held still."""

    records: databases.Copied
    files: list[collecting.Held]

    @property
    def size_bytes(self) -> int:
        return self.records.file.stat().st_size + sum(one.file.stat().st_size for one in self.files)


def create(settings: Settings, to: Path, recipients: Sequence[Recipient], at: datetime, say: Say) -> Made:
    """Write a back-up of the records into the folder `to`. Raises `BackupFault`; then nothing of it is left."""
    if not recipients:
        raise BackupFault("Nobody could open the back-up. Make a key for a person first: tutela backup key --for NAME")
    with alone(settings), _scratch(settings) as scratch:
        _make_folder(to)
        say("Copying the records")
        records = _copy_records(settings, scratch, say)
        held = _Held(records, collecting.hold(settings, scratch))
        _look_for_room(to, held.size_bytes)
        path = to / f"tutela-{at:%Y-%m-%dT%H-%M-%SZ}{ENDING}"
        head, key = _open_head(settings, recipients, at)
        draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
        try:
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                sealer = Sealer(file, head, key)
                told = _write(sealer, settings, held, at, say)
                file.flush()
                os.fsync(file.fileno())
            draft.rename(path)
            sync_folder(to)
        except OSError as error:
            if error.errno == errno.ENOSPC:
                raise NoRoom(f"The disc of {to} is full. Nothing was left there.") from error
            raise BackupFault(f"{to} cannot be written: {error.strerror}") from error
        finally:
            draft.unlink(missing_ok=True)
        return Made(path, path.stat().st_size, sealer.hash.hexdigest(), told, key)


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disc."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _open_head(settings: Settings, recipients: Sequence[Recipient], at: datetime) -> tuple[Head, bytes]:
    """The head of a new back-up and its key."""
    key = secrets.token_bytes(32)
    wrapped = tuple(Wrapped(one.name, wrap(one, key)) for one in recipients)
    root_mark = mark(KeyFolder(settings.keys).secret("root"))
    return Head(made_at=at.isoformat(), version=VERSION, root_mark=root_mark, recipients=wrapped), key


def _write(sealer: Sealer, settings: Settings, held: _Held, at: datetime, say: Say) -> Manifest:
    keys = KeyFolder(settings.keys)
    signing = keys.signing_key()  # before the ring is put in, which knows it then whatever happens meanwhile
    with tarfile.open(fileobj=_as_file(sealer), mode="w|", bufsize=PIECE_BYTES, format=tarfile.PAX_FORMAT) as tar:
        # the keys come first: who lacks the root key learns it before anything is unpacked
        parts = [_add_bytes(tar, manifest.KEYS, keybundle.seal(settings.keys, keys.secret("root")))]
        parts += _add_all(tar, held, say)
        told = Manifest(
            made_at=at.isoformat(),
            version=VERSION,
            parts=tuple(parts),
            rows=held.records.rows,
            migrations=held.records.migrations,
            checkpoint=held.records.checkpoint,
            left_out=(ELSEWHERE,) if settings.events else (),
        )
        _add_bytes(tar, manifest.MANIFEST, manifest.sign(told, signing))
    sealer.finish()
    return told


def _add_all(tar: tarfile.TarFile, held: _Held, say: Say) -> Iterator[Part]:
    with held.records.file.open("rb") as content:
        yield _add(tar, held.records.file.name, content)
    said = 0
    for number, one in enumerate(held.files, start=1):
        with one.file.open("rb") as content:
            yield _add(tar, manifest.FILES + one.name, content, one.file.stat().st_mode & manifest.RUNS)
        if number * 10 // len(held.files) > said:
            said = number * 10 // len(held.files)
            say(f"Sealing: {said * 10} % of {len(held.files)} files")


class _Hashed:
    """Reads a file and keeps the hash of what was read."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.hash = file, sha256()

    def read(self, size: int = -1) -> bytes:
        content = self.file.read(size)
        self.hash.update(content)
        return content


def _add(tar: tarfile.TarFile, name: str, content: IO[bytes], runs: int = 0) -> Part:
    """Add a file as long as it is now; what is appended meanwhile belongs into the next back-up."""
    hashed: Any = _Hashed(content)
    about = tarfile.TarInfo(name)
    about.size = content.seek(0, io.SEEK_END)
    content.seek(0)
    about.mode = 0o600 | runs
    tar.addfile(about, hashed)
    return Part(name, about.size, hashed.hash.hexdigest())


def _add_bytes(tar: tarfile.TarFile, name: str, content: bytes) -> Part:
    return _add(tar, name, io.BytesIO(content))


def _as_file(sealer: Sealer) -> Any:
    """tarfile asks a stream for nothing but `write`."""
    return sealer


def _copy_records(settings: Settings, scratch: Path, say: Say) -> databases.Copied:
    said = [0]

    def progress(done: int, all_: int) -> None:
        tenth = done * 10 // max(all_, 1)
        if tenth > said[0]:
            said[0] = tenth
            say(f"Copying the records: {tenth * 10} %")

    if settings.database:
        return databases.copy_postgresql(settings.database, scratch, progress)
    live = settings.data / databases.LIVE
    _look_for_room(settings.data, live.stat().st_size if live.exists() else 0)
    return databases.copy_sqlite(settings.data, scratch, progress)


def _make_folder(to: Path) -> None:
    try:
        to.mkdir(mode=0o700, parents=True, exist_ok=True)
        for remains in to.glob(f".tutela-*{ENDING}.*.part"):  # of one that was killed; nobody else writes now
            remains.unlink()
    except OSError as error:
        raise BackupFault(f"{to} cannot be used for back-ups: {error.strerror}") from error
    if not os.access(to, os.W_OK | os.X_OK):
        raise BackupFault(f"{to} may not be written by you. Give another folder with --to.")


def _look_for_room(folder: Path, needed: int) -> None:
    free = shutil.disk_usage(folder).free
    if free < needed + SPARE_BYTES:
        raise NoRoom(f"{folder} has {free / 1e6:.0f} MB free, and {(needed + SPARE_BYTES) / 1e6:.0f} MB are needed.")


@contextmanager
def alone(settings: Settings) -> Iterator[None]:
    """No back-up is made meanwhile by anybody else. Raises `Busy`."""
    lock = os.open(settings.run / "backup.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise Busy("A back-up of these records is being made already.") from error
    finally:
        os.close(lock)


@contextmanager
def _scratch(settings: Settings) -> Iterator[Path]:
    """A folder beside the records, on their disc and as closed as they are; emptied before and after."""
    place = settings.data / collecting.SCRATCH
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(mode=0o700)
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)
