"""The folder of keys: made on first need, readable by its owner alone, never inside the data folder.

Losing it makes sealed records unreadable; copying it together with the data makes them readable. It is backed up
apart (`tutela keys sheet`).
"""

import contextlib
import fcntl
import json
import os
import re
import secrets
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from tutela import keyring
from tutela.keyring import BadRing, Ring, RingKey

SECRET_BYTES = 32
SIGNING = "signing.key"
VERIFYING = "signing.pub"
RING = "signing.ring"
NEXT_SIGNING = "signing-next.key"
NEXT_ROOT = "root-next"
CHANGE = "signing-change.json"
"""There from the beginning of a change of the signing key to its end."""


class KeyFolderError(OSError):
    """The key folder cannot be used; the message says which file and what to do."""


class Change(NamedTuple):
    """A change of the signing key that was begun."""

    replaced: bytes
    """The public half of the key whose place another takes."""
    distrusted_since: datetime | None


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
        self._read_or_make(RING, lambda: keyring.encode(self.ring()))

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

        Safe for secrets that only sign or count for a while; the root key is changed by `switch_root`.
        Raises `KeyFolderError`.
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
        public = _public_of(key)
        if not (self.path / RING).exists():
            if self._read_or_make(VERIFYING, lambda: public) != public:
                raise KeyFolderError(
                    f"{self.path / VERIFYING} does not belong to {SIGNING}. Remove it, and it is made anew."
                )
            return key
        known = self.ring().get(public)
        if known is not None and known.until is None:
            return key
        if (self.path / SIGNING).read_bytes() != raw:  # another took its place between the two looks
            return self.signing_key()
        raise KeyFolderError(
            f"{self.path / SIGNING} is not the newest key in {RING}. Restore both from the same back-up."
        )

    def verify_key(self) -> Ed25519PublicKey:
        """The public half of the newest signing key; the signing key itself need not be there."""
        return Ed25519PublicKey.from_public_bytes(self.ring().newest.public)

    def ring(self) -> Ring:
        """All keys that ever signed here, by which what they signed is verified. Raises `KeyFolderError`.

        Read anew each time: another process may have changed the key a moment ago.
        """
        file = self.path / RING
        try:
            if file.exists():
                return keyring.decode(file.read_bytes())
            verifying = self.path / VERIFYING
            if not verifying.exists():
                self.signing_key()
            since = datetime.fromtimestamp(verifying.stat().st_mtime, UTC)
            return Ring((RingKey(verifying.read_bytes(), since=since),))
        except BadRing as error:
            raise KeyFolderError(f"{file} is damaged: {error} Restore it.") from error
        except OSError as error:
            if isinstance(error, KeyFolderError):
                raise
            raise KeyFolderError(f"The key {file} cannot be used: {error.strerror}") from error

    @contextlib.contextmanager
    def changing(self) -> Iterator[None]:
        """One process at a time changes keys; a second one is refused. Raises `KeyFolderError`."""
        with (self.path / ".change.lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise KeyFolderError("Somebody else is changing the keys at this moment.") from error
            yield

    def begin_change(self, distrusted_since: datetime | None = None) -> Change:
        """Note that another signing key is to take this one's place; a change that was cut off is the one to finish."""
        self.ensure()
        if (unfinished := self.unfinished_change()) is not None:
            return unfinished
        change = Change(_public_of(self.signing_key()), distrusted_since)
        told = {
            "replaced": change.replaced.hex(),
            "distrusted_since": distrusted_since.isoformat() if distrusted_since else None,
        }
        self.put(CHANGE, json.dumps(told).encode())
        return change

    def unfinished_change(self) -> Change | None:
        """A change of the signing key that was begun and not ended. Raises `KeyFolderError`."""
        file = self.path / CHANGE
        try:
            told = json.loads(file.read_bytes())
            since = told["distrusted_since"]
            return Change(bytes.fromhex(told["replaced"]), datetime.fromisoformat(since) if since else None)
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise KeyFolderError(f"{file} cannot be read: {error}") from error

    def switch(self, change: Change, at: datetime) -> Ring:
        """Let the next key sign from now on, and destroy the one it replaces; goes on wherever it was stopped.

        Everybody knows the next key before it signs anything. Raises `KeyFolderError`.
        """
        key = self.signing_key()
        if _public_of(key) == change.replaced:
            raw = self._read_or_make(NEXT_SIGNING, lambda: Ed25519PrivateKey.generate().private_bytes_raw())
            following = _public_of(Ed25519PrivateKey.from_private_bytes(raw))
            self.put(RING, keyring.encode(self.ring().follow(key, following, at)))
            (self.path / NEXT_SIGNING).replace(self.path / SIGNING)
            _sync(self.path)
        ring = self.ring()
        if ring.keys[-2].until is None:
            ring = ring.end(change.replaced, max(datetime.now(UTC), at))
            self.put(RING, keyring.encode(ring))
        self.put(VERIFYING, ring.newest.public)
        return ring

    def switch_root(self) -> None:
        """Put `root-next` in the place of the root key, which is destroyed. Raises `KeyFolderError`."""
        try:
            (self.path / f"{NEXT_ROOT}.secret").replace(self.path / "root.secret")
            _sync(self.path)
        except OSError as error:
            raise KeyFolderError(f"The root key cannot be replaced: {error.strerror}") from error

    def distrust(self, public: bytes, since: datetime) -> Ring:
        """Let nothing count that a key signed from then on. Raises `KeyFolderError` for the one that signs now."""
        ring = self.ring()
        if ring.newest.public == public:
            raise KeyFolderError("This key signs now. Let another take its place: tutela keys rotate signing")
        ring = ring.distrust(public, since)
        self.put(RING, keyring.encode(ring))
        return ring

    def end_change(self) -> None:
        """Note that all of a change was done; what a process that was killed left of a key goes too."""
        for remains in self.path.glob(".signing*"):
            remains.unlink()
        (self.path / CHANGE).unlink(missing_ok=True)
        _sync(self.path)

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
        draft = self._draft(file.name, value)
        try:
            with contextlib.suppress(FileExistsError):
                os.link(draft, file)
        finally:
            draft.unlink()
        _sync(self.path)

    def put(self, name: str, value: bytes) -> None:
        """Write a file anew, whole or not at all. Raises `KeyFolderError`."""
        try:
            self._draft(name, value).replace(self.path / name)
            _sync(self.path)
        except OSError as error:
            raise KeyFolderError(f"The key {self.path / name} cannot be replaced: {error.strerror}") from error

    def _draft(self, name: str, value: bytes) -> Path:
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = self.path / f".{name}.{secrets.token_hex(4)}"
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
        try:
            os.write(descriptor, value)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        return draft


def _public_of(key: Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
