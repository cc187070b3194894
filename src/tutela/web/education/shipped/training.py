"""The courses that are owed, as the library names them."""

from typing import Literal

import msgspec

from tutela.library.read import ROOT, Sourced, read

Audience = Literal["staff", "governors", "leads"]
PREVENT = "prevent"
"""The course that has a figure of its own."""


class Course(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A course, who owes it, and for how many days it counts from the day on which it was done."""

    id: str
    title: str
    text: str
    owed_by: tuple[Audience, ...]
    counts_days: int


class _Training(Sourced, frozen=True, kw_only=True, forbid_unknown_fields=True):
    year: int
    courses: list[Course]


def list_courses() -> dict[str, Course]:
    """Every course by its id. Raises `tutela.library.read.BadLibraryFile`."""
    return {course.id: course for course in read(ROOT / "training.yaml", _Training).courses}
