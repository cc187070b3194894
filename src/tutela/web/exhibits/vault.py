"""Sealed files: the bytes of an exhibit as they came, in chunks that cannot be moved, swapped, dropped or added to.

Nothing of a file lies on a disc in plain: it is sealed while it arrives and opened in memory. Its key is made of two
parts, and either alone opens nothing: one is sealed in the records, the other lies among the keys and is in no back-up
of the records (`shares`).
"""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from uuid import UUID, uuid4

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

HEAD = b"TUTELA-EXHIBIT-1\n"
CHUNK_BYTES = 1 << 20
NONCE_BYTES = 12
TAG_BYTES = 16
KEY_BYTES = 32
SPARE_BYTES = 200 << 20
"""What stays free on the disc, for the records themselves."""


class Damaged(Exception):
    """The sealed file is not what was sealed: changed, cut, or another key. It never says which."""


class NoRoom(OSError):
    """The disc has no room for the file."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A file that lies sealed in the folder: its name there, size and SHA-256 of the bytes as they came."""

    id: UUID
    size_bytes: int
    sha256: str
    part: bytes
    share: bytes


def key_of(part: bytes, share: bytes) -> bytes:
    """The key of a file, from its two parts."""
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=b"tutela/1/exhibit").derive(part + share)


def place_of(folder: Path, pk: UUID) -> Path:
    return folder / pk.hex


class Sealer:
    """A file on its way in: sealed a chunk at a time. Ends with `finish` or `discard`, and holds two chunks at most."""

    def __init__(self, folder: Path) -> None:
        """Begin a file. Raises `NoRoom`, OSError."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if shutil.disk_usage(folder).free < SPARE_BYTES:
            raise NoRoom
        self.id, self.part, self.share = uuid4(), os.urandom(KEY_BYTES), os.urandom(KEY_BYTES)
        self.size_bytes = 0
        self._hash, self._waiting, self._index = sha256(), bytearray(), 0
        self._cipher = AESGCM(key_of(self.part, self.share))
        self._place, self._draft = place_of(folder, self.id), folder / f"{self.id.hex}.part"
        self._file = os.fdopen(os.open(self._draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
        self._file.write(HEAD)

    def write(self, content: bytes) -> None:
        """The next bytes. Raises OSError."""
        self._hash.update(content)
        self.size_bytes += len(content)
        self._waiting += content
        while len(self._waiting) > CHUNK_BYTES:  # the last chunk is never empty unless the file is
            self._put(bytes(self._waiting[:CHUNK_BYTES]), is_last=False)
            del self._waiting[:CHUNK_BYTES]

    def finish(self) -> Sealed:
        """The file is whole and on the disc. Raises OSError."""
        self._put(bytes(self._waiting), is_last=True)
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        self._draft.replace(self._place)
        sync_folder(self._place.parent)
        return Sealed(self.id, self.size_bytes, self._hash.hexdigest(), self.part, self.share)

    def discard(self) -> None:
        """Nothing of it stays."""
        self._file.close()
        self._draft.unlink(missing_ok=True)
        self._place.unlink(missing_ok=True)

    def _put(self, content: bytes, *, is_last: bool) -> None:
        nonce = os.urandom(NONCE_BYTES)
        sealed = self._cipher.encrypt(nonce, content, _bound(self.id, self._index, is_last))
        self._file.write(len(sealed).to_bytes(4, "big") + nonce + sealed)
        self._index += 1


def read_sealed(folder: Path, pk: UUID, key: bytes) -> Iterator[bytes]:
    """The bytes as they came, a chunk at a time. Raises `Damaged`, also in the middle; OSError."""
    cipher = AESGCM(key)
    with place_of(folder, pk).open("rb") as file:
        if file.read(len(HEAD)) != HEAD:
            raise Damaged
        index, head = 0, file.read(4)
        while True:
            length = int.from_bytes(head, "big")
            if len(head) < 4 or length > CHUNK_BYTES + TAG_BYTES:
                raise Damaged
            nonce, sealed = file.read(NONCE_BYTES), file.read(length)
            head = file.read(4)
            try:
                content = cipher.decrypt(nonce, sealed, _bound(pk, index, not head))
            except (InvalidTag, ValueError) as error:
                raise Damaged from error
            yield content
            if not head:
                return
            index += 1


def hash_sealed(folder: Path, pk: UUID, key: bytes) -> str:
    """SHA-256 of the bytes as they came, a chunk at a time. Raises `Damaged`, OSError."""
    seen = sha256()
    for chunk in read_sealed(folder, pk, key):
        seen.update(chunk)
    return seen.hexdigest()


def measure_sealed(folder: Path, pk: UUID) -> int:
    """How many bytes came in, by the sealed file alone: no key, no proof of its content. Raises `Damaged`, OSError."""
    place, size = place_of(folder, pk), 0
    left = place.stat().st_size - len(HEAD)
    with place.open("rb") as file:
        if file.read(len(HEAD)) != HEAD:
            raise Damaged
        while left > 0:
            length = int.from_bytes(file.read(4), "big")
            left -= 4 + NONCE_BYTES + length
            if not TAG_BYTES <= length <= CHUNK_BYTES + TAG_BYTES or left < 0:
                raise Damaged
            file.seek(NONCE_BYTES + length, os.SEEK_CUR)
            size += length - TAG_BYTES
    return size


def sync_folder(folder: Path) -> None:
    """Make sure that a name in a folder outlives a loss of power."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _bound(pk: UUID, index: int, is_last: bool) -> bytes:
    return HEAD + pk.bytes + index.to_bytes(8, "big") + (b"\x01" if is_last else b"\x00")
