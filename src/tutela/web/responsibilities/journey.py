"""The seven steps of the library: what proves each, and the question it asks."""

from typing import Annotated

import msgspec

from tutela.library.read import ROOT, Sourced, read
from tutela.web.responsibilities.duties import Slug


class Bar(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a live figure has to show, in the unit of its kind; exactly one end."""

    evidence: str
    at_least: float | None = None
    at_most: float | None = None


class Wanted(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What somebody writes down with its day, and for how long it holds."""

    id: Slug
    title: str
    asks: str
    holds_days: Annotated[int, msgspec.Meta(ge=1, le=3653)]


class Proof(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One thing that proves a step: a figure or a record."""

    figure: Bar | None = None
    record: Wanted | None = None
    todo: str = ""
    go: str = ""
    """The name of the page on which to begin; "" where there is none."""


class Step(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"takes_part": "with"}):
    """One of the seven."""

    id: Slug
    title: str
    text: str
    takes_part: list[str]
    question: str
    of: str = ""
    proofs: list[Proof]


class _Journey(Sourced, frozen=True, kw_only=True, forbid_unknown_fields=True):
    attribution: str
    steps: list[Step]


def list_steps() -> list[Step]:
    """The seven, in their order. Raises `tutela.library.read.BadLibraryFile`."""
    return read(ROOT / "journey.yaml", _Journey).steps


def get_attribution() -> str:
    """What has to stand beneath the page."""
    return read(ROOT / "journey.yaml", _Journey).attribution


def list_bars() -> list[Bar]:
    """Every bar that a figure of the journey is held to."""
    return [proof.figure for step in list_steps() for proof in step.proofs if proof.figure]


def find_record(name: str) -> Wanted | None:
    """A record by its id."""
    records = (proof.record for step in list_steps() for proof in step.proofs if proof.record)
    return next((one for one in records if one.id == name), None)
