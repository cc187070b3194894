"""A person's own key pair: its private half opens with a password that the server does not keep.

What is restricted to a few people stays closed while none of them is here, for whoever runs the server too.
"""

import os
from datetime import datetime
from typing import Any

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey
from nacl.pwhash import argon2id
from nacl.secret import Aead

from tutela.web.core.models import PersonalKey
from tutela.web.core.sealing import CannotOpen

SALT_BYTES = argon2id.SALTBYTES
PASSES = 3
MEMORY_BYTES = 128 * 1024 * 1024


def make_personal_key(user: Any, password: str, *, at: datetime) -> PersonalKey:
    """A new pair for a user who has none; about 0.6 s and 128 MiB. The salt is not that of the sign-in hash."""
    private, salt = PrivateKey.generate(), os.urandom(SALT_BYTES)
    row = PersonalKey(user=user, public=bytes(private.public_key), salt=salt, made_at=at)
    row.sealed_private = _seal(row, bytes(private), password)
    row.save(force_insert=True)
    return row


def open_personal_key(row: PersonalKey, password: str) -> bytes:
    """The private half. Raises `CannotOpen` when the password is another, or the row was changed."""
    try:
        return bytes(_box(password, bytes(row.salt)).decrypt(bytes(row.sealed_private), _place(row)))
    except (CryptoError, ValueError) as error:
        raise CannotOpen from error


def replace(row: PersonalKey, password: str, *, at: datetime) -> None:
    """Another pair in place of one whose password is lost. What was sealed to the old one opens with it no more."""
    private = PrivateKey.generate()
    row.public, row.salt, row.made_at = bytes(private.public_key), os.urandom(SALT_BYTES), at
    row.sealed_private = _seal(row, bytes(private), password)
    row.save(update_fields=["public", "salt", "made_at", "sealed_private"])


def change_password(row: PersonalKey, old: str, new: str) -> None:
    """Seal the same pair under another password. Raises `CannotOpen`."""
    private = open_personal_key(row, old)
    row.salt = os.urandom(SALT_BYTES)
    row.sealed_private = _seal(row, private, new)
    row.save(update_fields=["salt", "sealed_private"])


def _seal(row: PersonalKey, private: bytes, password: str) -> bytes:
    return bytes(_box(password, bytes(row.salt)).encrypt(private, _place(row)))


def _place(row: PersonalKey) -> bytes:
    return f"{row._meta.db_table}|{row.user_id}|1|".encode() + bytes(row.public)


def _box(password: str, salt: bytes) -> Aead:
    return Aead(argon2id.kdf(Aead.KEY_SIZE, password.encode(), salt, opslimit=PASSES, memlimit=MEMORY_BYTES))
