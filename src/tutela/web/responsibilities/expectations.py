"""What the library expects of each role, in the words of an establishment."""

from collections.abc import Collection
from dataclasses import dataclass

import msgspec

from tutela.library.read import ROOT, Sourced, read
from tutela.web.core.terms import Terms


class Line(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One expectation, and where it is learnt: a course, "all" of them, a topic of the curriculum, or nowhere here."""

    say: str
    course: str = ""
    topic: str = ""


class Expected(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is expected, and what to do when worried."""

    expect: list[Line]
    worried: str


class _Expectations(Sourced, frozen=True, kw_only=True, forbid_unknown_fields=True):
    attribution: str = ""
    learners: dict[str, Expected]
    parents: Expected
    staff: Expected
    roles: dict[str, list[Line]]


@dataclass(frozen=True, slots=True)
class Part:
    """What one heading of the page says; `role` is "" for what is for everybody of a kind."""

    role: str
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class Mine:
    """What one person reads."""

    parts: list[Part]
    worried: str


LOOKS_ON = frozenset({"assessor", "governor", "trust-lead"})
"""Roles that meet no learners: what is for staff is not for them."""


def expected_of(roles: Collection[str], age_band: str, terms: Terms) -> Mine:
    """What is expected of somebody with these roles, in the order of the file.

    age_band: of a learner's group; of one without a group, what those of 11 to 16 read.
    """
    file = read(ROOT / "expectations.yaml", _Expectations)
    if "learner" in roles and not set(roles) & file.roles.keys():
        found = file.learners.get(age_band) or file.learners["11-16"]
        return _mine([Part("", found.expect)], found.worried, terms)
    parts: list[Part] = []
    if set(roles) & file.roles.keys() - LOOKS_ON:
        parts.append(Part("", file.staff.expect))
    parts += [Part(role, lines) for role, lines in file.roles.items() if role in roles]
    if "parent" in roles:
        parts.append(Part("parent", file.parents.expect))
    only_parent = "parent" in roles and len(parts) == 1
    return _mine(parts, (file.parents if only_parent else file.staff).worried, terms)


def list_lines() -> list[Line]:
    """Every expectation of the file."""
    file = read(ROOT / "expectations.yaml", _Expectations)
    parts = [*(one.expect for one in file.learners.values()), file.parents.expect, file.staff.expect]
    return [line for lines in (*parts, *file.roles.values()) for line in lines]


def get_attribution() -> str:
    """What has to stand beneath the page."""
    return read(ROOT / "expectations.yaml", _Expectations).attribution


def _mine(parts: list[Part], worried: str, terms: Terms) -> Mine:
    words = msgspec.structs.asdict(terms)
    said = [
        Part(part.role, [msgspec.structs.replace(line, say=line.say.strip().format(**words)) for line in part.lines])
        for part in parts
    ]
    return Mine(said, worried.strip().format(**words))
