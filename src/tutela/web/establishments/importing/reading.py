"""From bytes to rows: which encoding, which separator, and what is so wrong that the whole file is refused."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO

from django.utils.translation import gettext as _

MOST_BYTES = 20 * 1024 * 1024
MOST_ROWS = 50_000
LONGEST_CELL = 500
SEPARATORS = ",;\t|"
MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
SCREENFUL_OF_LINES = 30
"""A cell that runs over so many lines is a quotation mark that was never closed."""

# the reader's own limit (128 KB a cell) would stop in the middle; ours are the size of the file and LONGEST_CELL
csv.field_size_limit(MOST_BYTES)


class CannotRead(ValueError):
    """Nothing of the file can be used; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file as text: its encoding and separator, and its first row."""

    text: str
    encoding: str
    separator: str
    first: tuple[str, ...]


def read_sheet(content: bytes) -> Sheet:
    """The text of a file, with how it was written. Raises `CannotRead`."""
    if not content.strip(b"\0 \t\r\n"):
        raise CannotRead(_("The file is empty."))
    if len(content) > MOST_BYTES:
        size = len(content) // (1024 * 1024)
        raise CannotRead(_("The file is %(size)s MB, and at most 20 MB can be read. Split it.") % {"size": size})
    if content.startswith(WORKBOOKS):
        raise CannotRead(_("This is a workbook. Open it, choose “Save as”, and save it as CSV."))
    text, encoding = _decode(content)
    separator = _separator(text)
    return Sheet(text, encoding, separator, tuple(read_first(text, separator)))


def read_first(text: str, separator: str) -> list[str]:
    """The cells of the first row that is not empty."""
    return next(_rows(text, separator), (0, []))[1]


def read_rows(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """The rows after the first as (number of the row in the file, cells); empty rows are passed over.

    Raises `CannotRead` at a row that nobody can tell the end of, and after too many.
    """
    rows = _rows(text, separator)
    next(rows, None)
    for count, (number, cells) in enumerate(rows):
        if count >= MOST_ROWS:
            raise CannotRead(_("The file has more than 50,000 rows. Split it."))
        yield number, cells


def _rows(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 0
    while True:
        begins = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise CannotRead(_unclosed(begins)) from None
        if any(cell.count("\n") > SCREENFUL_OF_LINES for cell in cells):
            raise CannotRead(_unclosed(begins))
        if any(cell.strip() for cell in cells):
            number = begins
            yield number, cells


def _unclosed(line: int) -> str:
    return _(
        "A quotation mark that begins near line %(line)s is not closed, or stands inside a cell, so nobody can tell "
        "where the cell ends. Correct that line, or save the file again as CSV."
    ) % {"line": line}


def _decode(content: bytes) -> tuple[str, str]:
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return _strictly(content, encoding), "UTF-8" if encoding == "utf-8-sig" else "UTF-16"
    half = content[:2000]
    if half.count(0) > len(half) // 4:  # every other byte of Latin letters in UTF-16 is a zero
        encoding = "utf-16-le" if half[1:2] == b"\0" else "utf-16-be"
        return _strictly(content, encoding), "UTF-16"
    try:
        return content.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace"), "Windows-1252"


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise CannotRead(
            _("The file says that it is written in %(encoding)s but is not. Save it again as “CSV UTF-8”.")
            % {"encoding": encoding.upper()}
        ) from None


def _separator(text: str) -> str:
    """What parts the cells: whatever stands most often in the first row, outside quotation marks."""
    first = next((line for line in text[:100_000].splitlines() if line.strip()), "")
    outside = "".join(first.split('"')[::2])
    return max(SEPARATORS, key=lambda one: (outside.count(one), -SEPARATORS.index(one)))
