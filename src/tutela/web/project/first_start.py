"""What `up` opens: the fictitious school or an empty one, its first snapshot, and one-time links to sign in."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from tutela.settings import BadSetting, Settings
from tutela.web.accounts import operations as accounts
from tutela.web.accounts.onward import with_onward
from tutela.web.core.actor import SystemActor, acting_as
from tutela.web.core.outbox import site_address
from tutela.web.establishments import opening, queries
from tutela.web.establishments.models import Establishment, Person
from tutela.web.establishments.queries.people import SET_UP_LOGIN
from tutela.web.filters import operations as filters

ACTOR = SystemActor("first start")


@dataclass
class Opened:
    """What was done, for the screen, and who may sign in with which link."""

    notes: list[str] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    filters_here: bool = True
    """Whether a gateway is of use: not where providers filter for every establishment."""


def open_school(settings: Settings, *, demo: bool) -> Opened:
    """Make sure that a school and its snapshot are there.

    Links are new at every start, and older unused ones end: those of the demo, and of each school where nobody answers
    for safeguarding yet the one to set it up, so that a link that nobody saw, or whose day is over, locks nobody out.
    The demo's first school is opened as it is: the worker loads its fortnight while people look around.
    Raises `BadSetting` where the demo is asked for and there is a school that is none of it.
    """
    at = timezone.now()
    opened = Opened()
    with acting_as(ACTOR):
        if demo:
            _open_demo(opened, at)
        elif queries.get_first_establishment() is None:
            _open_empty(opened, settings, at)
        places = queries.list_establishments()
        opened.links += _set_up_links(places, at)
        opened.filters_here = any(place.filtering_by == place.FilteringBy.TUTELA for place in places)
        # the worker does this too, but the gateway starts at the same time and would have to wait for it
        for manifest in filters.publish_due(at=at):
            opened.notes.append(f"{manifest.name} published as version {manifest.version}")
        filters.publish_detection(actor=ACTOR, at=at)
    return opened


def _open_demo(opened: Opened, at: datetime) -> None:
    from tutela.web.demo import operations as demo

    try:
        first = demo.open_first(at=at)
    except demo.NotADemo as error:
        raise BadSetting(str(error)) from error
    loaded = demo.get_chosen()
    if loaded and demo.list_unloaded(loaded):
        opened.notes.append(f"{first.name}, whose last fortnight fills within a minute or two")
    else:
        opened.notes.append(first.name)
    opened.links += _demo_links(at)


def _demo_links(at: datetime) -> list[tuple[str, str]]:
    """One for each who has a part to look at; those of the first school by their role, others by their school too."""
    from tutela.web.demo.school import get_trust

    found = []
    for number, school in enumerate(get_trust().places):
        here = {
            person.login: person for person in Person.objects.filter(establishment__slug=school.slug).exclude(user=None)
        }
        for data in school.people:
            if data.signs_in_as and data.login in here:
                who = f"{data.signs_in_as}, {here[data.login].full_name}"
                found.append((f"{who}, {school.name}" if number else who, _link(here[data.login], at)))
    return found


def _open_empty(opened: Opened, settings: Settings, at: datetime) -> None:
    _begin(settings, slug="school", name="Our school", trust="", at=at)
    opened.notes.append("an empty school")


@transaction.atomic
def _begin(settings: Settings, *, slug: str, name: str, trust: str, at: datetime) -> Person:
    belongs_to = opening.find_or_make_trust(actor=ACTOR, at=at, name=trust) if trust else None
    person = opening.open_empty(
        actor=ACTOR, at=at, slug=slug, name=name, time_zone=settings.time_zone, trust=belongs_to
    )
    filters.begin(actor=ACTOR, establishment=person.establishment, at=at)
    return person


class IsADemo(Exception):
    """The people here are made up; no real establishment is mixed with them."""


def add_establishment(settings: Settings, *, slug: str, name: str, trust: str = "") -> tuple[Establishment, str]:
    """A further establishment, empty, and the link of the account that sets it up: told here, and anew at each start.

    trust: the name or slug of the trust that it belongs to, made where there is none; empty for none.
    Raises `IsADemo`, `SlugTaken`, `LoginTaken`, Django's `ValidationError`.
    """
    from tutela.web.demo import operations as demo

    if demo.get_chosen() is not None:
        raise IsADemo
    at = timezone.now()
    with acting_as(ACTOR):
        person = _begin(settings, slug=slug, name=name, trust=trust, at=at)
        return person.establishment, _set_up_link(person, at)


def _set_up_links(places: Iterable[Establishment], at: datetime) -> list[tuple[str, str]]:
    """For each that nobody has set up yet, the link of the account that may; none once somebody has taken over."""
    found = []
    for place in places:
        person = queries.get_set_up_person(place, at=at)
        if person is not None and queries.is_empty(place, at=at):
            who = "Set up the school" if person.login == SET_UP_LOGIN else f"Set up {place.name}"
            found.append((who, _set_up_link(person, at)))
    return found


def _set_up_link(person: Person, at: datetime) -> str:
    return with_onward(_link(person, at), reverse("setup:start"))


def _link(person: Person, at: datetime) -> str:
    return accounts.make_sign_in_link(user=person.user, actor=ACTOR, at=at, base_url=site_address())
