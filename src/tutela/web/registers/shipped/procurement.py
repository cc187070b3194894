"""What to ask of a supplier: library/procurement.yaml."""

from typing import Annotated

import msgspec

from tutela.library.read import ROOT, Sourced, read


class Bar(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A figure of ours that bears an answer out, ends inclusive."""

    kind: str
    at_least: float | None = None
    at_most: float | None = None


class Question(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One question, in our words."""

    title: Annotated[str, msgspec.Meta(min_length=1, max_length=120)]
    asks: Annotated[str, msgspec.Meta(min_length=1, max_length=400)]
    must: bool = False
    """Whether an offer that does not show it is pointed out."""
    clause: str = ""
    """Of contracts.yaml: what a contract says that shows it; "" where none does."""
    figures: tuple[Bar, ...] = ()


class _File(Sourced, frozen=True, kw_only=True, forbid_unknown_fields=True):
    year: int
    questions: dict[Annotated[str, msgspec.Meta(max_length=40)], Question]


def list_questions() -> dict[str, Question]:
    """By key, in the order in which they are asked. Raises `BadLibraryFile`."""
    return read(ROOT / "procurement.yaml", _File).questions
