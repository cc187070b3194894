"""What `up` opens: the fictitious school or an empty one, its first snapshot, and one-time links to sign in."""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

from tutela.settings import Settings
from tutela.web.accounts import operations as accounts
from tutela.web.core.actor import SystemActor, acting_as
from tutela.web.core.outbox import site_address
from tutela.web.establishments import operations as establishments
from tutela.web.establishments import queries
from tutela.web.establishments.models import Person
from tutela.web.filters import operations as filters

ACTOR = SystemActor("first start")
FIRST_LOGIN = "setup"


@dataclass
class Opened:
    """What was done, for the screen, and who may sign in with which link."""

    notes: list[str] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    filters_here: bool = True
    """Whether a gateway is of use: not where providers filter for every establishment."""


def open_school(settings: Settings, *, demo: bool) -> Opened:
    """Make sure that a school and its snapshot are there. Links are new at every start; older unused ones end."""
    at = timezone.now()
    opened = Opened()
    with acting_as(ACTOR):
        if demo:
            _open_demo(opened, at)
        elif queries.get_first_establishment() is None:
            _open_empty(opened, settings, at)
        places = queries.list_establishments()
        opened.filters_here = any(place.filtering_by == place.FilteringBy.TUTELA for place in places)
        # the worker does this too, but the gateway starts at the same time and would have to wait for it
        for manifest in filters.publish_due(at=at):
            opened.notes.append(f"{manifest.name} published as version {manifest.version}")
        filters.publish_detection(actor=ACTOR, at=at)
    return opened


def _open_demo(opened: Opened, at: datetime) -> None:
    from tutela.web.demo import operations as demo
    from tutela.web.demo.school import get_school

    establishment = demo.load(at=at)
    opened.notes.append(establishment.name)
    for data in get_school().people:
        person = Person.objects.filter(establishment=establishment, login=data.login).first()
        if data.signs_in_as and person is not None and person.user is not None:
            opened.links.append((f"{data.signs_in_as}, {person.full_name}", _link(person, at)))


def _open_empty(opened: Opened, settings: Settings, at: datetime) -> None:
    establishment = establishments.make_establishment(
        actor=ACTOR, slug="school", name="Our school", time_zone=settings.time_zone, at=at
    )
    filters.begin(actor=ACTOR, establishment=establishment, at=at)
    user = accounts.make_user(actor=ACTOR, login=FIRST_LOGIN, at=at)
    person = establishments.make_person(
        actor=ACTOR, establishment=establishment, kind="staff", given_name="Set-up", login=FIRST_LOGIN, user=user, at=at
    )
    establishments.grant_role(
        actor=ACTOR, person=person, role="it", from_on=queries.local_day(establishment, at), at=at
    )
    opened.notes.append("an empty school")
    opened.links.append(("Set up the school", _link(person, at)))


def _link(person: Person, at: datetime) -> str:
    return accounts.make_sign_in_link(user=person.user, actor=ACTOR, at=at, base_url=site_address())
