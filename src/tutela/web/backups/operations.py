"""Notes about back-ups, each with its entry in the audit."""

from datetime import datetime

from tutela.web.backups.models import Backup, BackupCopy, BackupProof
from tutela.web.core import audit
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation

MOST_WORDS = 400


@operation
def note_backup(
    *,
    actor: AnyActor,
    at: datetime,
    made_at: datetime,
    name: str,
    size_bytes: int,
    sha256: str,
    rows: int,
    sealed_to: tuple[str, ...],
) -> Backup:
    """Write down that a back-up was made and to whom it was sealed."""
    row = Backup.objects.create(
        made_at=made_at, name=name, size_bytes=size_bytes, sha256=sha256, rows=rows, sealed_to="\n".join(sealed_to)
    )
    audit.record(actor, "backup.make", row, at=at, size_bytes=size_bytes, sha256=sha256)
    return row


@operation
def note_copy(
    *, actor: AnyActor, at: datetime, backup: Backup, place: str, device: str, well: bool, words: str = ""
) -> BackupCopy:
    """Write down that a copy was looked at and whether it was whole."""
    row = BackupCopy.objects.create(
        backup=backup, at=at, place=place, device=device, well=well, words=words[:MOST_WORDS]
    )
    audit.record(actor, "backup.copy", row, at=at, place=place, well=well)
    return row


@operation
def note_proof(
    *,
    actor: AnyActor,
    at: datetime,
    kind: str,
    name: str,
    made_at: datetime,
    opened_by: str,
    faults: tuple[str, ...],
    seconds: float,
    parts: int = 0,
    rows: int = 0,
    entries: int = 0,
    sealed: int = 0,
) -> BackupProof:
    """Write down that a back-up was put back, or could not be."""
    row = BackupProof.objects.create(
        at=at,
        kind=kind,
        name=name,
        made_at=made_at,
        opened_by=opened_by,
        well=not faults,
        faults="\n".join(faults),
        seconds=round(seconds, 1),
        parts=parts,
        rows=rows,
        entries=entries,
        sealed=sealed,
    )
    audit.record(actor, "backup.prove", row, at=at, kind=kind, well=row.well)
    return row
