"""The eight groups concerned, as the library names them."""

import msgspec

from tutela.library.read import ROOT, Sourced, read
from tutela.web.core.terms import Terms
from tutela.web.responsibilities.duties import Slug


class Group(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A group, and a question with which to begin. One from outside has questions that its people are asked by name."""

    id: Slug
    title: str
    ask: str
    questions: list[str] = []

    @property
    def is_outside(self) -> bool:
        return bool(self.questions)


class _Groups(Sourced, frozen=True, kw_only=True, forbid_unknown_fields=True):
    groups: list[Group]


def list_groups(terms: Terms) -> list[Group]:
    """The groups in an establishment's own words. Raises `tutela.library.read.BadLibraryFile`."""
    words = msgspec.structs.asdict(terms)
    return [
        msgspec.structs.replace(
            group,
            title=_named(group, terms),
            ask=group.ask.format(**words),
            questions=[one.format(**words) for one in group.questions],
        )
        for group in read(ROOT / "stakeholders.yaml", _Groups).groups
    ]


def _named(group: Group, terms: Terms) -> str:
    return terms.learners[:1].upper() + terms.learners[1:] if group.id == "learners" else group.title
