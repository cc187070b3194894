"""Reading a document that proves something: who did is on record."""

from datetime import datetime
from uuid import UUID

from tutela.web.actions.models import ProofFile
from tutela.web.actions.queries.one import get_file
from tutela.web.core import audit
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation


@operation
def read_document(*, actor: AnyActor, at: datetime, pk: UUID) -> tuple[ProofFile, bytes]:
    """The document as it was given, for whoever sees its action; else the 404 of one that is not there."""
    row, content = get_file(actor, pk)
    audit.record(actor, "action-document.read", row, at=at)
    return row, content
