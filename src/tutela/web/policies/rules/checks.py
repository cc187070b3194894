"""What keeps a draft from being published: each with its reason, and where to mend it."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from tutela.web.policies.authored.lint import LINK
from tutela.web.policies.authored.model import Clause
from tutela.web.policies.texts.wording import Wording, list_missing, list_unknown


@dataclass(frozen=True, slots=True)
class State:
    """All that the checks look at."""

    wording: Wording
    """Every gap that records can fill is filled."""
    must: Mapping[str, str]
    """Clauses of the template that may not be left out: the title of each by its id."""
    sha256: str
    today: date
    prevent_applies: bool
    has_contact: bool
    documents: Collection[str]
    """Slugs of all documents that this place has, here or elsewhere."""
    review_on: date | None
    consult: Collection[str]
    heard: Collection[str]
    """Groups that were heard, or waived with a reason."""
    signed: str = ""
    """Of the text that the head signed last."""
    minuted: str = ""
    technologies: Mapping[str, str] = field(default_factory=dict)
    """Kinds of technology in use, each with the name of one."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason; `about` is a clause, a group, a technology or a gap, in the words of whoever named it."""

    code: str
    about: str = ""
    clause: str = ""
    """Where to mend it, if in a clause."""


def find_refusals(state: State) -> list[Refusal]:
    """Every reason, those about the words first; empty when it may be published."""
    return [*_words(state), *_links(state), *_people(state)]


def _words(state: State) -> Iterator[Refusal]:
    clauses = state.wording.clauses
    here = {clause.id for clause in clauses}
    if not clauses:
        yield Refusal("empty")
    for key, title in state.must.items():
        if key not in here:
            yield Refusal("left-out", title)
    if state.prevent_applies and not speaks_of_prevent(state.wording):
        yield Refusal("no-prevent")
    if not state.has_contact:
        yield Refusal("no-contact")
    for variable in list_missing(state.wording):
        yield Refusal("gap", variable.label)
    for clause in clauses:
        if not clause.text.strip():
            yield Refusal("empty-clause", clause.title, clause.id)
        for name in list_unknown(state.wording, clause):
            yield Refusal("unknown-name", "{" + name + "}", clause.id)
    covered = {kind for clause in clauses for kind in clause.technologies}
    for kind, name in state.technologies.items():
        if kind not in covered:
            yield Refusal("technology", name)


def speaks_of_prevent(wording: Wording) -> bool:
    """Whether a clause is marked so."""
    return any("prevent" in clause.tags for clause in wording.clauses)


def _links(state: State) -> Iterator[Refusal]:
    here = {clause.id for clause in state.wording.clauses}
    for clause in state.wording.clauses:
        for slug in clause.links:
            if slug not in state.documents:
                yield Refusal("dead-link", slug, clause.id)
        for address in addresses(clause):
            if address.startswith("#") and address[1:] not in here:
                yield Refusal("dead-anchor", address, clause.id)


def addresses(clause: Clause) -> list[str]:
    """Where the links in the words of a clause lead."""
    return [address for _, address in LINK.findall(clause.text)]


def _people(state: State) -> Iterator[Refusal]:
    if state.review_on is None:
        yield Refusal("no-review")
    elif state.review_on <= state.today:
        yield Refusal("review-past")
    for group in state.consult:
        if group not in state.heard:
            yield Refusal("not-consulted", group)
    for kind, of in (("head", state.signed), ("minute", state.minuted)):
        if not of:
            yield Refusal(f"no-{kind}")
        elif of != state.sha256:
            yield Refusal(f"old-{kind}")
