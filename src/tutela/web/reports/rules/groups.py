"""Whether something falls on some groups more than on others, from totals that name nobody.

The totals come from the school's own records system, since Tutela keeps no list of anybody's ethnicity, sex or needs:
no alert, rule or filter can ever look closer at somebody for them. Small counts are hidden, with what tells of them.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tutela.web.core.operation import Refused
from tutela.web.reports.rules.suppression import SMALL_GROUP, suppress_together

TOGETHER = "Smaller groups together"
COLUMNS = ("characteristic", "group", "learners", "count")
MOST_BYTES, MOST_ROWS, MOST_LETTERS, MOST = 100_000, 300, 60, 1_000_000


class BadTotals(Refused):
    """A file of totals that cannot be used; the text says in which line, and what belongs there."""


@dataclass(frozen=True, slots=True)
class Total:
    """One group of one characteristic: how many learners are in it, and how often it fell on them."""

    characteristic: str
    group: str
    learners: int
    count: int


@dataclass(frozen=True, slots=True)
class Compared:
    """A group beside everybody else of its characteristic, per 100 learners; None is not shown."""

    group: str
    learners: int | None
    count: int | None
    rate: float | None
    others: float | None


def read_totals(content: bytes) -> list[Total]:
    """The rows of a CSV file with the four columns. Raises `BadTotals`."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadTotals("This file is not in UTF-8. Save it as “CSV UTF-8” and choose it again") from None
    reader = csv.reader(io.StringIO(text, newline=""))
    lines = [[cell.strip() for cell in line] for line in reader]
    if not lines or tuple(cell.lower() for cell in lines[0]) != COLUMNS:
        raise BadTotals(f"The first line has to be: {','.join(COLUMNS)}")
    found: list[Total] = []
    for number, line in enumerate(lines[1:], 2):
        if any(line):
            found.append(_total(number, line))
    if not found:
        raise BadTotals("There is no line with totals in this file")
    if len(found) > MOST_ROWS:
        raise BadTotals(f"There are more than {MOST_ROWS} lines. Totals of groups are needed, and not of people")
    names = [(one.characteristic, one.group) for one in found]
    if twice := next((one for one in names if names.count(one) > 1), None):
        raise BadTotals(f"“{twice[1]}” stands twice under “{twice[0]}”")
    return found


def compare(totals: Sequence[Total]) -> dict[str, list[Compared]]:
    """Each characteristic with its groups. Counts of all are hidden together, for they count the same matters; groups
    of few learners are put together first.
    """
    names = list(dict.fromkeys(one.characteristic for one in totals))
    folded = {name: fold([one for one in totals if one.characteristic == name]) for name in names}
    shown, _total = suppress_together({name: {one.group: one.count for one in folded[name]} for name in names})
    return {name: [_compared(one, folded[name], shown[name]) for one in folded[name]] for name in names}


def fold(groups: Sequence[Total], smallest: int = SMALL_GROUP) -> list[Total]:
    """These groups of one characteristic, the small ones put together until there are enough learners in them."""
    by_size = sorted(groups, key=lambda one: one.learners)
    small = [one for one in by_size if one.learners < smallest]
    rest = [one for one in by_size if one.learners >= smallest]
    while small and rest and sum(one.learners for one in small) < smallest:
        small.append(rest.pop(0))
    kept = [one for one in groups if one in rest]
    if len(small) < 2:
        return [*kept, *small]
    together = Total(
        small[0].characteristic, TOGETHER, sum(one.learners for one in small), sum(one.count for one in small)
    )
    return [*kept, together]


def _compared(one: Total, groups: Sequence[Total], shown: Mapping[str, int | None]) -> Compared:
    others = [other for other in groups if other.group != one.group]
    people, count = sum(other.learners for other in others), sum(other.count for other in others)
    # so few that nobody else could be put with them: either number would speak of each
    few = one.learners < SMALL_GROUP
    told = None if few else shown[one.group]
    # made of what is published and of nothing else
    all_shown = all(shown[other.group] is not None for other in others)
    rate = _rate(one.count, one.learners) if told is not None else None
    return Compared(one.group, None if few else one.learners, told, rate, _rate(count, people) if all_shown else None)


def _rate(count: int, learners: int) -> float | None:
    """Per 100 learners; a group of a few says nothing about the next ones."""
    return round(100 * count / learners, 1) if learners >= SMALL_GROUP else None


def _total(number: int, line: Sequence[str]) -> Total:
    if len(line) != len(COLUMNS):
        raise BadTotals(f"Line {number} has {len(line)} columns instead of {len(COLUMNS)}")
    if not line[0] or not line[1] or max(len(line[0]), len(line[1])) > MOST_LETTERS:
        raise BadTotals(f"Line {number} needs a characteristic and a group, of up to {MOST_LETTERS} letters each")
    if line[1] == TOGETHER:
        raise BadTotals(f"Line {number}: “{TOGETHER}” is what small groups are called here; call this one otherwise")
    if "\0" in line[0] + line[1]:
        raise BadTotals(f"Line {number} has a character that cannot be kept")
    numbers = []
    for name, cell in zip(COLUMNS[2:], line[2:], strict=True):
        if not (cell.isascii() and cell.isdigit()) or int(cell[:12]) > MOST:
            raise BadTotals(f"Line {number}: “{name}” has to be a whole number, such as 42")
        numbers.append(int(cell))
    return Total(line[0], line[1], numbers[0], numbers[1])
