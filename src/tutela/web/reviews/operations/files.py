"""Documents beside a statement: sealed when they are added, on record when they are read."""

from base64 import b64encode
from datetime import date, datetime
from hashlib import sha256
from uuid import UUID

from tutela.web.actions.rules.files import check_file, clean_name
from tutela.web.core import audit, sealing
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.reviews import pinning, queries
from tutela.web.reviews.frameworks.model import list_statements
from tutela.web.reviews.models import Review, StatementFile
from tutela.web.reviews.operations.reviewing import NotALevel, ReviewCompleted


@operation
def add_file(
    *,
    actor: AnyActor,
    at: datetime,
    review: Review,
    person_id: UUID,
    statement: str,
    name: str,
    content: bytes,
    effective_on: date,
    holds_until: date | None = None,
) -> StatementFile:
    """Put a document beside a statement; answers that are given from now on cite it by its hash.

    Raises `ReviewCompleted`, `NotALevel`, `actions.rules.files.BadFile`.
    """
    held = Review.objects.select_for_update().get(pk=review.pk)
    if held.completed_at is not None:
        raise ReviewCompleted
    if all(part.id != statement for part in list_statements(pinning.of(held))):
        raise NotALevel
    media_type = check_file(clean_name(name), content)
    case_key, key = sealing.make_case_key(actor, held.establishment_id, at=at)
    kept = StatementFile(
        establishment_id=held.establishment_id,
        review=held,
        statement=statement,
        name=clean_name(name),
        media_type=media_type,
        size_bytes=len(content),
        sha256=sha256(content).hexdigest(),
        effective_on=effective_on,
        holds_until=holds_until,
        owner_id=person_id,
        added_at=at,
        case_key=case_key,
    )
    sealing.seal_field(kept, "content", b64encode(content).decode("ascii"), key)
    kept.save()
    audit.record(actor, "review-file.add", kept, at=at)
    return kept


@operation
def read_file(*, actor: AnyActor, at: datetime, pk: UUID) -> tuple[StatementFile, bytes]:
    """The document as it was given, for whoever may read the review; else the 404 of one that is not there."""
    row, content = queries.get_file(actor, pk)
    audit.record(actor, "review-file.read", row, at=at)
    return row, content
