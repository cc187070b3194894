"""What a contract with a partner should say about being online: library/contracts.yaml."""

from typing import Annotated

import msgspec

from tutela.library.read import ROOT, Sourced, read


class Listed(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One clause, in our words."""

    title: Annotated[str, msgspec.Meta(min_length=1, max_length=120)]
    words: Annotated[str, msgspec.Meta(min_length=1, max_length=1000)]
    must: bool = False
    """Whether a contract without it is pointed out."""


class _File(Sourced, frozen=True, kw_only=True, forbid_unknown_fields=True):
    clauses: dict[Annotated[str, msgspec.Meta(max_length=40)], Listed]


def list_clauses() -> dict[str, Listed]:
    """By key. Raises `BadLibraryFile`."""
    return read(ROOT / "contracts.yaml", _File).clauses
