"""The kinds of live evidence, as the library names them."""

from typing import Literal

import msgspec

from tutela.library.read import ROOT, Sourced, read

Unit = Literal["pct", "count", "hours", "days", "yes-no"]


class Kind(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One kind of evidence."""

    title: str
    unit: Unit
    better: Literal["more", "less"]
    fresh_days: int
    """For how long a value speaks, in days from the moment it was so."""
    few: Literal["shown", "hidden"] = "shown"
    """Hidden: 1 to 4 are not told apart before those who read numbers only; behind them stand single people."""
    says: str
    """What a reader is told; {value} stands for the figure."""


class _Kinds(Sourced, frozen=True, kw_only=True, forbid_unknown_fields=True):
    kinds: dict[str, Kind]


def list_kinds() -> dict[str, Kind]:
    """Every kind by its name. Raises `tutela.library.read.BadLibraryFile`."""
    return read(ROOT / "evidence.yaml", _Kinds).kinds
