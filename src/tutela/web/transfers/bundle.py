"""The file that goes to the next place: an export with its signature and proofs, sealed to the one who may open it.

Before the sealed part stands one line that says what it is, from whom and to whom, so that a wrong recipient is told
without opening anything. The same stands inside under the signature; where the two differ, the file was changed.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from typing import Any
from uuid import UUID

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from tutela.keyring import Ring, RingKey, UnknownSigner, is_succession
from tutela.web.core import exports, verify_export
from tutela.web.core.operation import Refused

MAGIC = b"TUTELA TRANSFER "
PLAIN, WITH_EXHIBITS = 1, 2
"""Versions of the format: text alone, and with exhibits. The lower is written where it will do: older ones read it."""
KIND = "transfer"
ENDING = ".tutela"
MOST_BYTES = 50_000_000
MOST_EXHIBIT_BYTES = 40_000_000
"""Of all exhibits in one file: it is sealed as a whole, in memory, here and there. The rest is for what is written."""
MOST_HEAD_BYTES = 2000
RECEIPT = "tutela/receipt/1"


class NoBundle(Refused):
    """A file cannot be taken in; the text says why and what to do. Nothing of it was kept."""


class Head(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What anybody may know of a file on its way: which one, and the marks of the cards of sender and receiver."""

    bundle: UUID
    sender: str
    to: str
    sender_name: str
    to_name: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that was opened and proved: its head, what the sender says of it, and its parts by name."""

    head: Head
    about: Mapping[str, Any]
    parts: Mapping[str, bytes]
    sha256: str
    size_bytes: int


def make(
    head: Head,
    about: Mapping[str, Any],
    files: Iterable[tuple[str, bytes]],
    *,
    to: bytes,
    key: Ed25519PrivateKey,
    version: int = PLAIN,
    ring: Ring | None = None,
) -> bytes:
    """Sign these files and seal them to a public key (X25519, 32 bytes).

    `ring` lets whoever has our card from before a change of our key know the new one.
    """
    out = BytesIO()
    told = msgspec.to_builtins(head)
    exports.write_export(out, KIND, {**about, **told, "version": version}, files, key, ring=ring)
    return (
        MAGIC + b"%d\n" % version + msgspec.json.encode(head) + b"\n" + SealedBox(PublicKey(to)).encrypt(out.getvalue())
    )


def read_head(content: bytes) -> Head:
    """What stands before the sealed part. Raises `NoBundle`."""
    first, _, rest = content.partition(b"\n")
    if not first.startswith(MAGIC) or not first[len(MAGIC) :].isdigit() or len(first) > 40:
        raise NoBundle("This is no file that another Tutela sent on. Choose the file that ends in .tutela")
    version = int(first[len(MAGIC) :])
    if version > WITH_EXHIBITS:
        raise NoBundle("This file was made by a newer version of Tutela. Ask IT to update Tutela here, then try again")
    if version < PLAIN:
        raise NoBundle(
            "This file was made by a version of Tutela that is too old. Ask them to update and make it again"
        )
    encoded = rest.partition(b"\n")[0]
    try:
        head = msgspec.json.decode(encoded, type=Head) if len(encoded) <= MOST_HEAD_BYTES else None
    except (msgspec.MsgspecError, UnicodeDecodeError):
        head = None
    if head is None or msgspec.json.encode(head) != encoded:
        raise NoBundle("This file was changed or cut off on its way. Ask them to send it again")
    return head


def open_sealed(content: bytes, *, private: bytes, signing: bytes) -> Opened:
    """Open and prove a file with our private key and the sender's public signing key. Raises `NoBundle`."""
    head = read_head(content)
    sealed = content.split(b"\n", 2)[2]
    changed = NoBundle("This file was changed or cut off on its way. Ask them to send it again")
    try:
        raw = SealedBox(PrivateKey(private)).decrypt(sealed)
    except (CryptoError, ValueError):
        raise changed from None
    faults: list[str] = []
    files = verify_export.read_container(raw, faults.append)
    told = verify_export.check(files, faults.append, lambda _held: None, signing)
    if told is None or faults:
        raise NoBundle(f"What is in this file is not what they signed: {faults[0]} Nothing was kept. Ring them")
    outside = {**msgspec.to_builtins(head), "version": int(content[len(MAGIC) : content.index(b"\n")])}
    if told["kind"] != KIND or any(told.get(key) != value for key, value in outside.items()):
        raise changed
    return Opened(head, told, files, sha256(content).hexdigest(), len(content))


def write_receipt(head: Head, digest: str, received_at: str, key: Ed25519PrivateKey, ring: Ring | None = None) -> str:
    """A signed line that says which file is with whom since when; it names no child."""
    told: dict[str, Any] = {
        "bundle": str(head.bundle), "by": head.to, "format": RECEIPT, "received_at": received_at, "sha256": digest,
    }  # fmt: skip
    if ring is not None and (earlier := ring.tell_earlier(key.public_key().public_bytes_raw())):
        told["keys"] = earlier
    text = json.dumps(told, sort_keys=True)
    return f"{text}\n{key.sign(_signed(text)).hex()}\n"


def read_receipt(content: bytes, signing: bytes) -> Mapping[str, str]:
    """What a receipt says, once its signature holds. Raises `NoBundle`."""
    try:
        text, signature = content.decode().strip().split("\n")
        told = json.loads(text)
        newest = bytes.fromhex(told["keys"][-1]["key"]) if "keys" in told else signing
        signer = newest if is_succession(told.get("keys"), signing, newest) else signing
        Ring((RingKey(signer),)).find_signer(bytes.fromhex(signature.strip()), _signed(text.strip()))
        return {key: str(told[key]) for key in ("bundle", "by", "received_at", "sha256")}
    except UnknownSigner:
        raise NoBundle("This receipt was not signed by the school that the file was sealed to. Ring them") from None
    except (ValueError, KeyError, TypeError, IndexError):
        raise NoBundle("This is no receipt. Choose the file that ends in .receipt") from None


def _signed(text: str) -> bytes:
    return f"{RECEIPT}\n{text}".encode()
