"""One half of each exhibit's key: it lies among the keys, and is in no back-up of the records.

Back-ups are kept for weeks, so a key that was in them would outlive its destruction. These halves are copied, sealed
under the root key, into one file beside the back-ups that is always written over: what was destroyed is not in it. So
what is destroyed here is destroyed in every back-up too, and what is lost here with its disc comes back from there.
"""

import json
import os
from collections.abc import Collection, Iterable
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tutela.settings import Settings
from tutela.web.core import sealing
from tutela.web.exhibits.vault import sync_folder

FOLDER = "exhibits"
WITHHELD = "withheld"
COPY = "exhibit-keys.sealed"
PURPOSE = "exhibit-shares"
NONCE_BYTES = 12


class NoShare(OSError):
    """The half of the key is not there: withheld, destroyed, or lost with its disc."""


def keep(keys: Path, pk: UUID, share: bytes) -> None:
    """Keep a half. It is on the disc when this returns. Raises OSError."""
    folder = keys / FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(folder / pk.hex, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
    with os.fdopen(handle, "wb") as file:
        file.write(share)
        file.flush()
        os.fsync(file.fileno())
    sync_folder(folder)


def read(keys: Path, pk: UUID) -> bytes:
    """The half. Raises `NoShare`, also where it is withheld."""
    try:
        return (keys / FOLDER / pk.hex).read_bytes()
    except OSError as error:
        raise NoShare(str(pk)) from error


def withhold(keys: Path, pk: UUID) -> None:
    """Put the half where nothing that shows a file looks for it. Done twice, it is the same."""
    aside = keys / FOLDER / WITHHELD
    aside.mkdir(mode=0o700, parents=True, exist_ok=True)
    here = keys / FOLDER / pk.hex
    if here.exists():
        here.replace(aside / pk.hex)
        sync_folder(aside)
        sync_folder(keys / FOLDER)


def destroy(keys: Path, pk: UUID) -> None:
    """The half is gone, wherever it lay. Done twice, it is the same."""
    for file in (keys / FOLDER / pk.hex, keys / FOLDER / WITHHELD / pk.hex):
        if file.exists():
            file.unlink()
            sync_folder(file.parent)


def list_kept(keys: Path) -> dict[str, bytes]:
    """All halves by the name of their file below the folder."""
    folder = keys / FOLDER
    files = [*folder.glob("*"), *(folder / WITHHELD).glob("*")]
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files if file.is_file()}


def copy_beside_backups(settings: Settings, gone: Collection[UUID]) -> list[Path]:
    """Write today's halves over the copy in each folder of back-ups; the folders where that could not be done.

    What is in a copy and no longer here stays in it, unless it is gone for good (`gone`, what was destroyed): records
    that know of it may yet be put back. Nothing is written over that this root key does not open: it belongs to another
    installation.
    """
    kept, failed = list_kept(settings.keys), []
    over = {_bare(name) for name in kept} | {pk.hex for pk in gone}
    for folder in _folders(settings):
        try:
            copied = read_copy(folder / COPY) if (folder / COPY).exists() else None
            wanted = {name: share for name, share in (copied or {}).items() if _bare(name) not in over} | kept
            if copied != wanted:
                _write_over(folder / COPY, wanted)
        except (OSError, InvalidTag, ValueError):
            failed.append(folder)
    return failed


def put_back(settings: Settings, wanted: Iterable[UUID]) -> int:
    """Bring back halves that are missing here from the copies beside the back-ups; how many came back."""
    missing = {pk.hex for pk in wanted}
    missing -= {_bare(name) for name in list_kept(settings.keys)}
    found = 0
    for folder in _folders(settings) if missing else []:
        try:
            copied = read_copy(folder / COPY)
        except (OSError, InvalidTag, ValueError):
            continue
        for name, share in copied.items():
            pk = _bare(name)
            if pk in missing:
                keep(settings.keys, UUID(pk), share)
                if name.startswith(WITHHELD):
                    withhold(settings.keys, UUID(pk))
                missing.discard(pk)
                found += 1
    return found


def read_copy(file: Path) -> dict[str, bytes]:
    """What a copy holds. Raises OSError, `InvalidTag`, ValueError."""
    sealed = file.read_bytes()
    opened = AESGCM(_key()).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], PURPOSE.encode())
    return {name: bytes.fromhex(share) for name, share in json.loads(opened).items()}


def _bare(name: str) -> str:
    """The key of the exhibit, whether its half is withheld or not."""
    return name.rpartition("/")[2]


def _write_over(file: Path, kept: dict[str, bytes]) -> None:
    nonce = os.urandom(NONCE_BYTES)
    told = json.dumps({name: share.hex() for name, share in sorted(kept.items())}).encode()
    draft = file.with_name(f".{file.name}.next")
    with draft.open("wb") as out:
        out.write(nonce + AESGCM(_key()).encrypt(nonce, told, PURPOSE.encode()))
        out.flush()
        os.fsync(out.fileno())
    draft.replace(file)
    sync_folder(file.parent)


def _key() -> bytes:
    # under the first root key for good: an older back-up, which that one opens, needs these halves too
    return sealing.installation_subkey(PURPOSE).first


def _folders(settings: Settings) -> list[Path]:
    chosen = (settings.backup_folder, settings.backup_second_folder, settings.backup_off_site_folder)
    return [folder for folder in chosen if folder is not None]
