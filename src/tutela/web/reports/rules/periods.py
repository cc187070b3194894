"""Half-terms and school years: which one a day belongs to, and which come before it.

A half-term reaches from its first day to the day before the next one begins, so holidays belong to what came before
them and every day belongs to exactly one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

MONDAY = 0
LONGEST = timedelta(days=372)  # a school year may be some days longer than a year


class NotAStretch(ValueError):
    """Dates that are no stretch of time; the text says which and what is accepted."""


@dataclass(frozen=True, slots=True)
class Half:
    """One of the six half-terms of a year as the calendar has it: its first day in a usual year, and its name."""

    key: str
    name: str
    month: int
    day: int
    monday: bool = True
    """The first Monday on or after that day, rather than the day itself."""


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of local days, `until_on` exclusive."""

    kind: str
    """"half-term", "year" or "range"."""
    name: str
    since_on: date
    until_on: date

    def bounds(self, zone: str) -> tuple[datetime, datetime]:
        """The same as aware moments: local midnight at either end, the upper one exclusive."""
        local = ZoneInfo(zone)
        since, until = self.since_on, self.until_on
        return (
            datetime(since.year, since.month, since.day, tzinfo=local),
            datetime(until.year, until.month, until.day, tzinfo=local),
        )

    def runs(self, today: date) -> bool:
        """Whether it has begun and is not over."""
        return self.since_on <= today < self.until_on

    def is_ahead(self, today: date) -> bool:
        return today < self.since_on

    @property
    def last_on(self) -> date:
        return self.until_on - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Calendar:
    """The half-terms of an establishment: the usual ones of its nation, and the dates it has chosen for some years.

    A school year is named by the calendar year in which it begins.
    """

    halves: tuple[Half, ...]
    chosen: Mapping[int, tuple[date, ...]]

    def starts(self, year: int) -> tuple[date, ...]:
        """The first days of the six half-terms of a school year."""
        return self.chosen.get(year) or usual_starts(self.halves, year)

    def half_terms(self, year: int) -> list[Period]:
        """The half-terms of a school year, first to last."""
        starts = [*self.starts(year), self.starts(year + 1)[0]]
        return [
            Period("half-term", f"{half.name}, {year_name(year)}", starts[number], starts[number + 1])
            for number, half in enumerate(self.halves)
        ]

    def year(self, year: int) -> Period:
        """A school year as one stretch."""
        return Period("year", f"School year {year_name(year)}", self.starts(year)[0], self.starts(year + 1)[0])

    def year_of(self, day: date) -> int:
        """The school year that a day belongs to."""
        return day.year if day >= self.starts(day.year)[0] else day.year - 1

    def half_term_at(self, day: date) -> Period:
        """The half-term that a day belongs to."""
        return next(one for one in self.half_terms(self.year_of(day)) if one.since_on <= day < one.until_on)

    def period_at(self, day: date, *, annual: bool) -> Period:
        """The half-term, or the whole school year, that a day belongs to."""
        return self.year(self.year_of(day)) if annual else self.half_term_at(day)

    def before(self, period: Period) -> Period:
        """The stretch of the same kind that ended when this one began."""
        day = period.since_on - timedelta(days=1)
        if period.kind == "range":
            length = period.until_on - period.since_on
            return Period("range", "", period.since_on - length, period.since_on)
        return self.period_at(day, annual=period.kind == "year")

    def year_before(self, period: Period) -> Period | None:
        """The same stretch a year ago; None for a year, whose one before that is."""
        if period.kind == "year":
            return None
        if period.kind == "range":
            # 52 weeks, so that Mondays are compared with Mondays
            back = timedelta(weeks=52)
            return Period("range", "", period.since_on - back, period.until_on - back)
        year = self.year_of(period.since_on)
        number = [one.since_on for one in self.half_terms(year)].index(period.since_on)
        return self.half_terms(year - 1)[number]


def year_name(year: int) -> str:
    """2026 to 2027."""
    return f"{year} to {year + 1}"


def usual_starts(halves: Sequence[Half], year: int) -> tuple[date, ...]:
    """The first days of the half-terms of a school year, as they usually are."""
    found: list[date] = []
    for half in halves:
        # the months of a school year never go back but at New Year
        in_year = year + (half.month < halves[0].month)
        day = date(in_year, half.month, half.day)
        found.append(day + timedelta(days=(MONDAY - day.weekday()) % 7) if half.monday else day)
    return tuple(found)


def check_starts(starts: Sequence[date], year: int) -> list[str]:
    """What is wrong with chosen first days, one message for each; "" where that day is right."""
    found = []
    for number, day in enumerate(starts):
        if not date(year, 7, 1) <= day < date(year + 1, 8, 1):
            found.append(f"Enter a day in the school year {year_name(year)}, from 1 July {year} to 31 July {year + 1}")
        elif number and day <= starts[number - 1]:
            found.append("Enter a day after the half-term before it begins")
        else:
            found.append("")
    return found


def may_move(before: date, after: date, today: date) -> bool:
    """Whether a first day may be changed: not once it has passed, nor into the past, or figures already read would
    come out again with other limits, and the difference between the two would tell of single days.
    """
    return before == after or (before > today and after > today)


def parse_day(text: str, name: str) -> date:
    """A day from an address, between the years 2000 and 2100; `name` is what it is called there.

    Raises `NotAStretch`.
    """
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = date.min
    if not 2000 <= day.year <= 2100:
        raise NotAStretch(
            f"“{text[:20]}” is not a date for “{name}”. Give year, month and day, such as 2026-09-01, "
            "between the years 2000 and 2100."
        )
    return day


def parse_range(since: str, until: str) -> Period:
    """A stretch from an address (2026-09-01, until exclusive), at most a year long. Raises `NotAStretch`."""
    first, last = parse_day(since, "from"), parse_day(until, "until")
    if not first < last:
        raise NotAStretch("The stretch ends before it begins. “until” is the day after the last one.")
    if last - first > LONGEST:
        raise NotAStretch("Choose a stretch of at most one year.")
    return Period("range", "", first, last)
