"""Which words something of the library has, so that what readers said of others is not taken for these."""

from hashlib import sha256
from typing import Any

import msgspec


def edition_of(words: Any) -> str:
    """Twelve digits, hex, that change with the words."""
    return sha256(msgspec.json.encode(words)).hexdigest()[:12]
