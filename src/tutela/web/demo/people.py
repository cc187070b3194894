"""Who is at an establishment of the trust beside those with a part in the story: drawn from a seed, always the same."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from tutela.web.demo.chance import chance_of
from tutela.web.demo.school import Names, School

ADULT_AGES = (19, 58)
NO_CONTACT_EVERY = 14
"""Of every so many parents one must not be contacted about the child."""


@dataclass(frozen=True, slots=True)
class Learner:
    """A learner, of the story or drawn, with the class they sit in and whether a laptop of the school is at home."""

    login: str
    reference: str
    given_name: str
    family_name: str
    born_on: date
    year: int | None
    school_class: str
    has_laptop: bool


@dataclass(frozen=True, slots=True)
class Worker:
    """A member of staff; `teaches` is the class of which they are tutor."""

    login: str
    reference: str
    given_name: str
    family_name: str
    role: str
    teaches: str = ""


@dataclass(frozen=True, slots=True)
class Parent:
    reference: str
    given_name: str
    family_name: str
    child: str
    has_responsibility: bool
    no_contact: bool


@dataclass(frozen=True, slots=True)
class Roster:
    learners: tuple[Learner, ...]
    staff: tuple[Worker, ...]
    parents: tuple[Parent, ...]

    def in_class(self, name: str) -> list[Learner]:
        """The learners of a class, in the order of the register."""
        return [one for one in self.learners if one.school_class == name]


def plan_roster(school: School, names: Names, *, seed: int, school_year: int) -> Roster:
    """Everybody at one establishment. `school_year` is the year in whose September it began."""
    chance = chance_of(seed, school.slug, "people")
    taken = {one.login for one in school.people}
    learners = list(_learners(school, names, chance, taken, school_year))
    staff = list(_staff(school, names, chance, taken))
    return Roster(tuple(learners), tuple(staff), tuple(_parents(school, names, chance, learners)))


def _learners(school: School, names: Names, chance: Random, taken: set[str], school_year: int) -> Iterator[Learner]:
    code = _code(school)
    number = 1000
    for some in school.classes:
        for name in some.names:
            own = [one for one in school.people if one.school_class == name]
            drawn = [
                (_draw_login(chance, names.learners, names.families, taken), None) for _ in range(some.size - len(own))
            ]
            known = [((one.login, one.given_name, one.family_name), one.born_on) for one in own]
            for (login, given, family), born_on in sorted([*known, *drawn], key=lambda one: (one[0][2], one[0][1])):
                number += 1
                laptop = school.loaned_laptop_every and number % school.loaned_laptop_every == 0
                born = _born(chance, some.year, school_year)
                yield Learner(
                    login, f"{code}{number}", given, family, born_on or born, some.year, name, bool(laptop or born_on)
                )


def _staff(school: School, names: Names, chance: Random, taken: set[str]) -> Iterator[Worker]:
    code = _code(school)
    tutored = [name for some in school.classes for name in some.names]
    for number in range(school.teachers + school.support):
        login, given, family = _draw_login(chance, names.adults, names.families, taken)
        role = "teacher" if number < school.teachers else "support"
        teaches = tutored[number % len(tutored)] if role == "teacher" else ""
        yield Worker(login, f"{code}S{number + 1:02}", given, family, role, teaches)


def _parents(school: School, names: Names, chance: Random, learners: list[Learner]) -> Iterator[Parent]:
    if not school.child_with_parent_every:
        return
    for number, learner in enumerate(learners[:: school.child_with_parent_every], 1):
        family = learner.family_name if chance.random() < 0.7 else chance.choice(names.families)
        kept_away = number % NO_CONTACT_EVERY == 0
        yield Parent(
            f"{_code(school)}P{number:03}",
            chance.choice(names.adults),
            family,
            learner.reference,
            has_responsibility=not kept_away,
            no_contact=kept_away,
        )


def _draw_login(
    chance: Random, givens: tuple[str, ...], families: tuple[str, ...], taken: set[str]
) -> tuple[str, str, str]:
    """A name and a login that nobody has yet."""
    while True:
        given, family = chance.choice(givens), chance.choice(families)
        login = f"{given[0]}{family}".lower()
        if login not in taken:
            taken.add(login)
            return login, given, family


def _born(chance: Random, year: int | None, school_year: int) -> date:
    """A birthday of somebody who is in that year in England, or of an adult."""
    if year is None:
        return date(school_year - chance.randrange(*ADULT_AGES), 1, 1) + timedelta(days=chance.randrange(365))
    return date(school_year - year - 5, 9, 1) + timedelta(days=chance.randrange(365))


def _code(school: School) -> str:
    return "".join(word[0] for word in school.name.split())[:2].upper()


def as_files(school: School, roster: Roster) -> Iterator[tuple[str, bytes]]:
    """The people as the CSV files that a management system exports: (name, content), in the order of their import."""
    cohorts = [(name, "adult") for some in school.classes if some.year is None for name in some.names]
    if cohorts:
        yield "groups.csv", _csv(("name", "age_band"), cohorts)
    yield (
        "learners.csv",
        _csv(
            ("reference", "given_name", "family_name", "login", "born_on", "year", "classes"),
            [
                (
                    one.reference,
                    one.given_name,
                    one.family_name,
                    one.login,
                    one.born_on.isoformat(),
                    str(one.year or ""),
                    one.school_class,
                )
                for one in roster.learners
            ],
        ),
    )
    yield (
        "staff.csv",
        _csv(
            ("reference", "given_name", "family_name", "login", "role", "teaches"),
            [
                (one.reference, one.given_name, one.family_name, one.login, one.role, one.teaches)
                for one in roster.staff
            ],
        ),
    )
    if roster.parents:
        yield (
            "parents.csv",
            _csv(
                ("reference", "given_name", "family_name", "child", "parental_responsibility", "no_contact"),
                [
                    (
                        one.reference,
                        one.given_name,
                        one.family_name,
                        one.child,
                        "yes" if one.has_responsibility else "no",
                        "yes" if one.no_contact else "no",
                    )
                    for one in roster.parents
                ],
            ),
        )


def _csv(columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue().encode()
