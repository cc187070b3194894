"""Loads the trust with its fortnight, one establishment after another; what was broken off goes on where it was."""

import fcntl
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date, time, timedelta
from pathlib import Path
from typing import Protocol
from urllib.parse import quote_plus

import msgspec
from django.conf import settings
from django.db import transaction
from django.urls import reverse

from tutela.events.event import Event, Match
from tutela.web.core import audit
from tutela.web.core.actor import acting_as
from tutela.web.core.models import AuditEntry
from tutela.web.demo import lists
from tutela.web.demo.chance import chance_of
from tutela.web.demo.deciding import open_gate
from tutela.web.demo.filling import plan_term
from tutela.web.demo.matters import Days
from tutela.web.demo.moments import Fortnight
from tutela.web.demo.people import Roster, plan_roster
from tutela.web.demo.school import School, get_names, get_trust
from tutela.web.demo.setting_up import ACTOR, set_up, take_in_people
from tutela.web.demo.story import Incident, Story, get_story
from tutela.web.demo.term import get_term
from tutela.web.demo.traffic import SEARCH, Asked, Day, get_traffic
from tutela.web.establishments import queries
from tutela.web.establishments.models import Establishment
from tutela.web.filters import operations as filters

SEED = 1
FILE = "demo.json"
Say = Callable[[str, int, int], object]
"""Is told what is being done, how much of it is done, and of how much."""


def quiet(_what: str, _done: int, _total: int) -> None:
    """Say nothing."""


class NotADemo(Exception):
    """There is a school here that is none of the demo's: its records are not mixed with made-up ones."""


class AnotherDemo(Exception):
    """The demo of another day, or of another seed, is here already; the message says which."""


class Chosen(msgspec.Struct, frozen=True):
    """What was chosen when the demo of this data folder was begun: its last day, its seed, and which places it has."""

    until: date
    seed: int = SEED
    places: tuple[str, ...] = ()


def get_chosen() -> Chosen | None:
    """What the demo of this data folder is; None while there is none."""
    try:
        return msgspec.json.decode(_file().read_bytes(), type=Chosen)
    except OSError:
        return None


def choose(until: date, *, seed: int = SEED, places: Iterable[str] = ()) -> Chosen:
    """Begin the demo here, or go on with the one that is here, with these places too.

    Raises `NotADemo`, `AnotherDemo`.
    """
    check_is_demo()
    known = get_chosen()
    if known and (known.until, known.seed) != (until, seed):
        raise AnotherDemo(
            f"The demo here ends on {known.until} and has the seed {known.seed}. For another one name an empty folder "
            "with --data"
        )
    wanted = {*(known.places if known else ()), *places}
    chosen = Chosen(until, seed, tuple(one.slug for one in get_trust().places if one.slug in wanted))
    if chosen != known:
        draft = _file().with_suffix(".draft")
        draft.write_bytes(msgspec.json.encode(chosen))
        draft.replace(_file())
    return chosen


def check_is_demo() -> None:
    """Raise `NotADemo` when there is any establishment that the demo does not have."""
    known = {(one.slug, one.name) for one in get_trust().places}
    for found in queries.list_establishments():
        if (found.slug, found.name) not in known:
            raise NotADemo(
                f"{found.name} is no school of the demo, and its records are not mixed with made-up ones. "
                "Name a folder for the demo with --data"
            )


def is_loaded(slug: str) -> bool:
    """Whether the fortnight of an establishment is there in whole."""
    return AuditEntry.objects.filter(action="demo.load", object=f"demo:{slug}").exists()


def list_unloaded(chosen: Chosen) -> list[School]:
    """The establishments of the demo that are still to be loaded."""
    return [one for one in get_trust().places if one.slug in chosen.places and not is_loaded(one.slug)]


class Recorder(Protocol):
    """Whoever stores events and matches them with the rules in force."""

    def take(self, events: list[Event]) -> list[Match]:
        """Store some events of one source, in their order; return what matched. Raises `StoreError`."""


def load(
    chosen: Chosen,
    open_recorder: Callable[[], AbstractContextManager[Recorder]],
    *,
    say: Say = quiet,
    then: Callable[[], object] | None = None,
) -> int:
    """Load what is missing of the demo; how many establishments that was. `then` is called once that is loaded, while
    the event store still answers. Raises `StoreError`.
    """
    with acting_as(ACTOR):
        missing = list_unloaded(chosen)
        if not missing:
            return 0
        with _alone(), open_recorder() as recorder:
            missing = list_unloaded(chosen)  # somebody else may have loaded it while we waited
            for school in missing:
                _Loading(chosen, school, recorder, say).run()
            if then is not None and missing:
                then()
    return len(missing)


class _Loading:
    """One establishment."""

    def __init__(self, chosen: Chosen, school: School, recorder: Recorder, say: Say) -> None:
        self.school, self.recorder, self.seed = school, recorder, chosen.seed
        self.fortnight = Fortnight(chosen.until)
        self.roster = plan_roster(school, get_names(), seed=chosen.seed, school_year=self.fortnight.school_year)
        self.story = get_story()
        self.say = lambda what, done, total: say(f"{school.name}: {what}", done, total)

    def run(self) -> None:
        at = self.fortnight.begins_at
        self.say("people", 0, 1)
        establishment = set_up(get_trust(), self.school, at=at)
        take_in_people(establishment, self.school, self.roster, at=at)
        lists.have_lists(establishment, self.fortnight)
        days = Days(establishment, self.roster, self.fortnight)
        days.add_story(self.story)
        plan_term(days, get_term())
        self._requests(establishment, days)
        self.say("alerts, concerns and decisions", 0, 1)
        reverse("home:home")  # reads every address of the site once, so that the lock below is held for less time
        # all or nothing: half of a case could not be gone on with
        with transaction.atomic():
            done = days.run()
            audit.record(ACTOR, "demo.load", f"demo:{self.school.slug}", at=self.fortnight.ends_at, done=done)
        filters.want_publication(actor=ACTOR, at=self.fortnight.ends_at, establishment_id=establishment.pk)
        self.say("loaded", 1, 1)

    def _requests(self, establishment: Establishment, days: Days) -> None:
        source = f"demo-{self.school.slug}.{self.fortnight.until}"
        seq = 1
        with open_gate(establishment, self.fortnight.begins_at) as gate:
            for number, day in enumerate(self.fortnight.days):
                self.say("requests", number, len(self.fortnight.days))
                asked = list_asked(self.school, self.roster, self.story, self.fortnight, day, seed=self.seed)
                events = gate.events(asked, source_id=source, seq=seq)
                seq += len(events)
                days.add_matches(self.recorder.take(events), events)


def list_asked(
    school: School, roster: Roster, story: Story, fortnight: Fortnight, day: date, *, seed: int
) -> list[Asked]:
    """Everything that was asked for at an establishment on a day of the fortnight, in order; the story too."""
    asked = Day(school, roster, get_traffic(), day, seed).list_asked()
    for incident in story.incidents:
        if incident.place == school.slug and incident.day(fortnight) == day:
            asked += _asked_in(incident, school, roster, fortnight, seed)
    return sorted(one for one in asked if one.time < fortnight.ends_at)


def _asked_in(incident: Incident, school: School, roster: Roster, fortnight: Fortnight, seed: int) -> list[Asked]:
    """What somebody of the story searched for and then visited, half a minute apart."""
    name, mark, place = incident.who.rpartition("/")
    login = roster.in_class(name)[int(place) - 1].login if mark else incident.who
    chance = chance_of(seed, incident.who, incident.at)
    moment = incident.moment(fortnight)
    at_home = not time(8, 0) <= time.fromisoformat(incident.at) <= time(17, 0)
    src_ip = f"{school.network}.{200 if at_home else 16}.{sum(map(ord, login)) % 250 + 1}"
    found = []
    for url, method in [
        *((SEARCH + quote_plus(words), "GET") for words in incident.searches),
        *((f"{host}:443", "CONNECT") for host in incident.visits),
    ]:
        found.append(Asked(moment, login, "", src_ip, url, method, get_traffic().agents[0]))
        moment += timedelta(seconds=chance.randrange(20, 50))
    return found


@contextmanager
def _alone() -> Iterator[None]:
    """Wait until nobody else loads into this data folder."""
    with _file().with_suffix(".lock").open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _file() -> Path:
    return Path(settings.TUTELA.data) / FILE
