"""What comes back: a letter is opened, answered on screen, or its answer is noted by somebody of the office."""

from base64 import b64decode
from datetime import datetime
from uuid import UUID

from tutela.web.core import audit, sealing
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.core.rows import get_visible
from tutela.web.engagement.models import Letter, LetterCopy, LetterDocument
from tutela.web.engagement.operations import refusals


@operation
def read_copy(*, actor: AnyActor, at: datetime, pk: UUID) -> LetterCopy:
    """The letter; when its own person opens it for the first time, that moment is kept."""
    get_visible(LetterCopy, actor, pk)
    copy = LetterCopy.objects.select_related("letter", "person").get(pk=pk)
    if copy.person_id == actor.person_id and copy.read_at is None:
        copy.read_at = at
        copy.save(update_fields=["read_at"])
    return copy


@operation
def note_reply(*, actor: AnyActor, at: datetime, pk: UUID, reply: str) -> LetterCopy:
    """What a family has set at home; a later answer takes the place of an earlier one.

    Raises `NotAReply`, `NotSentYet`.
    """
    copy: LetterCopy = get_visible(LetterCopy, actor, pk)
    if reply not in LetterCopy.Reply.values:
        raise refusals.NotAReply
    if copy.letter.state != Letter.State.SENT:
        raise refusals.NotSentYet
    own = copy.person_id == actor.person_id
    copy.reply, copy.replied_at, copy.noted_by_id = reply, at, None if own else actor.person_id
    copy.save(update_fields=["reply", "replied_at", "noted_by"])
    audit.record(actor, "letter.reply", copy, at=at, own=own)
    return copy


@operation
def read_document(*, actor: AnyActor, at: datetime, pk: UUID) -> tuple[LetterDocument, bytes]:
    """Letters to print: they name families, so who took them is on record."""
    row: LetterDocument = get_visible(LetterDocument, actor, pk)
    content = sealing.unseal_field(row, "content", sealing.open_case_key(row.case_key))
    audit.record(actor, "letter-document.read", row, at=at)
    return row, b64decode(content)
