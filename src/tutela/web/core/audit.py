"""The record of who did and read what: written in the same transaction, chained so that a change anywhere shows.

A leaf is canonical JSON of (seq, at, establishment, actor, action, object, commitment); the commitment is a salted
hash of the details, which stand beside it. So details can be erased later and every leaf still proves.
"""

import json
import secrets
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from django.db import models, transaction

from tutela.web.core import merkle
from tutela.web.core.actor import AnyActor
from tutela.web.core.models import AuditEntry, AuditHead

SALT_BYTES = 16
DETAILS_ERASED = "audit.erase-details"

Detail = str | int | bool | None


class NotInTransaction(RuntimeError):
    """The audit has to stand or fall with what it tells of: call `record` inside `transaction.atomic`."""


def record(actor: AnyActor, action: str, subject: models.Model | str, *, at: datetime, **details: Detail) -> AuditEntry:
    """Write that `actor` did `action` ("concern.read") to `subject`; the entry stands if the transaction does.

    `at` is aware. Details name no person and quote nothing: keys, counts, words of ours. Reads are recorded before
    the page is made. Raises `NotInTransaction`.
    """
    connection = transaction.get_connection()
    if not connection.in_atomic_block:
        raise NotInTransaction(action)
    head, _ = AuditHead.objects.select_for_update().get_or_create(pk=1)
    salt = secrets.token_bytes(SALT_BYTES)
    text = canonical(details)
    entry = AuditEntry(
        seq=head.size + 1,
        at=at.astimezone(UTC),
        establishment_id=getattr(subject, "establishment_id", None) or actor.establishment_id,
        actor=actor.label,
        action=action,
        object=subject if isinstance(subject, str) else name_of(subject),
        commitment=commit(salt, text),
        details=text,
        salt=salt,
    )
    entry.leaf = merkle.hash_leaf(leaf_content(entry))
    entry.save(force_insert=True)
    frontier = merkle.extend(merkle.unpack(bytes(head.frontier)), head.size, entry.leaf)
    head.size, head.frontier = entry.seq, merkle.pack(frontier)
    head.save(update_fields=["size", "frontier"])
    return entry


def erase_details(actor: AnyActor, seq: int, *, reason: str, at: datetime) -> None:
    """Drop what an entry tells beyond its leaf, and write that it was dropped. The chain stays whole."""
    with transaction.atomic():
        AuditEntry.objects.filter(seq=seq).update(details=None, salt=None)
        record(actor, DETAILS_ERASED, f"audit:{seq}", at=at, reason=reason)


def name_of(row: models.Model) -> str:
    """How the audit names a row: its kind and its key."""
    return f"{row._meta.label_lower}:{row.pk}"


def canonical(value: dict[str, Any]) -> str:
    """The one JSON text of a value: sorted keys, no spaces, no escapes but JSON's own."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def commit(salt: bytes, details: str) -> bytes:
    """Binds an entry to its details without telling them."""
    return sha256(salt + details.encode()).digest()


def leaf_content(entry: AuditEntry) -> bytes:
    """The bytes that are hashed for an entry; an outside verifier builds the same."""
    return canonical(
        {
            "seq": entry.seq,
            "at": entry.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            "establishment": entry.establishment_id,
            "actor": entry.actor,
            "action": entry.action,
            "object": entry.object,
            "commitment": bytes(entry.commitment).hex(),
        }
    ).encode()
