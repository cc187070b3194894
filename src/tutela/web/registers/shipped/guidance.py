"""Guidance that a place may want to watch: library/guidance.yaml."""

from typing import Annotated, Literal

import msgspec

from tutela.library.read import ROOT, Sourced, read

HALF_A_YEAR = 182


class Listed(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One document, as a fact: what it is called and who publishes it."""

    title: str
    publisher: str
    url: Annotated[str, msgspec.Meta(pattern="^(https://.*)?$")] = ""
    nations: list[Literal["england", "wales", "scotland", "northern-ireland"]] = []
    sectors: list[Literal["school", "college", "training", "university"]] = []
    check_days: Annotated[int, msgspec.Meta(ge=7, le=730)] = HALF_A_YEAR

    def is_for(self, nation: str, sector: str) -> bool:
        """Whether a place of that nation and sector should know it."""
        return (not self.nations or nation in self.nations) and (not self.sectors or sector in self.sectors)


class _File(Sourced, frozen=True, kw_only=True, forbid_unknown_fields=True):
    documents: dict[str, Listed]


def list_guidance(nation: str, sector: str) -> dict[str, Listed]:
    """What is for a place of that nation and sector, by key. Raises `BadLibraryFile`."""
    documents = read(ROOT / "guidance.yaml", _File).documents
    return {key: one for key, one in documents.items() if one.is_for(nation, sector)}
