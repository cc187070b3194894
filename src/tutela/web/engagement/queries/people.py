"""Who belongs to an audience."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from tutela.web.core.actor import Actor
from tutela.web.engagement.models import Survey
from tutela.web.engagement.rules import asking
from tutela.web.establishments import queries as establishments
from tutela.web.establishments.models import Establishment, Group, GroupMembership, Person
from tutela.web.establishments.models.people import in_force


def get_band(person: Person, on: date) -> str | None:
    """The age band of the group that a learner is in on a day."""
    if person.kind != Person.Kind.LEARNER:
        return None
    group = establishments.get_group_of(person, on=on)
    return group.age_band if group else None


@dataclass(frozen=True, slots=True)
class Own:
    """Whoever looks, as questions ask them."""

    roles: Collection[str]
    band: str | None

    def is_asked(self, survey: Survey) -> bool:
        """Whether a survey is for people like them."""
        return asking.is_asked(survey.audience, survey.bands, self.roles, self.band)


def get_own(actor: Actor, on: date) -> Own | None:
    """Whoever looks; None for somebody who belongs elsewhere."""
    person = Person.in_scope(actor).filter(pk=actor.person_id).first()
    return Own(actor.roles, get_band(person, on)) if person else None


def list_audience(establishment: Establishment, audience: str, bands: Collection[str], at: datetime) -> list[Person]:
    """Everybody who is asked, each once."""
    people = establishments.list_holders(establishment, *sorted(asking.ROLES[audience]), at=at)
    found = list({person.pk: person for person in people}.values())
    if audience != "learners" or not bands:
        return found
    known = _bands(establishment, establishments.local_day(establishment, at))
    return [person for person in found if known.get(person.pk) in bands]


def _bands(establishment: Establishment, on: date) -> dict[UUID, str]:
    """The age band of everybody who is in a group that filtering goes by, of the one joined last, in one query."""
    rows = GroupMembership._base_manager.filter(in_force(on), establishment=establishment, group__kind=Group.Kind.AGE)
    return dict(rows.order_by("from_on").values_list("person_id", "group__age_band"))
