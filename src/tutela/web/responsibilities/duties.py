"""The duties that the library knows, and which of them an establishment has."""

from typing import Annotated, Literal

import msgspec

from tutela.library.read import ROOT, Sourced, read
from tutela.web.core.terms import Terms

Slug = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Tag = Literal["protect", "educate", "empower"]
Nation = Literal["england", "wales", "scotland", "northern-ireland"]
Sector = Literal["school", "college", "training", "university"]
Phase = Literal["early-years", "primary", "secondary", "all-through", "16-plus", "adult"]


class For(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """For whom it is; what is left out means everybody."""

    nations: list[Nation] = []
    sectors: list[Sector] = []
    phases: list[Phase] = []

    def holds(self, nation: str, sector: str, phase: str) -> bool:
        """Whether it is for an establishment of that kind."""
        asked = ((self.nations, nation), (self.sectors, sector), (self.phases, phase))
        return all(not allowed or is_in in allowed for allowed, is_in in asked)


class Basis(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The law or guidance behind a duty, and where it holds."""

    words: str
    nations: list[Nation] = []
    url: str = ""


class Duty(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"applies": "for"}):
    """One thing that exactly one person answers for."""

    id: Slug
    title: Annotated[str, msgspec.Meta(max_length=120)]
    text: str
    role: str
    """The role of roles.yaml whose holder should answer for it."""
    done_by: list[str] = []
    """Roles that usually do the work."""
    or_else: str = ""
    lead: bool = False
    """A decision about safeguarding or filtering, which nobody takes who only looks after the technology."""
    tag: Tag
    applies: For = For()
    basis: list[Basis] = []

    def basis_in(self, nation: str) -> list[Basis]:
        """What is behind it there."""
        return [one for one in self.basis if not one.nations or nation in one.nations]


class Section(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Duties that belong together."""

    id: Slug
    title: str
    duties: list[Duty]


class _Duties(Sourced, frozen=True, kw_only=True, forbid_unknown_fields=True):
    attribution: str = ""
    sections: list[Section]


def list_sections(nation: str, sector: str, phase: str, terms: Terms) -> list[Section]:
    """The duties of an establishment, in its own words. Raises `tutela.library.read.BadLibraryFile`."""
    words = msgspec.structs.asdict(terms)
    sections = [
        Section(
            id=section.id,
            title=section.title,
            duties=[_said(duty, words) for duty in section.duties if duty.applies.holds(nation, sector, phase)],
        )
        for section in read(ROOT / "duties.yaml", _Duties).sections
    ]
    return [section for section in sections if section.duties]


def get_attribution() -> str:
    """What has to stand beneath a page of duties."""
    return read(ROOT / "duties.yaml", _Duties).attribution


def _said(duty: Duty, words: dict[str, str]) -> Duty:
    return msgspec.structs.replace(duty, title=duty.title.format(**words), text=duty.text.strip().format(**words))
