"""Signed statements of how large the audit was and what its root was: C2SP notes over RFC 6962 tree heads.

A note that lies outside this machine is what makes a cut-off end visible: nothing inside can show that it was longer.
"""

import base64
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.db import transaction

from tutela.keyring import Known, RingKey, UnknownSigner, ring_of
from tutela.keys import KeyFolder
from tutela.web.core import merkle
from tutela.web.core.models import AuditCheckpoint, AuditHead

ORIGIN = "tutela/audit"
ED25519 = b"\x01"
KEY_ID_BYTES = 4
SIGNATURE_BYTES = 64
DASH = "\u2014"

EVERY_ENTRIES = 256
EVERY = timedelta(minutes=10)


class BadCheckpoint(ValueError):
    """A note that cannot be read, or that another key signed."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The audit's root when it had `size` entries."""

    size: int
    root: bytes

    @property
    def text(self) -> str:
        return f"{ORIGIN}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


def sign(checkpoint: Checkpoint, key: Ed25519PrivateKey) -> str:
    """The signed note."""
    signature = key_id(key.public_key()) + key.sign(checkpoint.text.encode())
    return f"{checkpoint.text}\n{DASH} {ORIGIN} {base64.b64encode(signature).decode()}\n"


def read(note: str, known: Known) -> tuple[Checkpoint, RingKey]:
    """What a note states, and whose signature under it was found right. Raises `BadCheckpoint`.

    A note does not say when it was made: whether its key counted then is for the caller to ask.
    """
    try:
        text, signed = note.split("\n\n", 1)
        origin, size, root = text.split("\n")[:3]
        dash, name, encoded = signed.strip().split(" ")
        signature = base64.b64decode(encoded, validate=True)
        if base64.b64encode(signature).decode() != encoded:  # the last letter has bits that mean nothing
            raise ValueError("The signature is written otherwise than we write it")
        checkpoint = Checkpoint(int(size), base64.b64decode(root, validate=True))
    except ValueError as error:
        raise BadCheckpoint("This is no checkpoint of an audit.") from error
    if (origin, dash, name) != (ORIGIN, DASH, ORIGIN) or len(signature) != KEY_ID_BYTES + SIGNATURE_BYTES:
        raise BadCheckpoint("This is no checkpoint of an audit.")
    try:
        signer = ring_of(known).find_signer(signature[KEY_ID_BYTES:], checkpoint.text.encode())
    except UnknownSigner as error:
        raise BadCheckpoint("Another key signed this checkpoint, or it was changed.") from error
    if key_id(Ed25519PublicKey.from_public_bytes(signer.public)) != signature[:KEY_ID_BYTES]:
        raise BadCheckpoint("This checkpoint names another key than the one that signed it.")
    return checkpoint, signer


def key_id(key: Ed25519PublicKey) -> bytes:
    """The first bytes by which a note names its key, as C2SP lays down."""
    raw = key.public_bytes(Encoding.Raw, PublicFormat.Raw)
    return sha256(ORIGIN.encode() + b"\n" + ED25519 + raw).digest()[:KEY_ID_BYTES]


@transaction.atomic
def make_if_due(at: datetime) -> AuditCheckpoint | None:
    """Sign the audit as it stands, after 256 new entries or ten minutes; None when nothing is new or it is too soon."""
    last = AuditCheckpoint.objects.order_by("-size").first()
    head = AuditHead.objects.first()
    new = (head.size if head else 0) - (last.size if last else 0)
    if last is not None and new < EVERY_ENTRIES and at - last.at < EVERY:
        return None
    return make_now(at)


@transaction.atomic
def make_now(at: datetime) -> AuditCheckpoint | None:
    """Sign the audit as it stands; None when that was done already."""
    head = AuditHead.objects.select_for_update().first()
    if head is None or head.size == 0 or AuditCheckpoint.objects.filter(size__gte=head.size).exists():
        return None
    checkpoint = Checkpoint(head.size, merkle.root_of(merkle.unpack(bytes(head.frontier))))
    note = sign(checkpoint, KeyFolder(settings.TUTELA.keys).signing_key())
    return AuditCheckpoint.objects.create(size=head.size, at=at, note=note)
