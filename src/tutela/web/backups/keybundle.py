"""The keys that travel with a back-up, sealed under the root key, which never does: it comes back from two people."""

from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from nacl.exceptions import CryptoError
from nacl.secret import Aead

from tutela.web.backups.faults import WrongKey

ROOT, ROOT_MARK = "root.secret", "root.mark"
# whoever is signed in signs in again, and the recorder and its callers agree on a new word
# and a root key that is not in force yet must not lie under the one that it replaces
MADE_ANEW = frozenset(
    {
        ROOT,
        ROOT_MARK,
        "root-next.secret",
        "root-change.json",
        "session.secret",
        "session-before.secret",
        "store-token.secret",
    }
)
PURPOSE = b"tutela/1/back-up-keys"


def seal(keys: Path, root: bytes) -> bytes:
    """All keys of the folder but those that are made anew. OSError when one cannot be read."""
    held = {
        file.name: file.read_bytes()
        for file in sorted(keys.iterdir())
        if file.is_file() and not file.name.startswith(".") and file.name not in MADE_ANEW
    }
    return bytes(_box(root).encrypt(msgspec.msgpack.encode(held), PURPOSE))


def unseal(sealed: bytes, root: bytes) -> dict[str, bytes]:
    """The keys by the names of their files. Raises `WrongKey`."""
    try:
        return msgspec.msgpack.decode(_box(root).decrypt(sealed, PURPOSE), type=dict[str, bytes])
    except (CryptoError, ValueError) as error:
        raise WrongKey("The root key does not open the keys in this back-up: it belongs to another one.") from error


def _box(root: bytes) -> Aead:
    return Aead(HKDF(algorithm=SHA256(), length=Aead.KEY_SIZE, salt=None, info=PURPOSE).derive(root))
