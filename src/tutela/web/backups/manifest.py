"""What a back-up holds: each part with its length and hash, the rows of each table, how far the audit had come."""

from datetime import datetime

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tutela.keyring import Known, NotVerified, UnknownSigner, ring_of

CONTEXT = b"tutela back-up manifest\n"
SIGNATURE_BYTES = 64

MANIFEST = "manifest.json"
SQLITE, POSTGRESQL = "database.sqlite3", "database.pgdump"
KEYS = "keys.sealed"
FILES = "files/"
RUNS = 0o100
"""A hook of the operator's may be run by its owner, and may be again after a restore."""


class BadManifest(ValueError):
    """The list of parts cannot be read, or somebody else signed it."""


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file of a back-up, by its name in it."""

    name: str
    size_bytes: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The last part of every back-up; signed with the installation's own key."""

    made_at: str
    version: str
    parts: tuple[Part, ...]
    rows: dict[str, int]
    migrations: tuple[str, ...]
    """"app.name" of each; a back-up with one that this version does not know comes from a newer version."""
    checkpoint: str
    """The newest signed note of the audit; empty when there was none."""
    left_out: tuple[str, ...] = ()
    """What is kept elsewhere and has to be backed up there, in words."""


def sign(manifest: Manifest, key: Ed25519PrivateKey) -> bytes:
    """The manifest as it is kept: a signature of 64 bytes, then its JSON."""
    encoded = msgspec.json.format(msgspec.json.encode(manifest), indent=1)
    return key.sign(CONTEXT + encoded) + encoded


def read(kept: bytes, known: Known, live: Known | None = None) -> Manifest:
    """The manifest, its signature proved by the keys that came with it. Raises `BadManifest`.

    `live`: what the keys of this machine say today; one of them may be distrusted since the back-up was made.
    """
    signature, encoded = kept[:SIGNATURE_BYTES], kept[SIGNATURE_BYTES:]
    try:
        signer = ring_of(known).find_signer(signature, CONTEXT + encoded)
        told = msgspec.json.decode(encoded, type=Manifest)
        today = ring_of(live).get(signer.public) if live is not None else None
        (today or signer).check(datetime.fromisoformat(told.made_at))
    except UnknownSigner as error:
        raise BadManifest("Another installation made this back-up, or somebody who has no right to.") from error
    except NotVerified as error:
        raise BadManifest(f"This back-up {error}.") from error
    except (msgspec.MsgspecError, ValueError) as error:
        raise BadManifest("The list of what this back-up holds cannot be read.") from error
    return told
