"""Whom a matter is or may be about, they are kept from every concern that was raised beside it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from tutela.web.allegations.models import Allegation, ConcernRaised
from tutela.web.core.actor import AnyActor
from tutela.web.establishments import operations as establishments
from tutela.web.establishments import queries


def keep_out(actor: AnyActor, people: Iterable[Any], concern_id: UUID, *, at: datetime) -> None:
    """Hide one concern from these people whatever role they come to hold; one that is only to be raised, too."""
    have = queries.list_conflicted((), at=at, record=concern_id)
    for person in people:
        if person.pk not in have:
            establishments.exclude(
                actor=actor, at=at, person=person, about_record=concern_id, reason="Kept from this record"
            )


def keep_from_concerns(row: Allegation, actor: AnyActor, people: Iterable[Any], *, at: datetime) -> None:
    """Hide from these people all concerns that were raised beside a matter."""
    people = list(people)
    if people:
        for one in ConcernRaised._base_manager.filter(allegation=row):
            keep_out(actor, people, one.concern_id, at=at)
