"""The signed token behind "This seems wrong": what was blocked and why, but not for whom.

The gateway's pages verify it without the web application, and nobody can make up a report about a page that was never
blocked. Standard library only.
"""

import base64
import binascii
import hashlib
import hmac
import json
import time
from typing import Any

MAC_BYTES = 16
GOOD_SECONDS = 7 * 24 * 3600
"""A page that was left open stays usable for a week."""
LONGEST = 2000


class BadToken(ValueError):
    """Not a token of ours, or one that is too old."""


def sign(key: bytes, fields: dict[str, Any]) -> str:
    """A token for a link, of letters, digits, `-` and `_`. `fields["at"]` is the time in seconds since 1970."""
    raw = json.dumps(fields, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(_mac(key, raw) + raw).decode().rstrip("=")


def read(key: bytes, token: str, now: float | None = None) -> dict[str, Any]:
    """What a token says. Raises `BadToken`."""
    if len(token) > LONGEST:
        raise BadToken("too long")
    try:
        both = base64.urlsafe_b64decode(token.encode("ascii") + b"=" * (-len(token) % 4))
    except (ValueError, binascii.Error) as error:
        raise BadToken("not a token") from error
    mac, raw = both[:MAC_BYTES], both[MAC_BYTES:]
    if not hmac.compare_digest(mac, _mac(key, raw)):
        raise BadToken("not signed by this gateway")
    fields: dict[str, Any] = json.loads(raw)
    if not 0 <= (time.time() if now is None else now) - fields["at"] + 60 < GOOD_SECONDS:
        raise BadToken("too old")
    return fields


def _mac(key: bytes, raw: bytes) -> bytes:
    return hmac.digest(key, raw, hashlib.sha256)[:MAC_BYTES]
