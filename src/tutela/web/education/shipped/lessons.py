"""Lessons that are ready to be taught: library/lessons.yaml."""

import msgspec

from tutela.library.read import ROOT, BadLibraryFile, Sourced, read
from tutela.web.education.plans.model import Material, Plan
from tutela.web.education.shipped.curriculum import Band, list_topics


class Ready(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One of them."""

    id: str
    title: str
    topic: str
    bands: tuple[Band, ...]
    goal: str
    steps: str
    materials: tuple[Material, ...] = ()
    questions: tuple[str, ...]


class _File(Sourced, frozen=True, kw_only=True, forbid_unknown_fields=True):
    year: int
    lessons: tuple[Ready, ...]


def list_ready() -> dict[str, Plan]:
    """Each by its id, in the order of the file. Raises `tutela.library.read.BadLibraryFile`."""
    path = ROOT / "lessons.yaml"
    file = read(path, _File)
    found = {}
    for one in file.lessons:
        if one.topic not in list_topics():
            raise BadLibraryFile(f"{path}:1: {one.id} names a strand that is not there: {one.topic}")
        found[one.id] = Plan(
            title=one.title, topic=one.topic, bands=one.bands, goal=one.goal, steps=one.steps.strip(),
            materials=one.materials, questions=one.questions, source=f"{file.source}, {file.year}",
            licence=file.licence,
        )  # fmt: skip
    return found
