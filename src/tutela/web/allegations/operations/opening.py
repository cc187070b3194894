"""Opening one matter to one more person, and closing it to them again."""

from datetime import datetime
from typing import Any
from uuid import UUID

from tutela.web.allegations import rules
from tutela.web.allegations.models import Allegation, Handler
from tutela.web.allegations.operations import routing, vault
from tutela.web.allegations.queries import meant
from tutela.web.core import audit
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.establishments import queries as establishments


def list_may_be_named(row: Allegation, *, at: datetime) -> list[Any]:
    """To whom a matter may be opened: nobody whom it is or may be about, nor who has a conflict, nor who has it."""
    people = establishments.list_holders(row.establishment, *rules.MAY_BE_NAMED, at=at)
    about = meant.people_of(row, people)
    # who reported it may be asked to help; who is in the concern that it came as may not
    out = about | (meant.list_kept_from(row, about, at=at) - {row.raised_by_id})
    have = set(Handler._base_manager.filter(allegation=row, ended_at=None).values_list("person_id", flat=True))
    return [one for one in people if one.pk not in out | have]


@operation
def open_to(*, actor: AnyActor, at: datetime, pk: UUID, version: int, person_id: UUID, words: str) -> None:
    """Let one more person read and work on a matter, and say why. Raises `MatterChanged`, `NotAllowed`."""
    row, key = vault.lock(actor, pk, version)
    must_handle(row, actor)
    person = next((one for one in list_may_be_named(row, at=at) if one.pk == person_id), None)
    if person is None:
        raise rules.NotAllowed("It cannot be opened to this person")
    Handler(establishment_id=row.establishment_id, allegation=row, person=person, role="", from_at=at).save()
    vault.write(row, actor, "opened-to", f"{person.full_name}: {words}", key, at=at)
    audit.record(actor, "vault.open-to", row, at=at, person=str(person.pk))
    routing.tell(row, person, row.establishment, at=at)


@operation
def close_to(*, actor: AnyActor, at: datetime, pk: UUID, version: int, person_id: UUID) -> None:
    """End somebody's reading of a matter that was opened to them singly. Raises `MatterChanged`, `NotAllowed`."""
    row, key = vault.lock(actor, pk, version)
    must_handle(row, actor)
    grant = Handler._base_manager.filter(allegation=row, person=person_id, role="", ended_at=None).first()
    if grant is None:
        raise rules.NotAllowed("It is not opened to this person")
    grant.ended_at = at
    grant.save(update_fields=["ended_at"])
    vault.write(row, actor, "closed-to", grant.person.full_name, key, at=at)
    audit.record(actor, "vault.close-to", row, at=at, person=str(person_id))


def must_handle(row: Allegation, actor: AnyActor) -> None:
    """Refuse whoever has it singly, or not at all. Raises `NotAllowed`."""
    mine = Handler._base_manager.filter(allegation=row, person=actor.person_id, ended_at=None).exclude(role="")
    if not mine.exists():
        raise rules.NotAllowed("Only whoever handles it by their role does this")
