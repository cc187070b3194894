"""Sessions that a stolen database does not give away: kept under the hash of their key, sealed with the key itself.

The key is in the browser's cookie alone, so what stands in the database neither signs anybody in nor can be read.
"""

import os
from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.utils import timezone

NONCE_BYTES = 12
INFO = b"tutela/1/session"


class SessionStore(DatabaseSessions):
    """Django's database sessions; only what is written differs."""

    def exists(self, session_key: str) -> bool:
        return bool(super().exists(hashed(session_key)))

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key is not None:
            super().delete(hashed(key))

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        row = super().create_model_instance(data)
        row.session_key = hashed(row.session_key)
        return row

    def _get_session_from_db(self) -> Any:
        found = self.model.objects.filter(session_key=hashed(self.session_key), expire_date__gt=timezone.now()).first()
        if found is None:
            self._session_key = None
        return found

    def encode(self, session_dict: dict[str, Any]) -> str:
        nonce = os.urandom(NONCE_BYTES)
        content = self.serializer().dumps(session_dict)
        return (nonce + self._cipher().encrypt(nonce, content, None)).hex()

    def decode(self, session_data: str) -> dict[str, Any]:
        sealed = bytes.fromhex(session_data)
        try:
            content = self._cipher().decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], None)
        except InvalidTag:
            return {}
        return dict(self.serializer().loads(content))

    def _cipher(self) -> AESGCM:
        key = self._get_or_create_session_key().encode()
        return AESGCM(HKDF(algorithm=SHA256(), length=32, salt=None, info=INFO).derive(key))


def hashed(session_key: str | None) -> str:
    """What a session is kept under; forty characters, as many as its column holds."""
    return sha256(f"tutela session {session_key}".encode()).hexdigest()[:40]


def end(session_hash: str) -> None:
    """Sign out the browser whose session is kept under this hash; its next request finds nobody signed in."""
    SessionStore.get_model_class().objects.filter(session_key=session_hash).delete()


def list_alive(session_hashes: Iterable[str], at: datetime) -> set[str]:
    """Which of these sessions are still kept and have not outlived their time."""
    rows = SessionStore.get_model_class().objects.filter(session_key__in=session_hashes, expire_date__gt=at)
    return set(rows.values_list("session_key", flat=True))
