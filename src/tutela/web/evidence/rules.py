"""When a figure speaks, what it says in words, and whether it bears out what is claimed. No rows, no clock."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from tutela.web.evidence.kinds import Kind


@dataclass(frozen=True, slots=True)
class Figure:
    """What a part of Tutela knows of itself at a moment."""

    kind: str
    value: float
    """In the unit of its kind; yes is 1, no is 0."""
    as_at: datetime
    address: str = ""
    """The page that shows where the figure comes from; "" where there is none."""


class Bearing(StrEnum):
    """How a figure stands to a bar."""

    BEARS_OUT = "bears out"
    CONTRADICTS = "contradicts"
    STALE = "stale"
    SILENT = "silent"


def until(kind: Kind, as_at: datetime) -> datetime:
    """The first moment at which a figure of that time no longer speaks (exclusive end)."""
    return as_at + timedelta(days=kind.fresh_days)


def bear(figure: Figure | None, kind: Kind, *, at_least: float | None, at_most: float | None, at: datetime) -> Bearing:
    """How a figure stands to a bar, both ends inclusive. Days since something happened go on counting."""
    if figure is None:
        return Bearing.SILENT
    if at >= until(kind, figure.as_at):
        return Bearing.STALE
    value = value_at(figure, kind, at)
    low_enough = at_most is None or value <= at_most
    high_enough = at_least is None or value >= at_least
    return Bearing.BEARS_OUT if low_enough and high_enough else Bearing.CONTRADICTS


def value_at(figure: Figure, kind: Kind, at: datetime) -> float:
    """The figure as it stands now: days since something happened have grown by what has passed since it was taken."""
    return figure.value + max(0, (at - figure.as_at).days) if kind.unit == "days" else figure.value


FEW = 5
"""Counts below it are hidden where the kind says so."""


def in_words(kind: Kind, value: float, *, numbers_only: bool = False) -> str:
    """One sentence without a capital or a full stop, to stand inside another.

    numbers_only: for a reader who must not learn of single people.
    """
    if numbers_only and kind.few == "hidden" and 0 < value < FEW:
        return kind.says.format(value=f"fewer than {FEW}")
    if kind.unit == "yes-no":
        return kind.says.format(value="yes" if value >= 1 else "no")
    return kind.says.format(value=f"{value:.1f}".rstrip("0").rstrip("."))


def bar_in_words(kind: Kind, at_least: float | None, at_most: float | None) -> str:
    """What a bar asks for, such as "at least 95 %"."""
    unit = {"pct": " %", "hours": " hours", "days": " days"}.get(kind.unit, "")
    if kind.unit == "yes-no":
        return "yes" if at_least else "no"
    return f"at least {at_least:g}{unit}" if at_least is not None else f"at most {at_most:g}{unit}"


def needs_writing(last: Figure | None, new: Figure, kind: Kind) -> bool:
    """Whether a new figure is worth a row: it says something else, or the last one is half as old as it may get."""
    if last is None or new.as_at <= last.as_at:
        return last is None
    expected = value_at(last, kind, new.as_at)
    return new.value != expected or new.as_at - last.as_at >= timedelta(days=kind.fresh_days) / 2
