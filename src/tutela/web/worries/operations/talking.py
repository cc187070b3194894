"""Coming back with six words, and answers both ways: sealed with the key of the concern, told to whoever reads it."""

from datetime import datetime
from uuid import UUID

from django.db.models import Max
from django.http import Http404
from django.urls import reverse

from tutela.web.concerns import operations as concerns
from tutela.web.concerns import queries as read
from tutela.web.concerns.confidence import get_vault
from tutela.web.concerns.operations.telling import tell_readers
from tutela.web.core import audit, sealing
from tutela.web.core.actor import AnonymousReporter, AnyActor
from tutela.web.core.operation import operation
from tutela.web.core.outbox import Notice
from tutela.web.worries import receipts, rules
from tutela.web.worries.models import FROM_INSIDE, FROM_OUTSIDE, NAMED, Conversation, Message
from tutela.web.worries.operations.unfinished import Kept, begin

WROTE_AGAIN = Notice(
    "worry.wrote-again",
    "Somebody who told us a worry has written again",
    "Somebody who told a worry at {establishment} without signing in has written again. Sign in to read it.",
)


class NoSuchReceipt(Exception):
    """No conversation opens with these words."""


@operation
def come_back(*, actor: AnonymousReporter, words: tuple[str, ...], at: datetime) -> Kept:
    """Open the conversation of these words in this browser. Raises `NoSuchReceipt`."""
    hashed = receipts.hash_words(words, actor.establishment_id or 0)
    # nobody is acting who could be shown rows: six words lead to one of them and to nothing else
    found = Conversation.in_scope(actor).filter(receipt_hash=hashed).first()
    if found is None:
        raise NoSuchReceipt
    audit.record(actor, "worry.come-back", found, at=rules.to_the_hour(at))
    return begin(actor=actor, state={"version": found.version, "conversation": str(found.pk)}, at=at)


@operation
def write_more(*, actor: AnonymousReporter, conversation_id: UUID, text: str, name: bool = False, at: datetime) -> None:
    """Add to one's worry, or (`name`) say who one is. Those who read the concern are told; nobody asks for a name."""
    hour = rules.to_the_hour(at)
    conversation = Conversation.in_scope(actor).select_for_update(of=("self",)).get(pk=conversation_id)
    _write(conversation, NAMED if name else FROM_OUTSIDE, text, None, at=hour)
    audit.record(actor, "worry.write", conversation, at=hour)
    link = reverse("worries:talk", kwargs={"pk": conversation.concern_id})
    tell_readers(conversation.concern_id, WROTE_AGAIN, link=link, at=hour)


@operation
def answer(*, actor: AnyActor, concern_id: UUID, text: str, at: datetime) -> None:
    """Write to whoever told us. They see that it was read, too. Hidden and missing are one 404."""
    conversation = Conversation.visible_to(actor).filter(concern=concern_id).first()
    if conversation is None:
        raise Http404
    conversation = Conversation.in_scope(actor).select_for_update(of=("self",)).get(pk=conversation.pk)
    _write(conversation, FROM_INSIDE, text, actor.person_id, at=at)
    audit.record(actor, "worry.answer", conversation, at=at)
    if read.may_read(actor, concern_id):
        concerns.acknowledge(actor=actor, concern_id=concern_id, at=at)
    else:
        get_vault().note_answer(actor, concern_id, at=at)


def _write(conversation: Conversation, kind: str, text: str, author: UUID | None, *, at: datetime) -> None:
    last = Message._base_manager.filter(conversation=conversation).aggregate(last=Max("number"))["last"] or 0
    row = Message(
        establishment_id=conversation.establishment_id,
        conversation=conversation,
        number=last + 1,
        kind=kind,
        at=at,
        author_id=author,
    )
    sealing.seal_field(row, "sealed_text", text, sealing.open_case_key(conversation.concern.case_key))
    row.save()
