"""The root key's many uses: one key for each purpose, and those that the purposes had under root keys before this one.

When another root key takes its place, the old one is destroyed. What stays of it is one key for each purpose, which
leads back to nothing, sealed under the new root: with it opens what is not yet sealed anew, or cannot be, since half of
its key is in somebody's browser or in six words.
"""

import json
import os
from collections.abc import Iterable
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from tutela.keyring import mark_of
from tutela.keys import KeyFolder, KeyFolderError

KEY_BYTES, NONCE_BYTES = 32, 12
KEPT = "kept-subkeys"

ONCE = frozenset({
    "establishment-key", "second-factor", "lost-factor", "exhibit-shares", "exhibit-quarantine", "unfinished-worry",
    "unsent-page",
})  # fmt: skip
"""Purposes of the whole installation."""
EACH = frozenset({"drafts", "drafts about adults", "filter-change", "worry-receipts", "blind-index"})
"""Purposes that each establishment has a key for: "drafts/7"."""


class Subkey(bytes):
    """The key of one purpose; `before` are those that it had under earlier root keys, the newest first."""

    before: tuple[bytes, ...] = ()

    def for_detail(self, detail: str) -> "Subkey":
        """A key below this one, as for one browser's token."""
        made = Subkey(derive(self, detail))
        made.before = tuple(derive(one, detail) for one in self.before)
        return made

    @property
    def first(self) -> bytes:
        """The one under the first root key: for what is looked up by its hash, and never sealed anew."""
        return self.before[-1] if self.before else self


def derive(key: bytes, purpose: str) -> bytes:
    """The key of a purpose; from it nobody gets back to the key above it."""
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=f"tutela/1/{purpose}".encode()).derive(key)


def get_subkey(folder: KeyFolder, purpose: str) -> Subkey:
    """The key of a purpose. Raises ValueError for one that a change of the root key would not know of."""
    name, _, each = purpose.partition("/")
    if not ((name in EACH and each.isdecimal()) or purpose in ONCE):
        raise ValueError(f"{purpose!r} is no purpose of the root key")
    return subkey_under(folder.path, folder.secret("root"), purpose)


def list_purposes(establishment_ids: Iterable[int]) -> list[str]:
    """All that the root key is used for."""
    return sorted(ONCE) + [f"{name}/{pk}" for name in sorted(EACH) for pk in establishment_ids]


def file_of_kept(keys: Path, root: bytes) -> Path:
    """Where the keys lie that came before this root: by its mark, so that they change together with it."""
    return keys / f"root-kept-{mark_of(root)}.sealed"


def read_kept(keys: Path, root: bytes) -> dict[str, list[bytes]]:
    """The keys of each purpose under earlier roots, the newest first. Raises `KeyFolderError` when damaged."""
    file = file_of_kept(keys, root)
    try:
        sealed = file.read_bytes()
    except FileNotFoundError:
        return {}
    try:
        opened = AESGCM(derive(root, KEPT)).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], KEPT.encode())
    except InvalidTag as error:
        raise KeyFolderError(f"{file} is damaged. Restore it from the same back-up as the other keys.") from error
    return {purpose: [bytes.fromhex(one) for one in kept] for purpose, kept in json.loads(opened).items()}


def subkey_under(keys: Path, root: bytes, purpose: str) -> Subkey:
    """The key that a purpose has, or will have, under this root, with those that are kept beside it."""
    found = Subkey(derive(root, purpose))
    found.before = tuple(read_kept(keys, root).get(purpose, ()))
    return found


def seal_kept(keys: Path, old: bytes, new: bytes, purposes: Iterable[str]) -> bytes:
    """What has to be kept of the old root, sealed under the new one, with what that one had kept already."""
    kept = read_kept(keys, old)
    for purpose in {*purposes, *kept}:
        kept[purpose] = [derive(old, purpose), *kept.get(purpose, [])]
    told = json.dumps({purpose: [one.hex() for one in found] for purpose, found in sorted(kept.items())}).encode()
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(derive(new, KEPT)).encrypt(nonce, told, KEPT.encode())
