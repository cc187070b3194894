"""The file of a back-up: a line that says what it is, an open head, and one sealed stream to its very end.

The stream is libsodium's secretstream (XChaCha20-Poly1305): pieces of 1 MiB, each bound to all before it, the last one
marked. The head's hash is authenticated with every piece, so a change of any byte of the file is found.
"""

import struct
from hashlib import sha256
from typing import IO, Any

import msgspec
from nacl import bindings as sodium
from nacl.exceptions import CryptoError

MAGIC = b"TUTELA BACK-UP 1\n"
PIECE_BYTES = 1 << 20
MOST_HEAD_BYTES = 1 << 16
LENGTH = struct.Struct(">I")
MESSAGE = sodium.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE
FINAL = sodium.crypto_secretstream_xchacha20poly1305_TAG_FINAL
SEALED_BYTES = PIECE_BYTES + sodium.crypto_secretstream_xchacha20poly1305_ABYTES
START_BYTES = sodium.crypto_secretstream_xchacha20poly1305_HEADERBYTES


class BadBackup(ValueError):
    """The file is no back-up, or not the one that was written; the message says which."""


class Wrapped(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file's key for one person."""

    name: str
    key: bytes


class Head(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What anybody may know of a back-up."""

    made_at: str
    version: str
    root_mark: str
    """By this people tell whether the two halves in their hands belong to it; the key cannot be had from it."""
    recipients: tuple[Wrapped, ...]


class Sealer:
    """A file to write to, from first to last byte; what reaches the disc is sealed. `finish` or it is no back-up."""

    def __init__(self, file: IO[bytes], head: Head, key: bytes) -> None:
        encoded = msgspec.json.encode(head)
        self._file, self._bound, self._waiting = file, sha256(encoded).digest(), bytearray()
        self._state = sodium.crypto_secretstream_xchacha20poly1305_state()
        start = sodium.crypto_secretstream_xchacha20poly1305_init_push(self._state, key)
        self.hash = sha256()
        self._put(MAGIC + LENGTH.pack(len(encoded)) + encoded + start)

    def write(self, content: bytes) -> int:
        self._waiting += content
        # strictly more: the last piece is kept back, as it has to be marked
        while len(self._waiting) > PIECE_BYTES:
            self._seal(bytes(self._waiting[:PIECE_BYTES]), MESSAGE)
            del self._waiting[:PIECE_BYTES]
        return len(content)

    def finish(self) -> None:
        """Seal and mark the last piece."""
        self._seal(bytes(self._waiting), FINAL)
        self._waiting.clear()

    def _seal(self, piece: bytes, tag: int) -> None:
        push = sodium.crypto_secretstream_xchacha20poly1305_push
        self._put(push(self._state, piece, self._bound, tag))

    def _put(self, content: bytes) -> None:
        self.hash.update(content)
        self._file.write(content)


def read_head(file: IO[bytes]) -> tuple[Head, bytes]:
    """The open head and its bytes; the file stands at the stream then. Raises `BadBackup`."""
    if file.read(len(MAGIC)) != MAGIC:
        raise BadBackup("This is no back-up that this version can read.")
    size = file.read(LENGTH.size)
    length = LENGTH.unpack(size)[0] if len(size) == LENGTH.size else 0
    encoded = file.read(length) if 0 < length <= MOST_HEAD_BYTES else b""
    try:
        return msgspec.json.decode(encoded, type=Head), encoded
    except (msgspec.MsgspecError, ValueError) as error:
        raise BadBackup("The head of this back-up was changed or cut off.") from error


class Opener:
    """The other direction: a file to read from. Nothing is given out that was not proved; `finish` proves the end."""

    def __init__(self, file: IO[bytes], encoded_head: bytes, key: bytes) -> None:
        self._file, self._bound, self._ready = file, sha256(encoded_head).digest(), b""
        self._state = sodium.crypto_secretstream_xchacha20poly1305_state()
        self._is_over = False
        start = file.read(START_BYTES)
        if len(start) != START_BYTES:
            raise BadBackup("This back-up was cut off.")
        sodium.crypto_secretstream_xchacha20poly1305_init_pull(self._state, start, key)

    def read(self, size: int = PIECE_BYTES) -> bytes:
        """Up to `size` bytes; b"" after the marked end. Raises `BadBackup`."""
        while not self._ready and not self._is_over:
            self._next()
        given, self._ready = self._ready[:size], self._ready[size:]
        return given

    def finish(self) -> None:
        """Read to the end. Raises `BadBackup` when it is not the end that was written."""
        while self.read():
            pass

    def _next(self) -> None:
        sealed = self._file.read(SEALED_BYTES)
        if not sealed:
            raise BadBackup("This back-up was cut off: its end is missing.")
        pull: Any = sodium.crypto_secretstream_xchacha20poly1305_pull
        try:
            self._ready, tag = pull(self._state, sealed, self._bound)
        except (CryptoError, ValueError) as error:
            raise BadBackup("This back-up was changed or cut off since it was written.") from error
        if tag == FINAL:
            self._is_over = True
            if self._file.read(1):
                raise BadBackup("Something was added to the end of this back-up.")
