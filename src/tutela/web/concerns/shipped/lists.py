"""The short lists of the library: sanctions, checks after closing, circumstances, parts of the body."""

from typing import Annotated, Literal

import msgspec

from tutela.library.read import Sourced, read
from tutela.web.concerns.shipped.playbooks import SHARED, Line

View = Literal["front", "back"]


class _Strict(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Anything the file is not asked for is a mistake."""


class Sanction(_Strict, frozen=True, kw_only=True):
    """What may follow for whoever did it; `level` from 1, the lightest, to 7."""

    label: Line
    level: Annotated[int, msgspec.Meta(ge=1, le=7)]
    hint: str = ""


class Check(_Strict, frozen=True, kw_only=True):
    """A look at a closed case, so many days after the day on which it was closed."""

    id: str
    days: Annotated[int, msgspec.Meta(ge=1, le=730)]
    ask: Line


class Part(_Strict, frozen=True, kw_only=True):
    """A part of the body, and where it is drawn: see the file."""

    label: Line
    views: list[View]
    x: Annotated[int, msgspec.Meta(ge=0, le=200)]
    y: Annotated[int, msgspec.Meta(ge=0, le=440)]
    paired: bool = False


class _Dated(Sourced, frozen=True, kw_only=True, forbid_unknown_fields=True):
    year: int


class _Sanctions(_Dated, frozen=True, kw_only=True):
    sanctions: dict[str, Sanction]


class _Checks(_Dated, frozen=True, kw_only=True):
    checks: list[Check]


class _Body(_Dated, frozen=True, kw_only=True):
    parts: dict[str, Part]


class Circumstances(_Dated, frozen=True, kw_only=True):
    """Where, through which network, on whose device, in whose company; and what the law protects."""

    settings: dict[str, Line]
    networks: dict[str, Line]
    devices: dict[str, Line]
    company: dict[str, Line]
    characteristics: dict[str, Line]


def list_sanctions() -> dict[str, Sanction]:
    """By id, the lightest first."""
    return read(SHARED / "sanctions.yaml", _Sanctions).sanctions


def list_checks() -> list[Check]:
    """In the order in which they fall due."""
    return sorted(read(SHARED / "checks.yaml", _Checks).checks, key=lambda check: check.days)


def list_parts() -> dict[str, Part]:
    """By id, from head to foot."""
    return read(SHARED / "body.yaml", _Body).parts


def get_circumstances() -> Circumstances:
    """The lists to choose from. "{place}" in them is what a place like this is called."""
    return read(SHARED / "circumstances.yaml", Circumstances)
