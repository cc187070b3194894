"""Our own form of a framework, as it is written by hand: short, strict, and turned into the common one.

Four levels, the same for every statement of every framework that is shipped, so that a reviewer learns them once.
"""

from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec

from tutela.library.read import Sourced, read
from tutela.web.reviews.frameworks.model import (
    Applies,
    Bar,
    Element,
    Framework,
    Level,
    Mapping,
    Pair,
    Part,
    Relation,
    Scoring,
    State,
    Tag,
)

LEVELS = {1: "Not yet", 2: "Begun", 3: "In place", 4: "Proved"}
"""Higher is better. Proved means: shown by records or by asking those concerned, and reviewed within the year."""
Slug = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Nation = Literal["england", "wales", "scotland", "northern-ireland"]
Sector = Literal["school", "college", "training", "university"]
Phase = Literal["early-years", "primary", "secondary", "16-plus", "adult"]
Words = Annotated[str, msgspec.Meta(min_length=2, max_length=1200)]


class For(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """For whom something is meant; what is left out means everybody."""

    nations: list[Nation] = []
    sectors: list[Sector] = []
    phases: list[Phase] = []


class AuthoredBar(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What live evidence of a kind must show before the level is believed, in the kind's unit."""

    evidence: str
    at_least: float | None = None
    at_most: float | None = None


class AuthoredLevel(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"text": "is"}):
    """What is seen at this level, and what to do to reach the next one."""

    text: Words
    next: list[Words] = []
    holds: list[AuthoredBar] = []


class Statement(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"applies": "for"}):
    """One thing that is judged."""

    id: Slug
    title: Annotated[str, msgspec.Meta(max_length=120)]
    text: Words
    guidance: str = ""
    levels: dict[Literal[1, 2, 3, 4], AuthoredLevel]
    evidence: list[str] = []
    tag: Tag = ""
    element: Element = ""
    weight: Annotated[float, msgspec.Meta(gt=0, le=10)] = 1.0
    essential: bool = False
    applies: For = For()


class Section(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Statements that belong together."""

    id: Slug
    title: Annotated[str, msgspec.Meta(max_length=120)]
    text: str = ""
    statements: list[Statement]


class Authored(Sourced, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"applies": "for"}):
    """One framework as it is written in the library."""

    id: Slug
    version: Annotated[int, msgspec.Meta(ge=1)]
    title: Annotated[str, msgspec.Meta(max_length=120)]
    summary: Words
    year: Annotated[int, msgspec.Meta(ge=1990, le=2100)]
    """Of the source."""
    publisher: str
    url: str = ""
    attribution: str = ""
    state: State = "published"
    language: str = "en"
    scoring: Scoring = "lowest"
    element: Element = ""
    """Of every statement that names none."""
    applies: For = For()
    sections: list[Section]


class AuthoredPair(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a statement of the source stands to one of the target, and why two people would say so."""

    source: Slug
    target: Slug
    relation: Relation = "equal"
    why: Words


class AuthoredMapping(Sourced, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What has been answered in one framework of the library and is proposed in another."""

    id: Slug
    title: Annotated[str, msgspec.Meta(max_length=120)]
    summary: Words
    between: Annotated[list[Slug], msgspec.Meta(min_length=2, max_length=2)]
    """The ids of the source and of the target."""
    pairs: Annotated[list[AuthoredPair], msgspec.Meta(min_length=1)]


def schema() -> dict[str, Any]:
    """The JSON Schema of a framework in our own form, for editors and for other programs."""
    told = msgspec.json.schema(Authored)
    # whatever reads YAML by a schema sees the numbers of levels as words
    told["$defs"]["Statement"]["properties"]["levels"]["propertyNames"] = {"enum": [str(level) for level in LEVELS]}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "A framework of self-review", **told}


def read_authored(path: Path) -> Framework:
    """A framework in our own form. Raises `tutela.library.read.BadLibraryFile`."""
    return to_framework(read(path, Authored))


def read_mapping(path: Path) -> Mapping:
    """A mapping in our own form. Raises `tutela.library.read.BadLibraryFile`."""
    written = read(path, AuthoredMapping)
    return Mapping(
        id=written.id,
        title=written.title,
        summary=written.summary,
        source=written.between[0],
        target=written.between[1],
        pairs=tuple(
            Pair(source=one.source, target=one.target, relation=one.relation, why=one.why) for one in written.pairs
        ),
    )


def to_framework(written: Authored) -> Framework:
    """The common form; ids of statements stay as written, so that answers find them in the next version."""
    return Framework(
        id=written.id,
        version=str(written.version),
        title=written.title,
        summary=written.summary,
        language=written.language,
        source=written.source,
        publisher=written.publisher,
        year=written.year,
        url=written.url,
        licence=written.licence,
        attribution=written.attribution,
        state=written.state,
        scoring=written.scoring,
        scale=tuple(Level(level=level, name=name, text=name) for level, name in LEVELS.items()),
        applies=_applies(written.applies),
        parts=tuple(_section(section, written.element) for section in written.sections),
    )


def _section(section: Section, element: Element) -> Part:
    return Part(
        id=section.id,
        title=section.title,
        text=section.text,
        parts=tuple(_statement(statement, element) for statement in section.statements),
    )


def _statement(statement: Statement, element: Element) -> Part:
    return Part(
        id=statement.id,
        title=statement.title,
        text=statement.text,
        guidance=statement.guidance,
        assessed=True,
        levels=tuple(_level(number, level) for number, level in sorted(statement.levels.items())),
        evidence=tuple(statement.evidence),
        applies=_applies(statement.applies),
        tag=statement.tag,
        element=statement.element or element,
        weight=statement.weight,
        essential=statement.essential,
    )


def _level(number: int, level: AuthoredLevel) -> Level:
    bars = tuple(Bar(evidence=bar.evidence, at_least=bar.at_least, at_most=bar.at_most) for bar in level.holds)
    return Level(level=number, name=LEVELS[number], text=level.text, next=tuple(level.next), holds=bars)


def _applies(given: For) -> Applies:
    return Applies(nations=tuple(given.nations), sectors=tuple(given.sectors), phases=tuple(given.phases))
