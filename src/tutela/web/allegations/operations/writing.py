"""What a handler writes of their own accord: entries, corrections, and who is meant."""

from datetime import datetime
from uuid import UUID

from tutela.web.allegations import rules
from tutela.web.allegations.models import Adult, Entry
from tutela.web.allegations.operations import keeping, routing, vault
from tutela.web.core import audit, sealing
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.establishments.queries import get_person


@operation
def add_entry(
    *, actor: AnyActor, at: datetime, pk: UUID, version: int, kind: str, happened_at: datetime, words: str
) -> Entry:
    """A note, a conversation, who was told what, or a step in employment. Raises `MatterChanged`, `NotAllowed`."""
    row, key = vault.lock(actor, pk, version)
    if kind not in rules.WRITTEN:
        raise rules.NotAllowed("Choose what it is")
    if happened_at > at:
        raise rules.NotAllowed("What has not happened yet cannot be written down as a fact")
    rules.follow(vault.kinds_of(row), kind)
    entry = vault.write(row, actor, kind, words, key, happened_at=happened_at, at=at)
    audit.record(actor, "vault.write", row, at=at, kind=kind, entry=str(entry.pk))
    return entry


@operation
def correct_entry(*, actor: AnyActor, at: datetime, pk: UUID, version: int, entry_id: UUID, words: str) -> Entry:
    """Put an entry right by a new one that cites it; the old one stays. Raises `MatterChanged`, DoesNotExist."""
    row, key = vault.lock(actor, pk, version)
    old = Entry.in_scope(actor).get(allegation=row, pk=entry_id)
    entry = vault.write(row, actor, "correction", words, key, corrects=old, happened_at=old.happened_at, at=at)
    audit.record(actor, "vault.correct", row, at=at, entry=str(entry.pk), old=str(old.pk))
    return entry


@operation
def identify(*, actor: AnyActor, at: datetime, pk: UUID, version: int, person_id: UUID) -> bool:
    """Say who a name that was typed means. Whether the actor still handles it: it may have gone further.

    Raises `MatterChanged`, `NotAllowed`.
    """
    row, key = vault.lock(actor, pk, version)
    person = get_person(actor, person_id)
    if person is None or person.kind not in (person.Kind.STAFF, person.Kind.PARTNER):
        raise rules.NotAllowed("Choose somebody who works here")
    if Adult._base_manager.filter(allegation=row, person=person).exists():
        raise rules.NotAllowed("It is known already that it is about them")
    rules.follow(vault.kinds_of(row), "identified")
    adult = Adult(establishment_id=row.establishment_id, allegation=row, person=person, at=at)
    sealing.seal_field(adult, "sealed_name", person.full_name, key)
    adult.save()
    vault.write(row, actor, "identified", person.full_name, key, at=at)
    audit.record(actor, "vault.identify", row, at=at)
    keeping.keep_from_concerns(row, actor, [person], at=at)
    routing.route(row, actor, row.establishment, at=at)
    return type(row).visible_to(actor).filter(pk=row.pk).exists()
