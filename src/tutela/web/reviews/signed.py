"""Small signed files: one line of JSON, then its Ed25519 signature. Whoever has the file can check it.

    python -m tutela.web.reviews.signed FILE [KEY]

says whose key signed it and whether it still holds. KEY, in hex, is what the establishment told you by another way;
without it the file only proves that it was not changed since whoever made it signed it. No Django here.
"""

import base64
import binascii
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from tutela.keyring import BadRing, Ring, from_told, is_succession

MOST_BYTES = 256 * 1024
FORMAT = 1


class BadSigned(ValueError):
    """The file is not one of ours, or was changed; the message says what is wrong with it."""


def sign(kind: str, content: dict[str, Any], key: Ed25519PrivateKey, ring: Ring | None = None) -> str:
    """The file. kind: what it is ("certificate", "figures"), so that one is never taken for the other.

    `ring` lets whoever knows an earlier key of ours know this one.
    """
    public = key.public_key().public_bytes_raw()
    told = {"tutela": kind, "format": FORMAT, "key": public.hex(), **content}
    if ring is not None and (earlier := ring.tell_earlier(public)):
        told["keys"] = earlier
    line = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return f"{line}\n{base64.b64encode(key.sign(line.encode())).decode()}\n"


def read(raw: bytes, kind: str = "") -> dict[str, Any]:
    """What a file says, once its signature is found right. Raises `BadSigned`."""
    if len(raw) > MOST_BYTES:
        raise BadSigned("The file is larger than any of ours.")
    lines = raw.replace(b"\r\n", b"\n").removesuffix(b"\n").split(b"\n")
    if len(lines) != 2:
        raise BadSigned("The file is not one of ours: it has two lines, and no more.")
    try:
        told = json.loads(lines[0])
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(told["key"]))
        signature = base64.b64decode(lines[1], validate=True)
    except (ValueError, KeyError, TypeError, RecursionError, binascii.Error) as error:
        raise BadSigned("The file is not one of ours, or it was cut off.") from error
    try:
        key.verify(signature, lines[0])
    except InvalidSignature as error:
        raise BadSigned("The signature is not right: the file was changed after it was signed.") from error
    if told.get("format") != FORMAT or (kind and told.get("tutela") != kind):
        raise BadSigned("The file is signed, but it is something else than what was asked for.")
    return dict(told)


def list_keys(told: dict[str, Any]) -> set[str]:
    """Every key that whoever signed a file has and had, in hex, as far as the file proves it."""
    try:
        ring = from_told(told["keys"])
    except (KeyError, BadRing):
        return {told["key"]}
    known = {one.public.hex() for one in ring.keys}
    return known if ring.newest.public.hex() == told["key"] else {told["key"]}


def told_in(text: str) -> dict[str, Any]:
    """What a file says that was found right when it was kept."""
    return dict(json.loads(text.split("\n", 1)[0]))


def holds(told: dict[str, Any], at: datetime) -> bool:
    """Whether a certificate has not lapsed by its own day."""
    return at < datetime.fromisoformat(told["until"])


def main(arguments: list[str]) -> int:
    """0 when it is right and holds, 1 when not, 2 when it cannot be read."""
    if not 1 <= len(arguments) <= 2:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        told = read(Path(arguments[0]).read_bytes())
    except OSError as error:
        print(f"{arguments[0]}: {error.strerror}", file=sys.stderr)
        return 2
    except BadSigned as error:
        print(f"{arguments[0]}: {error}", file=sys.stderr)
        return 1
    print(json.dumps(told, indent=1, ensure_ascii=False))
    if len(arguments) == 2 and not _is_theirs(told, arguments[1]):
        print("The signature is right, but another key made it.", file=sys.stderr)
        return 1
    if "until" in told and not holds(told, datetime.now(UTC)):
        print(f"The signature is right. It lapsed on {told['until']}.", file=sys.stderr)
        return 1
    print("The signature is right.")
    return 0


def _is_theirs(told: dict[str, Any], known: str) -> bool:
    try:
        return is_succession(told.get("keys"), bytes.fromhex(known.strip()), bytes.fromhex(told["key"]))
    except ValueError:
        return False


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
