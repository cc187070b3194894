"""Rows of training from a spreadsheet: who, which course, when. No rows of ours, no clock."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tutela.web.establishments.importing.cells import BadCell, parse_date

COLUMNS = ("person", "course", "done", "runs out", "provider", "certificate with")
NEEDED = COLUMNS[:3]
MOST = {"provider": 160, "certificate with": 160}
"""How many letters a column holds; whoever writes more is told, for nothing is cut off in silence."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it was read."""

    person: str
    course: str
    done_on: date
    expires_on: date | None
    provider: str
    certificate_with: str


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a row: in which column, and what stands there."""

    line: int
    column: str
    said: str


def missing_columns(first: Sequence[str]) -> list[str]:
    """Which of the columns that are needed its first row does not name."""
    named = {cell.strip().casefold() for cell in first}
    return [one for one in NEEDED if one not in named]


def read_day(said: str) -> date | None:
    """2026-09-04, 4/9/2026 or 4 9 2026, as lists of people have days; None for anything else."""
    words = said.split()
    try:
        return parse_date("/".join(words) if len(words) == 3 else said.strip())
    except BadCell:
        return None


def read_rows(
    first: Sequence[str], rows: Iterable[tuple[int, Sequence[str]]], courses: Mapping[str, str]
) -> tuple[list[tuple[int, Row]], list[Fault]]:
    """The rows with the numbers of their lines, and what is wrong with others. courses: each title by its id."""
    names = [cell.strip().casefold() for cell in first]
    by_words = {key.casefold(): key for key in courses} | {title.casefold(): key for key, title in courses.items()}
    good, bad = [], []
    for line, cells in rows:
        said = {name: cell.strip() for name, cell in zip(names, cells, strict=False)}
        faults = list(_faults(line, said, by_words))
        bad += faults
        if not faults:
            good.append((line, _row(said, by_words)))
    return good, bad


def _faults(line: int, said: Mapping[str, str], courses: Collection[str]) -> Iterable[Fault]:
    if not said.get("person"):
        yield Fault(line, "person", "")
    if said.get("course", "").casefold() not in courses:
        yield Fault(line, "course", said.get("course", ""))
    if read_day(said.get("done", "")) is None:
        yield Fault(line, "done", said.get("done", ""))
    ends = said.get("runs out", "")
    if ends and read_day(ends) is None:
        yield Fault(line, "runs out", ends)
    yield from (Fault(line, name, said[name]) for name, most in MOST.items() if len(said.get(name, "")) > most)


def _row(said: Mapping[str, str], courses: Mapping[str, str]) -> Row:
    done = read_day(said["done"])
    assert done is not None  # _faults has seen to it
    return Row(
        said["person"], courses[said["course"].casefold()], done, read_day(said.get("runs out", "")),
        said.get("provider", ""), said.get("certificate with", ""),
    )  # fmt: skip
