"""Who belongs to an audience."""

from collections.abc import Collection
from datetime import date, datetime

from tutela.web.engagement.rules.asking import ROLES
from tutela.web.establishments import queries as establishments
from tutela.web.establishments.models import Establishment, Person


def get_band(person: Person, on: date) -> str | None:
    """The age band of the group that a learner is in on a day."""
    if person.kind != Person.Kind.LEARNER:
        return None
    group = establishments.get_group_of(person, on=on)
    return group.age_band if group else None


def list_audience(establishment: Establishment, audience: str, bands: Collection[str], at: datetime) -> list[Person]:
    """Everybody who is asked, each once."""
    people = establishments.list_holders(establishment, *sorted(ROLES[audience]), at=at)
    found = list({person.pk: person for person in people}.values())
    if audience != "learners" or not bands:
        return found
    on = establishments.local_day(establishment, at)
    return [person for person in found if get_band(person, on) in bands]
