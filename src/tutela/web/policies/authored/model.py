"""The form of a template of a policy or an agreement: strict, so that a slip is named with its file and line."""

from typing import Annotated, Literal

import msgspec

from tutela.library.read import Sourced

Slug = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Name = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9_-]*$", max_length=40)]
Nation = Literal["england", "wales", "scotland", "northern-ireland"]
Sector = Literal["school", "college", "training", "university"]
Phase = Literal["early-years", "primary", "secondary", "16-plus", "adult"]
Title = Annotated[str, msgspec.Meta(min_length=2, max_length=60)]
Words = Annotated[str, msgspec.Meta(min_length=2, max_length=4000)]
HIGHEST_VERSION = 2**31 - 1
"""The highest number that every database keeps as a plain whole number."""

Kind = Literal["policy", "agreement"]
Audience = Literal["everyone", "staff", "learners", "parents", "governors", "visitors", "partners"]
Reading = Literal["plain", "easy", "pictures", "easy-read"]
"""How hard it is to read. Nobody is asked for what is in easy read: it may be read instead of another."""
Group = Literal["staff", "learners", "parents", "governors", "visitors", "partners"]
"""Of whom one asks what they think of a text."""
Outcome = Literal["block", "allow"]
Tag = Literal[
    "scope", "roles", "prevent", "bullying", "copyright", "plagiarism", "behaviour", "child-protection", "contracts",
    "data-protection", "filtering", "monitoring", "images", "mobile", "remote-learning", "social-media", "ai", "gaming",
    "reporting", "illegal-content", "records", "training", "parents", "sanctions", "review", "accessibility",
    "cyber-security", "communication", "own-devices", "visitors",
]  # fmt: skip
Symbol = Literal[
    "tell", "stop", "ask", "share-kind", "no-photo", "private", "screen-time", "adult-near", "safe-sites", "be-kind",
    "name-secret", "help", "bed-time",
]  # fmt: skip
Technology = Literal[
    "email", "messaging", "video-call", "social-media", "own-phone", "school-device", "camera", "cloud-storage",
    "learning-platform", "ai-assistant", "game", "vpn", "printer", "streaming", "website", "wearable",
]  # fmt: skip
Fact = Literal[
    "establishment.name", "contact.name", "contact.email", "deputy.name", "head.name", "chair.name", "it.name",
    "review.on", "providers.filtering",
]  # fmt: skip
"""What records know, so that nobody types it twice."""


class _Strict(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Anything the form does not name is a fault."""


class Ages(_Strict, frozen=True, rename={"first": "from"}):
    """Whole years; an end that is left out is open."""

    first: int | None = None
    """Inclusive."""
    below: int | None = None
    """Exclusive."""


class For(_Strict, frozen=True):
    """Where something is meant for; what is left out means everywhere."""

    nations: tuple[Nation, ...] = ()
    sectors: tuple[Sector, ...] = ()
    phases: tuple[Phase, ...] = ()

    def holds(self, nation: str, sector: str, phase: str) -> bool:
        """Whether it is meant for an establishment of that kind; one for all ages has the phases of all schools."""
        phases = {"primary", "secondary"} if phase == "all-through" else {phase}
        asked = ((self.nations, {nation}), (self.sectors, {sector}), (self.phases, phases))
        return all(not wanted or given & set(wanted) for wanted, given in asked)


class Variable(_Strict, frozen=True):
    """What differs from place to place; texts name it as {id}."""

    id: Name
    label: Annotated[str, msgspec.Meta(min_length=2, max_length=120)]
    example: str = ""
    fact: Fact | Literal[""] = ""
    """Filled from records while nobody types something else."""


class Legal(_Strict, frozen=True):
    """The law or guidance a clause stands on."""

    words: Annotated[str, msgspec.Meta(min_length=2, max_length=300)]
    nations: tuple[Nation, ...] = ()
    """Where it is law; none means everywhere."""
    url: str = ""


class Bar(_Strict, frozen=True):
    """What live evidence of a kind must show for a clause to be true; exactly one of the two ends."""

    kind: str
    at_least: float | None = None
    at_most: float | None = None


class Rule(_Strict, frozen=True):
    """What the network does for a group with a category of addresses."""

    group: Literal["learners", "staff"]
    category: str
    outcome: Outcome


class Cites(_Strict, frozen=True):
    """All that a clause is held against."""

    rules: tuple[Rule, ...] = ()
    bears: tuple[Bar, ...] = ()
    technologies: tuple[Technology, ...] = ()


class Clause(_Strict, frozen=True):
    """One promise or one rule, and what stands behind it."""

    id: Slug
    title: Title
    text: Words
    """Markdown of paragraphs, lists and links; {variable} and {learner}, {dsl} … as terms name them."""
    tags: tuple[Tag, ...] = ()
    must: bool = False
    """May be reworded, not left out."""
    legal: tuple[Legal, ...] = ()
    links: tuple[Slug, ...] = ()
    """Other documents of the place that this clause leans on."""
    symbol: Symbol | Literal[""] = ""
    bears: tuple[Bar, ...] = ()
    rules: tuple[Rule, ...] = ()
    technologies: tuple[Technology, ...] = ()

    def legal_in(self, nation: str) -> tuple[Legal, ...]:
        """What it stands on there."""
        return tuple(one for one in self.legal if not one.nations or nation in one.nations)


class Question(_Strict, frozen=True):
    """A short check of understanding, kind in tone."""

    ask: Words
    answers: Annotated[tuple[str, ...], msgspec.Meta(min_length=2, max_length=5)]
    right: Annotated[int, msgspec.Meta(ge=1)]
    """Counted from 1."""
    because: Words


class Template(Sourced, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"applies": "for"}):
    """One template as it is written in the library."""

    id: Slug
    version: Annotated[int, msgspec.Meta(ge=1, le=HIGHEST_VERSION)]
    kind: Kind
    title: Annotated[str, msgspec.Meta(min_length=2, max_length=120)]
    summary: Words
    audience: Audience
    ages: Ages = Ages()
    reading: Reading = "plain"
    applies: For = For()
    publisher: str
    year: Annotated[int, msgspec.Meta(ge=1990, le=2100)]
    """Of the source."""
    url: str = ""
    attribution: str = ""
    all_technology: bool = False
    """Answers for every technology in use: while no clause mentions one, it is not published."""
    review_months: Annotated[int, msgspec.Meta(ge=1, le=36)]
    consult: tuple[Group, ...] = ()
    """Who must be heard before publication, unless somebody waives it with a reason."""
    variables: tuple[Variable, ...] = ()
    clauses: Annotated[tuple[Clause, ...], msgspec.Meta(min_length=1, max_length=80)]
    questions: tuple[Question, ...] = ()
