"""A report as values: what page, paper and CSV are all made of, so that they cannot differ."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field

Cell = int | float | str | None
"""A count; a figure that is no count; words; or None for what is not shown."""

HIDDEN = "not shown"
BYTE_ORDER_MARK = "\ufeff"
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Column:
    """A heading, with the unit of its figures where they are not plain counts."""

    name: str
    unit: str = ""
    is_text: bool = False

    @property
    def heading(self) -> str:
        """With the unit, as a file without any other explanation needs it."""
        return f"{self.name} ({self.unit})" if self.unit else self.name


@dataclass(frozen=True, slots=True)
class Table:
    """One table: `key` is its name in addresses and files, `summary` says in a sentence what to notice or to know."""

    key: str
    title: str
    heading: str
    """What the first column holds."""
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]
    summary: str = ""
    drawn: str = ""
    """"bar" or "line" where the first columns are drawn as well; "" for a table alone."""
    drawn_columns: int = 1
    none: str = "Nothing was counted."
    notes: tuple[str, ...] = field(default=())

    @property
    def is_empty(self) -> bool:
        return not self.rows

    @property
    def numeric(self) -> str:
        """The figures' columns, counted from 1, as the table tag wants them."""
        return ",".join(str(number + 2) for number, column in enumerate(self.columns) if not column.is_text)

    @property
    def headings(self) -> str:
        """All headings, as the table tag wants them."""
        return "|".join(one.replace("|", "/") for one in (self.heading, *(column.heading for column in self.columns)))

    @property
    def told(self) -> list[tuple[str, list[str]]]:
        """The rows in words."""
        return [(label, [in_words(cell) for cell in cells]) for label, cells in self.rows]


def in_words(cell: Cell) -> str:
    """A cell as people read it: 1,204 · 2.5 · not shown."""
    if cell is None:
        return HIDDEN
    if isinstance(cell, str):
        return cell
    return f"{cell:,}" if isinstance(cell, int) else f"{cell:,.1f}"


def as_csv(table: Table) -> str:
    """A table as a file that spreadsheets open as it is: UTF-8 with its mark, headings in words, plain figures."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([neutral(one) for one in (table.heading, *(column.heading for column in table.columns))])
    for label, cells in table.rows:
        writer.writerow([neutral(label), *(_plain(cell) for cell in cells)])
    return BYTE_ORDER_MARK + out.getvalue()


def neutral(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def find(tables: Sequence[Table], key: str) -> Table | None:
    """The table of that name."""
    return next((table for table in tables if table.key == key), None)


def _plain(cell: Cell) -> str:
    if cell is None:
        return HIDDEN
    return neutral(cell) if isinstance(cell, str) else str(cell)
