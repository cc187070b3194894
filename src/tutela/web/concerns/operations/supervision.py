"""Noting that supervision was held, by whoever had it (requirement S3.21)."""

from datetime import date, datetime
from uuid import UUID

from tutela.web.concerns.models import Supervision
from tutela.web.concerns.rules import NotAllowed
from tutela.web.core import audit, sealing
from tutela.web.core.actor import Actor
from tutela.web.core.operation import operation
from tutela.web.establishments import queries as establishments


@operation
def note_supervision(
    *,
    actor: Actor,
    held_on: date,
    notes: str,
    supervisor_id: UUID | None = None,
    supervisor_name: str = "",
    next_on: date | None = None,
    at: datetime,
) -> Supervision:
    """Note a session of one's own, with a colleague or somebody from outside. The two of them read the notes.

    Raises `NotAllowed`.
    """
    place = establishments.list_establishments().get(pk=actor.establishment_id)
    if actor.person_id is None or supervisor_id == actor.person_id or not (supervisor_id or supervisor_name.strip()):
        raise NotAllowed("Say who supervised you")
    if held_on > establishments.local_day(place, at) or (next_on and next_on <= held_on):
        raise NotAllowed("A session lies in the past, and the next one after it")
    own_row, key = sealing.make_case_key(actor, place.pk, at=at)
    row = Supervision(
        establishment=place,
        supervised_id=actor.person_id,
        supervisor_id=supervisor_id,
        own_key=own_row,
        held_on=held_on,
        next_on=next_on,
        written_at=at,
    )
    sealing.seal_field(row, "sealed_supervisor", supervisor_name, key)
    sealing.seal_field(row, "sealed_notes", notes, key)
    row.save()
    audit.record(actor, "supervision.note", row, at=at)
    return row
