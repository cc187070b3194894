"""Supervision that one had or gave."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from tutela.web.concerns.models import Supervision
from tutela.web.concerns.queries.concern import name_of
from tutela.web.core import audit, sealing
from tutela.web.core.actor import Actor
from tutela.web.core.operation import operation


@dataclass(frozen=True, slots=True)
class Session:
    """One session, as the two who were there read it; of notes that were destroyed it says so."""

    held_on: date
    next_on: date | None
    supervised: str
    supervisor: str
    notes: str


@operation
def read_supervisions(*, actor: Actor, at: datetime) -> list[Session]:
    """Those of one's own, and those one gave, the newest first: audited."""
    rows = list(
        Supervision.visible_to(actor).select_related("supervised", "supervisor", "own_key").order_by("-held_on", "-pk")
    )
    audit.record(actor, "supervision.read", "supervision:own", at=at, count=len(rows))
    found = []
    for row in rows:
        if row.own_key.destroyed_at:
            gone = _("These notes were kept for as long as they had to be, and then destroyed.")
            found.append(Session(row.held_on, row.next_on, name_of(row.supervised), name_of(row.supervisor), gone))
            continue
        key = sealing.open_case_key(row.own_key)
        supervisor = name_of(row.supervisor) or sealing.unseal_field(row, "sealed_supervisor", key)
        notes = sealing.unseal_field(row, "sealed_notes", key)
        found.append(Session(row.held_on, row.next_on, name_of(row.supervised), supervisor, notes))
    return found
