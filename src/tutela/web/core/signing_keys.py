"""That the signing key was changed, in the record; the new key then signs the record as it stands, with all before."""

from datetime import datetime

from django.db import transaction

from tutela.keyring import RingKey
from tutela.web.core import audit, checkpoints
from tutela.web.core.actor import AnyActor
from tutela.web.core.models import AuditEntry

ROTATED, DISTRUSTED = "signing-key.rotate", "signing-key.distrust"


@transaction.atomic
def note_rotated(actor: AnyActor, newest: RingKey, *, at: datetime) -> None:
    """Record the new key once, however often this is called, and sign a checkpoint with it."""
    name = f"signing-key:{newest.mark}"
    if not AuditEntry.objects.filter(action=ROTATED, object=name).exists():
        audit.record(actor, ROTATED, name, at=at)
        checkpoints.make_now(at)


@transaction.atomic
def note_distrusted(actor: AnyActor, key: RingKey, *, at: datetime) -> None:
    """Record from when on a key counts for nothing, and sign a checkpoint with the newest one."""
    since = key.distrusted_since.isoformat() if key.distrusted_since else None
    audit.record(actor, DISTRUSTED, f"signing-key:{key.mark}", at=at, since=since)
    checkpoints.make_now(at)
