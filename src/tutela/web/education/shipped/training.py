"""The courses that are owed, short units for everybody else, and the forms of abuse: library/training.yaml."""

from hashlib import sha256
from typing import Literal

import msgspec

from tutela.library.read import ROOT, BadLibraryFile, Sourced, read

Audience = Literal["staff", "governors", "leads"]
PREVENT = "prevent"
"""The course that has a figure of its own."""


class Topic(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A form of abuse."""

    id: str
    title: str
    short: str
    """As it heads a narrow column."""


class Question(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One question with its answers, counted from 1, and why one of them is right."""

    ask: str
    answers: tuple[str, ...]
    right: int
    because: str


class Course(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A course, who owes it, and for how many days it counts from the day on which it was done."""

    id: str
    title: str
    text: str
    owed_by: tuple[Audience, ...]
    counts_days: int
    covers: tuple[str, ...] = ()
    """Topics that it has to hold."""
    questions: tuple[Question, ...] = ()


class Unit(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A page to read, and three questions about it."""

    id: str
    title: str
    text: tuple[str, ...]
    questions: tuple[Question, ...]


class Pathway(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Units in their order, for those who hold one of these roles; with no role, for people without an account."""

    id: str
    title: str
    roles: tuple[str, ...]
    units: tuple[str, ...]


class Training(Sourced, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All of it, and whose it is."""

    year: int
    topics: tuple[Topic, ...]
    courses: tuple[Course, ...]
    units: tuple[Unit, ...]
    pathways: tuple[Pathway, ...]


def get_training() -> Training:
    """The file. Raises `BadLibraryFile`, also where it names what is not in it or a question has no right answer."""
    path = ROOT / "training.yaml"
    found = read(path, Training)
    units, topics = {one.id for one in found.units}, {one.id for one in found.topics}
    if units & {one.id for one in found.courses}:
        raise BadLibraryFile(f"{path}:1: a unit and a course have one id")
    for part in (*found.courses, *found.units):
        if any(not 1 <= one.right <= len(one.answers) for one in part.questions):
            raise BadLibraryFile(f"{path}:1: {part.id}: a right answer that is not there")
    if any(not set(one.covers) <= topics for one in found.courses):
        raise BadLibraryFile(f"{path}:1: a course covers a topic that is not there")
    if any(not set(one.units) <= units for one in found.pathways):
        raise BadLibraryFile(f"{path}:1: a pathway leads over a unit that is not there")
    return found


def list_courses() -> dict[str, Course]:
    """Every course by its id. Raises `BadLibraryFile`."""
    return {course.id: course for course in get_training().courses}


def list_units() -> dict[str, Unit]:
    """Every unit by its id."""
    return {unit.id: unit for unit in get_training().units}


def list_pathways() -> dict[str, Pathway]:
    """Every pathway by its id."""
    return {pathway.id: pathway for pathway in get_training().pathways}


def get_edition(part: Course | Unit) -> str:
    """Which words its questions have, so that answers to others are not taken for these: 12 digits, hex."""
    return sha256(msgspec.json.encode(part.questions)).hexdigest()[:12]
