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
from collections.abc import Mapping
from typing import Any

MAC_BYTES = 16
GOOD_SECONDS = 7 * 24 * 3600
"""A page that was left open stays usable for a week."""
LONGEST = 2000


class BadToken(ValueError):
    """Not a token of ours, or one that is too old."""


class Signer:
    """Signs one link after another about the same rule: only site and time differ."""

    def __init__(self, key: bytes, fields: Mapping[str, Any]) -> None:
        """`fields` are all but `site` and `at`."""
        self._keyed = _keyed(key)
        self._fields = json.dumps(fields, separators=(",", ":"))[1:-1].encode()

    def token(self, site: str, at: int) -> bytes:
        """A token for a link, of letters, digits, `-` and `_`. `at` is the time in seconds since 1970."""
        raw = b'{"site":%b,%b,"at":%d}' % (json.dumps(site).encode(), self._fields, at)
        mac = self._keyed.copy()
        mac.update(raw)
        return base64.urlsafe_b64encode(mac.digest() + raw).rstrip(b"=")


def read(key: bytes, token: str, now: float | None = None) -> dict[str, Any]:
    """What a token says. Raises `BadToken`."""
    if len(token) > LONGEST:
        raise BadToken("too long")
    try:
        both = base64.urlsafe_b64decode(token.encode("ascii") + b"=" * (-len(token) % 4))
    except (ValueError, binascii.Error) as error:
        raise BadToken("not a token") from error
    mac, raw = both[:MAC_BYTES], both[MAC_BYTES:]
    if not hmac.compare_digest(mac, _keyed(key, raw).digest()):
        raise BadToken("not signed by this gateway")
    fields: dict[str, Any] = json.loads(raw)
    if not 0 <= (time.time() if now is None else now) - fields["at"] + 60 < GOOD_SECONDS:
        raise BadToken("too old")
    return fields


def _keyed(key: bytes, raw: bytes = b"") -> "hashlib.blake2b":
    """BLAKE2b has a key of its own, and costs a quarter of an HMAC."""
    return hashlib.blake2b(raw, key=key, digest_size=MAC_BYTES)
