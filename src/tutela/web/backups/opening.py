"""Opening a back-up: proved byte by byte while it is unpacked, and taken only when all of it was right."""

import secrets
import shutil
import tarfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import IO, Any, NamedTuple

from tutela import keyring
from tutela.keyring import Ring
from tutela.keys import RING, VERIFYING
from tutela.web.backups import databases, keybundle, manifest
from tutela.web.backups.faults import BackupFault, WrongKey
from tutela.web.backups.manifest import BadManifest, Manifest, Part
from tutela.web.backups.recipients import NotForThisKey, unwrap
from tutela.web.backups.stream import PIECE_BYTES, BadBackup, Head, Opener, read_head
from tutela.web.backups.written import mark

MOST_SMALL_BYTES = 64_000_000


class Unpacked(NamedTuple):
    """A back-up in a folder of its own that nobody else knows yet."""

    folder: Path
    manifest: Manifest
    keys: dict[str, bytes]


def get_head(file: Path) -> Head:
    """What anybody may know of a back-up. Raises `BackupFault`."""
    try:
        with file.open("rb") as content:
            return read_head(content)[0]
    except (OSError, BadBackup) as error:
        raise BackupFault(_words(file, error)) from error


def get_key(file: Path, private: bytes) -> tuple[str, bytes]:
    """For whom it was sealed, of those whose private key this is, and the key of the file. Raises `WrongKey`."""
    head = get_head(file)
    try:
        return unwrap(private, ((one.name, one.key) for one in head.recipients))
    except NotForThisKey as error:
        people = ", ".join(one.name for one in head.recipients)
        raise WrongKey(
            f"This key does not open the back-up, or its head was changed. It was sealed to: {people}."
        ) from error


def unpack(
    file: Path, key: bytes, root: bytes, beside: Path, *, say: Callable[[str], None], live: Ring | None = None
) -> Unpacked:
    """Unpack into a new folder beside `beside`, with the files where a data folder has them.

    `live`: the keys of this machine today, where it has any; they may know of a key that is not relied on any more.
    Raises `BackupFault` when anything is not as it was written; then the folder is gone again.
    """
    folder = beside.with_name(f".{beside.name}.{secrets.token_hex(4)}.part")
    try:
        folder.mkdir(mode=0o700, parents=True)
        with file.open("rb") as content:
            _, encoded = read_head(content)
            reading = _Reading(content, Opener(content, encoded, key), file.stat().st_size, say)
            return _unpack(reading, root, folder, live)
    except (OSError, BadBackup, BadManifest, tarfile.TarError, KeyError, ValueError) as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise BackupFault(_words(file, error)) from error
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


class _Reading(NamedTuple):
    """A back-up that is being read."""

    content: IO[bytes]
    opener: Opener
    size_bytes: int
    say: Callable[[str], None]

    @property
    def tenths(self) -> int:
        return self.content.tell() * 10 // self.size_bytes


def _unpack(reading: _Reading, root: bytes, folder: Path, live: Ring | None) -> Unpacked:
    parts: list[Part] = []
    keys: dict[str, bytes] = {}
    told: Manifest | None = None
    said = 0
    with tarfile.open(fileobj=_as_file(reading.opener), mode="r|", bufsize=PIECE_BYTES) as tar:
        for member in tar:
            inside = tar.extractfile(member)
            if inside is None or told is not None:
                raise BadBackup("This back-up holds what no back-up holds.")
            if member.name == manifest.KEYS:
                keys = keybundle.unseal(inside.read(MOST_SMALL_BYTES), root)
                continue
            if member.name == manifest.MANIFEST:
                ring = keyring.of_files(keys, RING, VERIFYING)
                told = manifest.read(inside.read(MOST_SMALL_BYTES), ring, live)
                continue
            parts.append(_keep(inside, member, folder))
            if reading.tenths > said:
                said = reading.tenths
                reading.say(f"Unpacking: {said * 10} %")
    reading.opener.finish()
    if told is None or [part for part in told.parts if part.name != manifest.KEYS] != parts:
        raise BadBackup("This back-up does not hold what its own list says.")
    return Unpacked(folder, told, keys)


def _keep(inside: IO[bytes], member: tarfile.TarInfo, folder: Path) -> Part:
    place, seen, size = _place_of(member.name, folder), sha256(), 0
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with place.open("xb") as file:
        place.chmod(0o600 | member.mode & manifest.RUNS)
        while piece := inside.read(PIECE_BYTES):
            seen.update(piece)
            size += len(piece)
            file.write(piece)
    return Part(member.name, size, seen.hexdigest())


def _place_of(name: str, folder: Path) -> Path:
    """Where a part goes; never outside the folder, whatever it is called."""
    if name == manifest.SQLITE:
        return folder / databases.LIVE
    if name == manifest.POSTGRESQL:
        return folder / manifest.POSTGRESQL
    path = PurePosixPath(name.removeprefix(manifest.FILES))
    if not name.startswith(manifest.FILES) or path.is_absolute() or ".." in path.parts or not path.parts:
        raise BadBackup("This back-up holds what no back-up holds.")
    return folder / path


def check_root(head: Head, root: bytes) -> None:
    """Raises `WrongKey` when the root key is that of another installation."""
    if mark(root) != head.root_mark:
        raise WrongKey(
            f"The root key has the mark {mark(root)}; this back-up belongs to the one with the mark {head.root_mark}. "
            "Give the two sheets that have it: --sheet FILE --sheet FILE"
        )


def _as_file(opener: Opener) -> Any:
    """tarfile asks a stream for nothing but `read`."""
    return opener


def _words(file: Path, error: Exception) -> str:
    if isinstance(error, (BadBackup, BadManifest)):
        return f"{file.name}: {error}"
    if isinstance(error, OSError):
        return f"{error.filename or file} cannot be used: {error.strerror or error}"
    return f"{file.name}: This back-up was changed or cut off since it was written."
