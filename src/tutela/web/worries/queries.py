"""Reading a conversation: for whoever told us, and for whoever reads the concern, whose reading is audited first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from tutela.web.concerns.operations import naming
from tutela.web.concerns.queries import outside
from tutela.web.core import audit, sealing
from tutela.web.core.actor import Actor, AnonymousReporter, AnyActor
from tutela.web.core.operation import operation
from tutela.web.establishments import queries as establishments
from tutela.web.worries import pages, rules
from tutela.web.worries.models import FROM_INSIDE, Conversation, Message


@dataclass(frozen=True, slots=True)
class Said:
    """One message, open. `by` is who of us wrote it; those who told us have no name here."""

    kind: str
    at: datetime
    by: str
    text: str


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation, and how its concern stands."""

    said: tuple[Said, ...]
    status: str
    has_reader: bool
    version: str


def open_own(actor: AnonymousReporter, conversation_id: UUID) -> Talk:
    """The conversation that a receipt has opened in this browser. Of us it names nobody but the team."""
    conversation = Conversation.in_scope(actor).get(pk=conversation_id)
    return _open(actor, conversation)


def is_kept(actor: AnonymousReporter, conversation_id: UUID) -> bool:
    """Whether it can still be read: when its time is over it is destroyed, and nobody can open it again."""
    kept = Conversation.in_scope(actor).filter(pk=conversation_id, concern__case_key__destroyed_at=None)
    return kept.exists()


@operation
def read_talk(*, actor: AnyActor, concern_id: UUID, at: datetime) -> Talk | None:
    """The conversation about a concern, for whoever may read that; None where there is none. Audited first."""
    conversation = Conversation.visible_to(actor).filter(concern=concern_id).first()
    if conversation is None:
        return None
    # it is a part of the concern: "who has seen this" counts it
    audit.record(actor, "concern.read", f"concerns.concern:{concern_id}", at=at)
    return _open(actor, conversation)


def list_mentioned(actor: AnyActor, answers: Mapping[str, Any], at: datetime) -> list[str]:
    """Whom of those who might read it the account speaks of, without their being named as who did it: in its words."""
    establishment = establishments.list_establishments().get(pk=actor.establishment_id)
    readers = naming.list_readers(establishment, at=at)
    named = rules.names_in(answers.get("by", ""))
    known = {reader.full_name for reader in readers for name in named if naming.may_mean(name, reader)}
    roles = set(rules.roles_in(answers.get("by", "")))
    known |= {one.full_name for one in establishments.list_holders(establishment, *roles, at=at)} if roles else set()
    return rules.mentions(answers.get("what", ""), [one.full_name for one in readers if one.full_name not in known])


def count_waiting(actor: AnyActor, concern_id: UUID) -> int | None:
    """How many messages of theirs came after our last answer; None where nobody can be answered."""
    conversation = Conversation.visible_to(actor).filter(concern=concern_id).first()
    if conversation is None:
        return None
    kinds = list(
        Message.in_scope(actor).filter(conversation=conversation).order_by("number").values_list("kind", flat=True)
    )
    waiting = 0
    for kind in kinds:
        waiting = 0 if kind == FROM_INSIDE else waiting + 1
    return waiting


def get_reporter(actor: Actor, at: datetime) -> tuple[str, str]:
    """Who somebody signed in is to the place, as the origin of what they tell; and the version in their words."""
    person = establishments.get_person(actor, actor.person_id) if actor.person_id else None
    if person is None:
        return "visitor", pages.version_for("", "")
    group = establishments.get_group_of(person, on=establishments.local_day(person.establishment, at))
    origin = person.kind if person.kind in (person.Kind.LEARNER, person.Kind.PARENT) else "visitor"
    return origin, pages.version_for(origin, group.age_band if group else "")


def _open(actor: AnyActor, conversation: Conversation) -> Talk:
    key = sealing.open_case_key(conversation.concern.case_key)
    rows = Message.in_scope(actor).filter(conversation=conversation).select_related("author").order_by("number")
    told = outside.tell_status(actor, conversation.concern_id)
    return Talk(
        said=tuple(
            Said(
                row.kind,
                row.at,
                row.author.full_name if row.author else "",
                sealing.unseal_field(row, "sealed_text", key),
            )
            for row in rows
        ),
        status=told.status,
        has_reader=told.has_reader,
        version=conversation.version,
    )
