"""Whoever decides is told, once, that something is due or waits for a second person: how many, and nothing of them."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse

from tutela.web.core import audit, outbox
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.core.outbox import Notice
from tutela.web.establishments import queries as establishments
from tutela.web.establishments.actors import actor_for
from tutela.web.retention.models.telling import DueTold
from tutela.web.retention.queries import list_proposals, list_standing

LEADS = ("dsl", "deputy-dsl")
SECOND = (*LEADS, "head")
"""Who may be the second person. Each is told of what they may see, and of nothing that they put forward themselves."""

DUE = Notice(
    "retention.due",
    "Records are due to be looked through",
    "At {establishment}, some records have been kept for as long as they should be. New since the last message: "
    "{count}. Sign in to look through them.",
)
WAITS = Notice(
    "retention.waits",
    "Records wait for a second person",
    "At {establishment}, records were put forward to be destroyed, and somebody else has to decide. New since the last "
    "message: {count}. Sign in to look at them.",
)
SOON = Notice(
    "retention.soon",
    "Files from other places wait for somebody to say who they are about",
    "At {establishment}, files came from other places and nobody has said who they are about, so they are due to be "
    "destroyed within a month. New since the last message: {count}. Sign in to look at them.",
)
WARNED_BEFORE = timedelta(days=30)


@operation
def tell_due(*, actor: AnyActor, at: datetime, establishment: Any) -> int:
    """Tell each person of what is due, or waits for them, and of which they were not told before; how many letters."""
    today, told = establishments.local_day(establishment, at), 0
    for person in establishments.list_holders(establishment, *SECOND, at=at):
        if person.user is None:
            continue
        reader = actor_for(person.user, at=at, establishment_id=establishment.pk, second_factor=True)
        waiting = list_proposals(reader).exclude(proposed_by=person)
        told += _tell(actor, WAITS, person, [f"retention.proposal:{one.pk}" for one in waiting], at=at)
        if not reader.roles & set(LEADS):
            continue
        due = [
            one.subject.record
            for one in list_standing(reader, establishment, today)
            if not (one.is_held or one.has_locked or one.proposal_id)
        ]
        told += _tell(actor, DUE, person, due, at=at)
        soon = [
            f"{one.subject.record}:soon"
            for one in list_standing(reader, establishment, today + WARNED_BEFORE)
            if one.subject.kind == "received" and not (one.due.kind.linked or one.is_held)
            if one.due.on and one.due.on > today
        ]
        told += _tell(actor, SOON, person, soon, at=at)
    return told


def _tell(actor: AnyActor, notice: Notice, person: Any, records: Collection[str], *, at: datetime) -> int:
    """One letter of all that is new to somebody; without an address it is noted all the same, and waits on the page."""
    waits = notice is WAITS
    before = DueTold.in_scope(actor).filter(told=person, waits=waits, record__in=list(records))
    new = sorted(set(records) - set(before.values_list("record", flat=True)))
    if not new:
        return 0
    for record in new:
        DueTold(establishment=person.establishment, told=person, record=record, waits=waits, at=at).save()
    outbox.post(
        notice, to=person.email, at=at, link=reverse("retention:list"), establishment_id=person.establishment_id,
        establishment=person.establishment.name, count=len(new),
    )  # fmt: skip
    audit.record(actor, notice.kind.replace("retention.", "retention.tell-"), person, at=at, count=len(new))
    return 1
