"""What people use wherever they learn, for the register to begin with: library/technologies.yaml."""

from typing import Annotated

import msgspec

from tutela.library.read import ROOT, BadLibraryFile, Sourced, read
from tutela.web.registers.shipped.risks import get_risks


class Listed(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One technology, its kind and what it is for."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=120)]
    kind: str
    purpose: Annotated[str, msgspec.Meta(min_length=1, max_length=500)]
    communicates: bool


class _File(Sourced, frozen=True, kw_only=True, forbid_unknown_fields=True):
    technologies: dict[Annotated[str, msgspec.Meta(max_length=40)], Listed]


def list_technologies() -> dict[str, Listed]:
    """By key. Raises `BadLibraryFile`, also where one is of a kind that is not in the list of kinds."""
    path = ROOT / "technologies.yaml"
    found, kinds = read(path, _File).technologies, get_risks().kinds
    for key, one in found.items():
        if one.kind not in kinds:
            raise BadLibraryFile(f"{path}:1: {key} is of a kind that is not listed: {one.kind}")
    return found
