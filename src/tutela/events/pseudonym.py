"""The name a person has in policy files, at the proxy and in the event store.

Keyed, so that nobody without the key can go from a login to its events or back. The same person
at two establishments has two pseudonyms.
"""

import base64
import hashlib
import hmac

LENGTH = 20


def pseudonym(key: bytes, establishment: str, login: str) -> str:
    """Return "p" and 19 lower-case base32 characters (95 bits) for a login, whatever its case."""
    text = f"{establishment}:{login.casefold()}"
    digest = hmac.new(key, text.encode(), hashlib.sha256).digest()
    return "p" + base64.b32encode(digest).decode().lower()[: LENGTH - 1]
