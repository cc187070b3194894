"""Raising a concern, and the steps on it until it is closed or part of a case."""

import json
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Max

from tutela.web.concerns import rules
from tutela.web.concerns.confidence import get_vault
from tutela.web.concerns.models import Concern, ConcernEntry, Involved
from tutela.web.concerns.models.visibility import route_now
from tutela.web.concerns.operations import naming, routing
from tutela.web.concerns.queries import ways
from tutela.web.concerns.queries.lists import own_concerns
from tutela.web.concerns.rules import PersonInConcern
from tutela.web.core import audit, sealing
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import Refused, operation
from tutela.web.core.rows import get_visible
from tutela.web.establishments import queries as establishments

# no vowels, so that no receipt spells a word, and nothing that looks like something else
RECEIPT_LETTERS = "23456789BCDFGHJKMNPQRTVWXYZ"


class UnknownPerson(ValueError):
    """A person was chosen who is not of this establishment."""


class ConcernChanged(Exception):
    """Somebody else took a step on the concern since it was read."""


class NoLongerKept(Refused):
    """The words of this concern were destroyed, so none can be added to them."""


@operation
def raise_concern(
    *,
    actor: AnyActor,
    at: datetime,
    what_happened: str,
    people: Sequence[PersonInConcern],
    four_c: str,
    theme: str,
    place: rules.PlaceKind,
    told_in_person: bool | None,
    immediate_danger: bool,
    happened_at: datetime | None = None,
    where: str = "",
    origin: str = "staff",
    origin_id: UUID | None = None,
    events: Sequence[Mapping[str, object]] = (),
    note: str = "",
    concern_id: UUID | None = None,
    in_confidence: bool = False,
) -> Concern:
    """Record a worry, seal its words, send it on its way and tell who has to read it.

    people: those chosen have their key; a name alone may be anybody's, and where it may mean somebody who would read
    the concern it goes round them. `events` are copies with values that JSON knows. `concern_id` fixes the key,
    so that somebody can be kept from the concern before anybody is told of it. `in_confidence`: it goes to nobody
    here; whoever asks for that takes it in (`report_concern`).
    Raises `UnknownPerson`.
    """
    establishment = establishments.list_establishments().get(pk=actor.establishment_id)
    known = [recognise(actor, person, establishment, at) for person in people]
    about = {person.person_id for person in known if person.person_id and person.role != "reporter"}
    others = {actor.person_id, *(person.person_id for person in known)} - {None}
    kept_out = establishments.list_conflicted(others, at=at, records=[concern_id] if concern_id else [])
    way = ways.Way(rules.IN_CONFIDENCE, ())
    if not in_confidence:
        way = ways.find_way(establishment, about=about, urgent=immediate_danger, at=at, is_new=True, kept_out=kept_out)
    case_key, key = sealing.make_case_key(actor, establishment.pk, at=at)
    concern = Concern(
        establishment=establishment,
        receipt=_make_receipt(),
        case_key=case_key,
        route=way.route,
        raised_at=at,
        raised_by_id=actor.person_id,
        happened_at=happened_at,
        place=place,
        four_c=four_c,
        theme=theme,
        told_in_person=told_in_person,
        immediate_danger=immediate_danger,
        origin=origin,
        origin_id=origin_id,
    )
    if concern_id:
        concern.pk = concern_id
    sealing.seal_field(concern, "sealed_text", what_happened, key)
    sealing.seal_field(concern, "sealed_where", where, key)
    sealing.seal_field(concern, "sealed_note", note, key)
    sealing.seal_field(concern, "sealed_events", json.dumps([dict(event) for event in events]), key)
    concern.save()
    for typed, person in zip(people, known, strict=True):
        row = involve(person, key, concern=concern, was_typed=typed.person_id is None)
        naming.compare_name(row, typed.name, establishment, at=at)
    audit.record(actor, "concern.raise", concern, at=at, route=way.route, origin=origin, people=len(known))
    if not in_confidence:
        routing.tell(concern, establishment, way, at=at)
    return concern


def report_concern(*, actor: AnyActor, at: datetime, people: Sequence[PersonInConcern], **given: Any) -> Concern:
    """Raise a concern as somebody reports it, inside an operation. One about an adult who works here goes into the
    vault with the same step, so that nobody of the safeguarding team is told of it. As `raise_concern`.
    """
    vault = get_vault()
    place = establishments.list_establishments().get(pk=actor.establishment_id)
    in_confidence = vault.is_about_an_adult(place, people)
    concern: Concern = raise_concern(actor=actor, at=at, people=people, in_confidence=in_confidence, **given)
    if in_confidence:
        vault.take(actor, concern, at=at)
    return concern


@operation
def acknowledge(*, actor: AnyActor, concern_id: UUID, at: datetime) -> None:
    """Let whoever reported know that it was read. Twice is once."""
    concern = lock(actor, concern_id)
    if not ConcernEntry.in_scope(actor).filter(concern=concern, kind="acknowledged").exists():
        write_entry(concern, actor, "acknowledged", "", at=at)
        audit.record(actor, "concern.acknowledge", concern, at=at)


@operation
def close_concern(
    *, actor: AnyActor, concern_id: UUID, version: int, reason: str, words: str, four_c: str = "", at: datetime
) -> None:
    """Close a concern without a case, for a reason. `version` is the number of its last entry as it was read.

    Raises `ConcernChanged`, `rules.NotAllowed`.
    """
    concern = lock(actor, concern_id)
    check_version(concern, version)
    rules.follow_concern(status_of(concern), rules.CLOSED)
    write_entry(concern, actor, "closed", words, reason=reason, four_c=four_c, at=at)
    audit.record(actor, "concern.close", concern, at=at, reason=reason)


@operation
def add_to_own_report(*, actor: AnyActor, concern_id: UUID, words: str, at: datetime) -> None:
    """Let whoever reported put something right, or add what they remembered. Raises `Concern.DoesNotExist`,
    `NoLongerKept`.
    """
    rows = own_concerns(actor).select_related("establishment", "case_key")
    concern = rows.select_for_update(of=("self",)).get(pk=concern_id)
    if concern.case_key.destroyed_at is not None:
        raise NoLongerKept
    write_entry(concern, actor, "addition", words, at=at)
    audit.record(actor, "concern.add-to", concern, at=at)
    if route_now(concern) == rules.IN_CONFIDENCE:
        get_vault().add(actor, concern.pk, words, at=at)
    else:
        routing.tell_of_addition(concern, ways.way_of(concern, at=at), at=at)


def write_entry(concern: Concern, actor: AnyActor, kind: str, words: str, *, at: datetime, **more: Any) -> ConcernEntry:
    """The next entry of a concern that is locked; audit it yourself."""
    entry = ConcernEntry(
        establishment_id=concern.establishment_id,
        concern=concern,
        number=version_of(concern) + 1,
        kind=kind,
        at=at,
        author_id=actor.person_id,
        **more,
    )
    sealing.seal_field(entry, "sealed_text", words, sealing.open_to_write(concern.case_key))
    entry.save()
    return entry


def involve(person: PersonInConcern, key: bytes, *, was_typed: bool = False, **whose: Any) -> Involved:
    """Put somebody into a concern or a case (`concern=` or `case=`), their name sealed with its key."""
    owner = next(iter(whose.values()))
    row = Involved(
        establishment_id=owner.establishment_id,
        person_id=person.person_id,
        role=person.role,
        was_typed=was_typed,
        **whose,
    )
    sealing.seal_field(row, "sealed_name", person.name, key)
    row.save()
    return row


def version_of(concern: Concern) -> int:
    """The number of a concern's last entry; 0 before the first."""
    return ConcernEntry._base_manager.filter(concern=concern).aggregate(last=Max("number"))["last"] or 0


def check_version(concern: Concern, version: int) -> None:
    """Raises `ConcernChanged` when a step was taken since `version` was read."""
    if version_of(concern) != version:
        raise ConcernChanged


def status_of(concern: Concern) -> str:
    """Where it stands now."""
    kinds = ConcernEntry._base_manager.filter(concern=concern).values_list("kind", flat=True)
    return rules.status_of(set(kinds))


def lock(actor: AnyActor, concern_id: UUID) -> Concern:
    """The concern, locked until the transaction ends so that numbers have no gaps; hidden and missing are one 404."""
    concern = get_visible(Concern, actor, concern_id)
    return Concern.in_scope(actor).select_for_update(of=("self",)).get(pk=concern.pk)


def recognise(actor: AnyActor, person: PersonInConcern, establishment: Any, at: datetime) -> PersonInConcern:
    """A chosen person, checked; or a typed name, with the key of whoever would read the concern if it may mean them."""
    if person.person_id is not None:
        if establishments.get_person(actor, person.person_id) is None:
            raise UnknownPerson(str(person.person_id))
        return person
    if person.role == "reporter":
        return person
    for holder in naming.list_readers(establishment, at=at):
        if naming.may_mean(person.name, holder):
            return PersonInConcern(holder.pk, person.name, person.role)
    return person


def _make_receipt() -> str:
    letters = "".join(secrets.choice(RECEIPT_LETTERS) for _ in range(8))
    return f"{letters[:4]}-{letters[4:]}"
