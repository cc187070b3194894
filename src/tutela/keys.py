"""The folder of keys: made on first need, readable by its owner alone, never inside the data folder.

Losing it makes sealed records unreadable; copying it together with the data makes them readable. It is backed up
apart (`tutela keys sheet`).
"""

import contextlib
import os
import re
import secrets
from collections.abc import Callable
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

SECRET_BYTES = 32
SIGNING = "signing.key"
VERIFYING = "signing.pub"


class KeyFolderError(OSError):
    """The key folder cannot be used; the message says which file and what to do."""


class KeyFolder:
    """The keys of one installation. Two processes that need the same new key at once end up with the same one."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def ensure(self) -> None:
        """Make the folder and the keys that every installation has. Raises `KeyFolderError`."""
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise KeyFolderError(f"The key folder {self.path} cannot be made: {error.strerror}") from error
        if self.path.stat().st_mode & 0o077:
            raise KeyFolderError(f"Others may read the key folder {self.path}. Run: chmod 700 {self.path}")
        self.secret("root")
        self.signing_key()

    def secret(self, name: str) -> bytes:
        """The secret of that name: 32 random bytes. Raises `KeyFolderError` when it is damaged."""
        if not re.fullmatch(r"[a-z][a-z-]*", name):
            raise ValueError(f"{name!r} is not the name of a secret")
        value = self._read_or_make(f"{name}.secret", lambda: secrets.token_bytes(SECRET_BYTES))
        if len(value) != SECRET_BYTES:
            raise KeyFolderError(
                f"{self.path / name}.secret is damaged: {len(value)} bytes where 32 belong. Restore it."
            )
        return value

    def replace(self, name: str, *, forget_old: bool = False) -> bytes:
        """Make the next secret of that name. The one before stays, as `before` gives it, unless it is to be forgotten.

        Safe for secrets that only sign or count for a while; never for the root key. Raises `KeyFolderError`.
        """
        if name == "root":
            raise ValueError("What the root key opens would not open any more")
        old, file = self.secret(name), self.path / f"{name}.secret"
        before, draft = self.path / f"{name}-before.secret", self.path / f"{name}-next.secret"
        try:
            before.unlink(missing_ok=True)
            if not forget_old:
                self._write_once(before, old)
            draft.unlink(missing_ok=True)
            self._write_once(draft, secrets.token_bytes(SECRET_BYTES))
            draft.replace(file)
        except OSError as error:
            raise KeyFolderError(f"The key {file} cannot be replaced: {error.strerror}") from error
        return self.secret(name)

    def before(self, name: str) -> list[bytes]:
        """The secret that this one replaced, in a list; an empty one where there is none."""
        try:
            return [(self.path / f"{name}-before.secret").read_bytes()]
        except OSError:
            return []

    def signing_key(self) -> Ed25519PrivateKey:
        """The key that signs snapshots and checkpoints. Raises `KeyFolderError`.

        A lost one is never replaced in silence, for all that it signed would count as forged.
        """
        if (self.path / VERIFYING).exists() and not (self.path / SIGNING).exists():
            raise KeyFolderError(
                f"{self.path / SIGNING} is missing, but {VERIFYING} is there. Restore it from its back-up."
            )
        raw = self._read_or_make(SIGNING, lambda: Ed25519PrivateKey.generate().private_bytes_raw())
        if len(raw) != SECRET_BYTES:
            raise KeyFolderError(f"{self.path / SIGNING} is damaged: {len(raw)} bytes where 32 belong. Restore it.")
        key = Ed25519PrivateKey.from_private_bytes(raw)
        public = key.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
        if self._read_or_make(VERIFYING, lambda: public) != public:
            raise KeyFolderError(
                f"{self.path / VERIFYING} does not belong to {SIGNING}. Remove it, and it is made anew."
            )
        return key

    def verify_key(self) -> Ed25519PublicKey:
        """The public half of the signing key; the signing key itself need not be there."""
        file = self.path / VERIFYING
        return (
            Ed25519PublicKey.from_public_bytes(file.read_bytes()) if file.exists() else self.signing_key().public_key()
        )

    def _read_or_make(self, file_name: str, make: Callable[[], bytes]) -> bytes:
        file = self.path / file_name
        try:
            if not file.exists():
                self._write_once(file, make())
            return file.read_bytes()
        except OSError as error:
            raise KeyFolderError(f"The key {file} cannot be used: {error.strerror}") from error

    def _write_once(self, file: Path, value: bytes) -> None:
        """Write whole or not at all; whoever comes second keeps what the first wrote."""
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
        try:
            os.write(descriptor, value)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        try:
            with contextlib.suppress(FileExistsError):
                os.link(draft, file)
        finally:
            draft.unlink()
        folder = os.open(self.path, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
