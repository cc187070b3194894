"""What every framework is made of, wherever it was read from: a tree of parts, some of which are answered."""

from collections.abc import Iterator
from typing import Literal

import msgspec

Scoring = Literal["lowest", "average", "weighted"]
State = Literal["published", "updated", "archived"]
Tag = Literal["", "protect", "educate", "empower"]
Element = Literal["", "awareness", "technology", "education", "review"]
QuestionKind = Literal["unique_choice", "multiple_choice", "text", "date", "number", "boolean"]
Result = Literal["", "compliant", "partially_compliant", "non_compliant", "not_applicable"]
Relation = Literal["equal", "subset", "superset", "intersect", "not_related"]


class Value(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What the values below share: they never change, and say no more than what differs from nothing."""


class Bar(Value, frozen=True):
    """What live evidence must show before a level is believed: at least or at most so much, in the kind's unit."""

    evidence: str
    at_least: float | None = None
    at_most: float | None = None


class Level(Value, frozen=True):
    """One answer that can be chosen."""

    level: float
    """More is better; two answers may be worth the same."""
    text: str
    name: str = ""
    """A short word for the level, such as Begun."""
    counts: bool = True
    """False for an answer that says nothing about how well things stand, such as the kind of connection."""
    next: tuple[str, ...] = ()
    """What to do to reach the level above."""
    holds: tuple[Bar, ...] = ()
    id: str = ""
    """The maker's own name of the answer."""
    goto: str = ""
    """The part that is asked next when this is chosen. Empty: the section ends, where any of its answers leads on."""


class Choice(Value, frozen=True):
    """A choice of a question of an imported framework."""

    text: str
    id: str = ""
    description: str = ""
    color: str = ""
    adds: float | None = None
    result: Result = ""
    selects: tuple[str, ...] = ()
    """Groups of parts that apply once this is chosen."""


class DependsOn(Value, frozen=True):
    """A question that is asked only when another was answered so."""

    question: str
    answers: tuple[str, ...] = ()
    condition: str = "any"


class Question(Value, frozen=True):
    """A question of an imported framework; several may stand beside one part."""

    id: str
    kind: QuestionKind
    text: str
    choices: tuple[Choice, ...] = ()
    depends_on: DependsOn | None = None


class Applies(Value, frozen=True):
    """For whom; an empty list means for everybody."""

    nations: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    phases: tuple[str, ...] = ()

    def to(self, nation: str, sector: str, phase: str) -> bool:
        """Whether it is meant for an establishment of this nation, sector and phase; "" fits everything."""
        phases = {"primary", "secondary"} if phase == "all-through" else {phase}
        pairs = ((self.nations, {nation}), (self.sectors, {sector}), (self.phases, phases))
        return all(not wanted or given == {""} or given & set(wanted) for wanted, given in pairs)


class Part(Value, frozen=True):
    """A section, a statement to be answered, or both at once."""

    id: str
    ref: str = ""
    """How the maker numbers it, such as 1.2."""
    title: str = ""
    text: str = ""
    guidance: str = ""
    typical_evidence: str = ""
    assessed: bool = False
    levels: tuple[Level, ...] = ()
    """The part's own levels, lowest first; empty means the framework's scale."""
    questions: tuple[Question, ...] = ()
    evidence: tuple[str, ...] = ()
    """Kinds of live evidence that speak to it."""
    applies: Applies = Applies()
    groups: tuple[str, ...] = ()
    controls: tuple[str, ...] = ()
    threats: tuple[str, ...] = ()
    tag: Tag = ""
    element: Element = ""
    weight: float = 1.0
    essential: bool = False
    display: str = ""
    translations: dict[str, dict[str, str]] = {}
    """Language → field → words."""
    parts: tuple["Part", ...] = ()


class Group(Value, frozen=True):
    """A named selection of parts, such as the basic level of a standard."""

    id: str
    name: str = ""
    description: str = ""
    chosen_at_first: bool = False
    translations: dict[str, dict[str, str]] = {}


class Framework(Value, frozen=True):
    """One version of one framework; it never changes once read."""

    id: str
    version: str
    title: str
    summary: str = ""
    language: str = "en"
    origin: str = "tutela"
    """Which format it came in: tutela, ciso-assistant or dfe."""
    source: str = ""
    publisher: str = ""
    packager: str = ""
    year: int = 0
    """Of the source; 0 where it says none."""
    url: str = ""
    licence: str = ""
    attribution: str = ""
    state: State = "published"
    scoring: Scoring = "average"
    scale: tuple[Level, ...] = ()
    groups: tuple[Group, ...] = ()
    applies: Applies = Applies()
    translations: dict[str, dict[str, str]] = {}
    parts: tuple[Part, ...] = ()


class Pair(Value, frozen=True):
    """How a part of one framework stands to a part of another."""

    source: str
    target: str
    relation: Relation
    why: str = ""


class Mapping(Value, frozen=True):
    """What has been answered in one framework and need not be asked again in another."""

    id: str
    title: str
    source: str
    """A framework's id."""
    target: str
    pairs: tuple[Pair, ...]
    summary: str = ""


def list_parts(of: Framework | Part) -> Iterator[Part]:
    """Every part below, a parent before its children, in the order of the page."""
    for part in of.parts:
        yield part
        yield from list_parts(part)


def list_statements(of: Framework | Part) -> list[Part]:
    """The parts that are answered, in the order of the page."""
    return [part for part in list_parts(of) if part.assessed]


def levels_of(framework: Framework, part: Part) -> tuple[Level, ...]:
    """What can be chosen for this part, lowest first."""
    return part.levels or framework.scale


def level_at(framework: Framework, part: Part, level: float | None) -> Level | None:
    """The answer that is worth so much; None where none is."""
    return next((one for one in levels_of(framework, part) if one.level == level), None)


def list_evidence(framework: Framework, part: Part) -> list[str]:
    """The kinds of live evidence that speak to a part, and those that its levels rest on; each once."""
    rests = (bar.evidence for level in levels_of(framework, part) for bar in level.holds)
    return list(dict.fromkeys([*part.evidence, *rests]))
