"""How being safe online is woven into the documents that people follow, and where a thread is missing."""

from collections import defaultdict
from dataclasses import dataclass

from tutela.web.core.actor import AnyActor
from tutela.web.establishments.models import Establishment
from tutela.web.policies.models import Version
from tutela.web.policies.queries.documents import list_in_force
from tutela.web.policies.queries.links import Named, list_named
from tutela.web.policies.texts import wording as words

CENTRE = "online-safety"
KEY = (CENTRE, "child-protection", "behaviour", "anti-bullying", "data-protection", "staff-conduct")
"""Without a thread to each of these, being safe online is a document beside all others."""


@dataclass(frozen=True, slots=True)
class Thread:
    """A document, and the clauses in force that lean on it."""

    slug: str
    named: Named | None
    """None where the place does not have it."""
    leaning: list[tuple[Version, str]]
    """The version and the title of the clause."""
    is_key: bool

    @property
    def is_missing(self) -> bool:
        """It is leaned on and not there, or it is one of the key ones and nothing in force leans on it."""
        return self.named is None or (self.is_key and not self.leaning)


@dataclass(frozen=True, slots=True)
class Woven:
    """All threads, the missing ones first, and whether learners have an agreement in force."""

    threads: list[Thread]
    contracts: list[Version]
    """Agreements with learners in force."""

    @property
    def missing(self) -> list[Thread]:
        return [one for one in self.threads if one.is_missing]


def read_map(actor: AnyActor, establishment: Establishment) -> Woven:
    """From the clauses in force now."""
    leaning: dict[str, list[tuple[Version, str]]] = defaultdict(list)
    versions = list_in_force(establishment)
    for version in versions:
        for clause in words.from_text(version.content).clauses:
            for slug in clause.links:
                leaning[slug].append((version, clause.title))
    named = list_named(actor, establishment)
    others = sorted(leaning.keys() - set(KEY))
    threads = [Thread(slug, named.get(slug), leaning.get(slug, []), slug in KEY) for slug in (*KEY, *others)]
    contracts = [version for version in versions if version.document.audience == "learners"]
    return Woven(sorted(threads, key=lambda one: not one.is_missing), contracts)
