"""Whom a matter is about: who is known, and whom a name that was typed may mean."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from tutela.web.allegations.models import Adult, Allegation
from tutela.web.concerns.queries import ways
from tutela.web.concerns.rules import may_mean
from tutela.web.core import sealing
from tutela.web.establishments import queries as establishments


def people_of(row: Allegation, people: Iterable[Any]) -> set[UUID]:
    """Whom the matter is about, and of these people everybody whom a name that was typed may mean."""
    known = set(Adult._base_manager.filter(allegation=row, person__isnull=False).values_list("person_id", flat=True))
    if known:
        return known
    names = list_names(row)
    return {
        one.pk
        for one in people
        if any(may_mean(name, f"{one.given_name} {one.known_as} {one.family_name}") for name in names)
    }


def list_names(row: Allegation) -> list[str]:
    """The names of those it is about as they were typed or chosen, to hold against others; ask before you show them."""
    adults = list(Adult._base_manager.filter(allegation=row).order_by("at"))
    key = sealing.open_case_key(row.case_key, vault=True) if adults else b""
    return [sealing.unseal_field(one, "sealed_name", key) for one in adults]


def list_kept_from(row: Allegation, about: set[UUID], *, at: datetime) -> set[UUID]:
    """Who reported it, and whom a declared conflict keeps from it, from them or from those it is about.

    Where it came as a concern, everybody in that too, whoever a name in it may mean, and those close to them.
    """
    reporters = {row.raised_by_id} - {None}
    conflicted = establishments.list_conflicted(about | reporters, at=at, record=row.pk)
    return reporters | conflicted | (ways.list_people_and_close(row.pk, at=at) - about)
