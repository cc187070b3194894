"""The file in which one establishment hands something to another: a line of JSON, signed with the maker's Ed25519 key.

The signature says that nobody changed it on the way and that the next version comes from the same hand; whose hand that
is people tell each other by another way. No Django.
"""

import base64
import binascii
from typing import Any, TypeVar

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from tutela.keyring import Ring, is_succession

MOST_BYTES = 512 * 1024
MOST_NAME = 200
MOST_MOMENT = 40
KEY_BYTES = 32


class BadShared(ValueError):
    """The file is not one of these, or was changed; the message says what is wrong with it."""


class Signed(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What every such file says; what is handed on itself is one more field of the kind of file."""

    format: str
    establishment: str
    """Who hands it on."""
    author: str
    made: str
    """When, in ISO 8601."""
    key: str
    """The public key, in hex."""
    keys: tuple[dict[str, str | None], ...] = ()
    """The maker's keys from the first to this one, where it is not the first, each signed by the one before."""


File = TypeVar("File", bound=Signed)


def write(file: Signed, key: Ed25519PrivateKey) -> bytes:
    """The file: one line of JSON, then its signature."""
    line = msgspec.json.encode(file)
    return line + b"\n" + base64.b64encode(key.sign(line)) + b"\n"


def read(raw: bytes, kind: type[File], expected: str) -> File:
    """What a file of that kind says, once its signature is found right. expected: the format it has to name.

    Raises `BadShared`.
    """
    if len(raw) > MOST_BYTES:
        raise BadShared("The file is larger than any of ours: 512 KB at most.")
    lines = raw.replace(b"\r\n", b"\n").removesuffix(b"\n").split(b"\n")
    try:
        line, signature = lines
        file = msgspec.json.decode(line, type=kind)
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(file.key))
        key.verify(base64.b64decode(signature, validate=True), line)
    except InvalidSignature as error:
        raise BadShared("The signature is not right: the file was changed after it was signed.") from error
    except msgspec.ValidationError as error:
        raise BadShared(f"The file does not hold what is taken in here: {error}.") from error
    except (ValueError, binascii.Error, RecursionError) as error:
        raise BadShared("The file is not one of ours, or it was cut off.") from error
    if len(file.key) != 2 * KEY_BYTES or max(len(file.establishment), len(file.author)) > MOST_NAME:
        raise BadShared("A name or the key in the file is longer than it can be.")
    if len(file.made) > MOST_MOMENT:
        raise BadShared("The moment in the file is no moment.")
    if file.format != expected:
        raise BadShared("The file is of another version than can be read here.")
    return file


def is_of_same_hand(file: Signed, known: str) -> bool:
    """Whether the maker of a file has, or had before this one, the key that is known from an earlier file, in hex."""
    return is_succession(file.keys, bytes.fromhex(known), bytes.fromhex(file.key))


def whose(key: Ed25519PrivateKey, ring: Ring) -> dict[str, Any]:
    """What a file says of the keys of whoever signs it: the fields `key` and `keys`."""
    public = key.public_key().public_bytes_raw()
    return {"key": public.hex(), "keys": tuple(ring.tell_earlier(public))}


def must_lead_to_pages(addresses: list[str]) -> None:
    """Raises `BadShared` where one of these addresses, empty ones apart, is no page of the web."""
    if any(one and not one.startswith(("https://", "http://")) for one in addresses):
        raise BadShared("The file names an address that is no page of the web.")
