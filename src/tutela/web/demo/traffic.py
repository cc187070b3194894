"""A day of ordinary requests: lessons by a timetable, breaks, evenings on loaned laptops, staff. Pure, from a seed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import NamedTuple
from urllib.parse import quote_plus

import msgspec

from tutela.library.read import Sourced, read
from tutela.web.demo.chance import chance_of
from tutela.web.demo.moments import at_local
from tutela.web.demo.people import Learner, Roster
from tutela.web.demo.school import SCENE, School

LESSONS = (time(9, 0), time(10, 0), time(11, 20), time(12, 20), time(13, 45), time(14, 45))
BREAKS = ((time(11, 2), 16), (time(12, 32), 30))
"""Local time of their beginning, and minutes."""
ONLINE_IN_LESSON = {"5-7": 0.08, "7-11": 0.16, "11-16": 0.3, "16-plus": 0.45, "adult": 0.6}
"""How often somebody of an age uses a device in a lesson."""
ONLINE_IN_BREAK = 0.12
ONLINE_IN_EVENING = 0.5
SEARCH = "https://www.google.com/search?q="
"""The engine of the demo's browsers; the gateway opens it so that searches are known."""


class Asked(NamedTuple):
    """One request as a browser makes it. `login` is "" on a shared device that is known by its address."""

    time: datetime
    login: str
    device: str
    src_ip: str
    url: str
    method: str
    agent: str


class Lesson(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    bands: tuple[str, ...]
    searches: tuple[str, ...]
    sites: tuple[str, ...]
    name: str = ""


class StaffWork(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    searches: tuple[str, ...]
    sites: tuple[str, ...]


class Traffic(Sourced, frozen=True):
    """What is asked for in lessons and outside them."""

    lessons: tuple[Lesson, ...]
    everywhere: tuple[str, ...]
    background: tuple[str, ...]
    free_time: tuple[Lesson, ...]
    help: tuple[str, ...]
    staff: StaffWork
    agents: tuple[str, ...]


def get_traffic() -> Traffic:
    """What is asked for, as it is shipped. Raises `BadLibraryFile`."""
    return read(SCENE / "traffic.yaml", Traffic)


@dataclass(frozen=True, slots=True)
class Day:
    """One local day at one establishment; `list_asked` gives what was asked for, in the order of time."""

    school: School
    roster: Roster
    traffic: Traffic
    day: date
    seed: int

    def list_asked(self) -> list[Asked]:
        """Everything that was asked for on this day, but for the story."""
        found: list[Asked] = []
        is_school = self.day.weekday() < 5
        for number, learner in enumerate(self.roster.learners):
            chance = self._chance(learner.login)
            if is_school:
                found += self._at_school(learner, number, chance)
            if learner.has_laptop and chance.random() < ONLINE_IN_EVENING:
                found += self._evening(learner, number, chance, is_school)
        if is_school:
            for number, login in enumerate(self._staff_logins()):
                found += self._work(login, number, self._chance(login))
        return sorted(found)

    def _chance(self, login: str) -> Random:
        return chance_of(self.seed, self.school.slug, self.day, login)

    def _staff_logins(self) -> list[str]:
        own = [one.login for one in self.school.people if one.kind in ("staff", "partner") and one.group]
        return sorted([*own, *(one.login for one in self.roster.staff)])

    def _at_school(self, learner: Learner, number: int, chance: Random) -> Iterator[Asked]:
        band = band_of(learner)
        subjects = [one for one in self.traffic.lessons if band in one.bands]
        timetable = chance_of(self.seed, self.school.slug, learner.school_class, self.day)
        where = self._where(learner, number, band, chance)
        for begins in LESSONS:
            subject = timetable.choice(subjects)
            if chance.random() < ONLINE_IN_LESSON[band]:
                start = at_local(self.day, begins) + timedelta(seconds=chance.randrange(120, 1200))
                yield from self._browse(where, subject, start, chance.randrange(4, 9), chance)
        free = next(one for one in self.traffic.free_time if band in one.bands)
        for begins, minutes in BREAKS:
            if chance.random() < ONLINE_IN_BREAK:
                start = at_local(self.day, begins) + timedelta(seconds=chance.randrange(minutes * 60))
                yield from self._browse(where, free, start, chance.randrange(2, 6), chance)

    def _evening(self, learner: Learner, number: int, chance: Random, is_school: bool) -> Iterator[Asked]:
        band = band_of(learner)
        where = (learner.login, "", f"{self.school.network}.200.{number % 250 + 1}", self.traffic.agents[0])
        first = time(17, 0) if is_school else time(11, 0)
        start = at_local(self.day, first) + timedelta(minutes=chance.randrange(4 * 60))
        homework = chance.choice([one for one in self.traffic.lessons if band in one.bands])
        yield from self._browse(where, homework, start, chance.randrange(5, 12), chance)
        free = next(one for one in self.traffic.free_time if band in one.bands)
        later = start + timedelta(minutes=chance.randrange(20, 60))
        yield from self._browse(where, free, later, chance.randrange(2, 7), chance)
        if chance.random() < 0.03:  # decided and never recorded: nothing of it is found in the demo's records
            yield self._ask(where, later + timedelta(minutes=9), f"{chance.choice(self.traffic.help)}:443", "CONNECT")

    def _work(self, login: str, number: int, chance: Random) -> Iterator[Asked]:
        where = (login, "", f"{self.school.network}.4.{number % 250 + 1}", self.traffic.agents[1])
        work = Lesson(("adult",), self.traffic.staff.searches, self.traffic.staff.sites)
        for begins in (time(8, 5), time(12, 40), time(15, 30)):
            if chance.random() < 0.7:
                start = at_local(self.day, begins) + timedelta(seconds=chance.randrange(2400))
                yield from self._browse(where, work, start, chance.randrange(4, 12), chance)

    def _where(self, learner: Learner, number: int, band: str, chance: Random) -> tuple[str, str, str, str]:
        """Who or what asks: a learner who signed in; of the youngest, often a tablet that the class shares."""
        shared = [one for one in self.school.devices if one.group == f"learners-{band}"]
        if shared and band in ("5-7", "7-11") and chance.random() < 0.7:
            tablet = chance.choice(shared)
            return "", tablet.name, tablet.address, self.traffic.agents[2]
        return learner.login, "", f"{self.school.network}.16.{number % 250 + 1}", self.traffic.agents[0]

    def _browse(
        self, where: tuple[str, str, str, str], what: Lesson, start: datetime, count: int, chance: Random
    ) -> Iterator[Asked]:
        """So many pages one after another: most often a search first, then what it leads to."""
        moment = start
        for number in range(count):
            moment += timedelta(milliseconds=chance.randrange(4_000, 80_000))
            if chance.random() < 0.12:
                yield self._ask(where, moment, f"{chance.choice(self.traffic.background)}:443", "CONNECT")
            elif number % 4 == 0 and chance.random() < 0.75:
                yield self._ask(where, moment, SEARCH + quote_plus(chance.choice(what.searches)), "GET")
            else:
                sites = what.sites if chance.random() < 0.6 else self.traffic.everywhere
                yield self._ask(where, moment, f"{chance.choice(sites)}:443", "CONNECT")

    @staticmethod
    def _ask(where: tuple[str, str, str, str], moment: datetime, url: str, method: str) -> Asked:
        login, device, src_ip, agent = where
        return Asked(moment, login, device, src_ip, url, method, agent)


def band_of(learner: Learner) -> str:
    """The age band of a learner's year in England; without a year they are adults."""
    if learner.year is None:
        return "adult"
    last_years = ((2, "5-7"), (6, "7-11"), (11, "11-16"), (13, "16-plus"))
    return next(band for last, band in last_years if learner.year <= last)
