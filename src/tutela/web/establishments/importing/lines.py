"""One row of a file: its values, or what is wrong with it, cell by cell."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from tutela.web.establishments.importing.cells import PARSERS, BadCell, clean_text
from tutela.web.establishments.importing.columns import COLUMNS, Header
from tutela.web.establishments.importing.years import parse_year

EARLIEST_BIRTH = 1900
EMPTY = {"classes": (), "teaches": (), "parental_responsibility": False, "no_contact": False}
AGE_BANDS = ("5-7", "7-11", "11-16", "16-plus", "adult")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong: in which column, what, and what to do."""

    column: str
    what: str
    do: str


@dataclass(slots=True)
class Line:
    """A row: its number in the file, its values by column, and its faults."""

    number: int
    values: dict[str, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def refuse(self, column: str, what: str, do: str) -> None:
        self.faults.append(Fault(column, what, do))

    @property
    def name(self) -> str:
        """Who is meant, to be recognised on screen."""
        parts = (self.values.get("given_name"), self.values.get("family_name"), self.values.get("name"))
        return " ".join(part for part in parts if part)


def read_line(number: int, cells: Sequence[str], header: Header, *, nation: str, today: date) -> Line:
    """Read a row by its header. A column that the file does not have has no value; an empty cell has None."""
    line = Line(number)
    if len(cells) > len(header.headings) and any(cell.strip() for cell in cells[len(header.headings) :]):
        line.refuse(
            "",
            _("has %(cells)s cells where the first row has %(headings)s")
            % {"cells": len(cells), "headings": len(header.headings)},
            _("Put a text that holds the separator into quotation marks."),
        )
    elif len(cells) < len(header.headings):
        line.refuse(
            "",
            _("has %(cells)s cells where the first row has %(headings)s")
            % {"cells": len(cells), "headings": len(header.headings)},
            _("The file may have been cut off. Export it again."),
        )
    for column in COLUMNS[header.kind]:
        place = header.places.get(column.key)
        if place is None or place >= len(cells):
            continue
        heading = header.headings[place]
        try:
            line.values[column.key] = _value(column.key, clean_text(cells[place]), nation, today)
        except BadCell as bad:
            line.refuse(heading, bad.what, bad.do)
            continue
        if column.required and not line.values[column.key]:
            line.refuse(heading, _("is empty"), _("Fill it in."))
    ages = (line.values.get("year"), line.values.get("age_band"))
    if header.kind == "groups" and not line.faults and ages in ((None, None), (None, "")):
        line.refuse("age_band", _("is empty, and there is no year"), _("Fill in one of the two."))
    return line


@dataclass(frozen=True, slots=True)
class Twin:
    """A row that has what an earlier row of the file has, in the column that the file calls so."""

    column: str
    earlier: int


def find_twins(rows: Iterable[tuple[int, Sequence[str]]], header: Header) -> dict[int, Twin]:
    """Rows with the reference, login, group, name or parent-and-child of an earlier one, by their number."""
    seen: dict[tuple[str, ...], int] = {}
    twins: dict[int, Twin] = {}
    for number, cells in rows:
        values = {key: cells[at].strip().casefold() for key, at in header.places.items() if at < len(cells)}
        for key in _keys(values, header.kind):
            earlier = seen.setdefault(key, number)
            if earlier != number:
                twins.setdefault(number, Twin(header.headings[header.places[key[0]]], earlier))
    return twins


def refuse_twin(line: Line, twin: Twin | None) -> None:
    """Say that an earlier row has the same."""
    if twin is not None:
        line.refuse(
            twin.column,
            _("is the same as in row %(row)s") % {"row": twin.earlier},
            _("Delete one of the two rows, or correct it. Two people of one name need references."),
        )


def _keys(values: Mapping[str, str], kind: str) -> list[tuple[str, ...]]:
    if kind == "groups":
        return [("name", values["name"])] if values.get("name") else []
    name = (values.get("given_name", ""), values.get("family_name", ""))
    if kind == "parents":
        who = values.get("reference") or values.get("login") or values.get("email") or " ".join(name)
        return [("child", values["child"], who)] if values.get("child") and who.strip() else []
    keys: list[tuple[str, ...]] = [(key, values[key]) for key in ("reference", "login") if values.get(key)]
    if keys or not any(name):
        return keys
    return [("given_name", *name, values.get("born_on", ""), values.get("email", ""))]


def _value(key: str, text: str, nation: str, today: date) -> Any:
    if not text:
        return (
            () if key in ("classes", "teaches") else False if key in ("parental_responsibility", "no_contact") else None
        )
    if key == "year":
        year = parse_year(text, nation)
        if year is None:
            raise BadCell(_("is not a year group"), _("Write it like 9, Year 9 or R; in Scotland like P5 or S2."))
        return year
    if key == "age_band" and text.casefold() not in AGE_BANDS:
        raise BadCell(_("is not an age band"), _("Write 5-7, 7-11, 11-16, 16-plus or adult."))
    value = PARSERS.get(key, str.casefold)(text)
    if key == "born_on" and not date(EARLIEST_BIRTH, 1, 1) <= value <= today:
        raise BadCell(_("is not the birthday of anybody here"), _("Compare it with your records."))
    return value
