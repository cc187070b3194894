"""Whoever has files to send on is told once a day of those that are late: how many, and nobody's name."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from tutela.web.core import audit, outbox
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.core.outbox import Notice
from tutela.web.establishments import queries as establishments
from tutela.web.establishments.actors import actor_for
from tutela.web.transfers.models import Chased
from tutela.web.transfers.models.sending import LEADS
from tutela.web.transfers.queries import list_to_send

LATE = Notice(
    "transfer.late",
    "Files have to be sent on",
    "At {establishment}, safeguarding files of people who left should be with the next place by now: {count}. Sign in "
    "to see which.",
)


@operation
def remind(*, actor: AnyActor, at: datetime, establishment: Any) -> int:
    """Tell each lead of what is late, of what they may see; how many were told."""
    today = establishments.local_day(establishment, at)
    told = 0
    for person in establishments.list_holders(establishment, *LEADS, at=at):
        if person.user is None or Chased.in_scope(actor).filter(told=person, on=today).exists():
            continue
        reader = actor_for(person.user, at=at, establishment_id=establishment.pk, second_factor=True)
        late = sum(row.is_late for row in list_to_send(reader, establishment, today))
        if not late:
            continue
        outbox.post(
            LATE, to=person.email, at=at, link=reverse("transfers:list"), establishment_id=establishment.pk,
            establishment=establishment.name, count=late,
        )  # fmt: skip
        Chased(establishment=establishment, told=person, on=today, count=late).save()
        audit.record(actor, "transfer.remind", person, at=at, count=late)
        told += 1
    return told
