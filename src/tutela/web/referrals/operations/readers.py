"""Who is told of something in a case: those who may read it, asked as themselves so that every exclusion counts."""

from datetime import datetime
from typing import Any

from tutela.web.concerns.rules import ROUTE_ROLES
from tutela.web.core import outbox
from tutela.web.core.outbox import Notice
from tutela.web.core.rows import Row
from tutela.web.establishments import queries as establishments
from tutela.web.establishments.actors import actor_for


def list_readers(row: Row, establishment: Any, at: datetime) -> list[Any]:
    """Holders of a leading role at the establishment who may see this row now."""
    roles = dict.fromkeys(role for roles in ROUTE_ROLES.values() for role in roles)
    people = establishments.list_holders(establishment, *roles, at=at)
    return [person for person in people if person.user and _may_see(row, person, establishment, at)]


def tell(notice: Notice, people: list[Any], establishment: Any, *, link: str, at: datetime) -> None:
    """Put the notice into the outbox for each of them."""
    for person in people:
        outbox.post(
            notice,
            to=person.email,
            at=at,
            link=link,
            establishment_id=establishment.pk,
            establishment=establishment.name,
        )


def _may_see(row: Row, person: Any, establishment: Any, at: datetime) -> bool:
    actor = actor_for(person.user, at=at, establishment_id=establishment.pk, second_factor=True)
    return type(row).visible_to(actor).filter(pk=row.pk).exists()
