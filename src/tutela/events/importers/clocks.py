"""Times as logs write them: with a zone, on the establishment's own clocks, or without the year."""

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Iterable
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from tutela.events.importers.reading import DAY

_NAMES: Final = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"
MONTHS: Final = {name: number for number, name in enumerate(_NAMES.split(), start=1)}
_MONTH_AT_START: Final = re.compile(rb"^(?:<\d+>)?(%s) " % _NAMES.replace(" ", "|").encode(), re.MULTILINE)


class WallClock:
    """Turns times of a place's clocks into seconds since 1970, line after line.

    In the hour that the clocks repeat in autumn a time stands for two; the first is meant until
    the times jump back. `doubtful` counts such lines. A time that the clocks leave out in spring
    is read as if they had not been put forward yet.
    """

    def __init__(self, zone: ZoneInfo) -> None:
        self.zone = zone
        self.doubtful = 0
        self._second_time = False
        self._before: dt.datetime | None = None
        self._known = lru_cache(maxsize=4096)(self._both)

    def seconds(self, local: dt.datetime) -> float:
        """Return the moment of a time without zone."""
        first, second = self._known(local)
        if first == second:
            self._second_time = False
            self._before = None
            return first
        self.doubtful += 1
        if self._before is not None and local < self._before - dt.timedelta(minutes=30):
            self._second_time = True
        self._before = local
        return second if self._second_time else first

    def _both(self, local: dt.datetime) -> tuple[float, float]:
        first = local.replace(tzinfo=self.zone)
        second = local.replace(tzinfo=self.zone, fold=1)
        if second.utcoffset() == first.utcoffset():
            return first.timestamp(), first.timestamp()
        earlier, later = first.timestamp(), second.timestamp()
        # In spring the offsets differ too, and the other way round: no time stands for two then.
        return (earlier, later) if earlier < later else (earlier, earlier)


class Years:
    """The year of each line of a log that leaves it out, by the order of its lines and the file's own date.

    The last line was written when the file was, or before; where the months jump from December to
    January a year begins.
    """

    def __init__(self, jumps: list[tuple[int, int]], last_year: int) -> None:
        self._lines = [line for line, _ in jumps]
        total = 0
        self._after = [0]
        for _, change in jumps:
            total += change
            self._after.append(total)
        self._last = last_year

    def __call__(self, line: int) -> int:
        """Return the year of a line, counted from 0."""
        return self._last - self._after[-1] + self._after[bisect_right(self._lines, line)]


def years_of(blocks: Iterable[bytes], changed_at: float, zone: ZoneInfo) -> Years:
    """Read a log once through and say which year each of its lines is of."""
    jumps: list[tuple[int, int]] = []
    lines, month, last = 0, 0, b""
    for block in blocks:
        starts = list(_MONTH_AT_START.finditer(block))
        at = counted = 0
        for start in starts:
            found = MONTHS[start[1].decode()]
            # Lines come a little out of order, so one month back is none, and January to December is back.
            change = (month - found > 1) - (found - month == len(MONTHS) - 1) if month else 0
            if change:
                counted += block.count(b"\n", at, start.start())
                at = start.start()
                jumps.append((lines + counted, change))
            month = found
        if starts:
            place = starts[-1].start()
            last = block[place : place + 40]
        lines += block.count(b"\n")
    changed = dt.datetime.fromtimestamp(changed_at + DAY, zone)
    year = changed.year
    found_time = syslog_time(last.decode("latin-1"), year) if last else None
    if found_time and found_time[0] > changed.replace(tzinfo=None):
        year -= 1
    return Years(jumps, year)


_SYSLOG: Final = re.compile(r"(?:<\d+>)?([A-Z][a-z]{2}) ([ \d]\d) (\d\d):(\d\d):(\d\d) ")


def syslog_time(line: str, year: int) -> tuple[dt.datetime, int] | None:
    """Return the time at the beginning of a line such as `Nov 22 09:05:07 …`, and where the rest begins."""
    found = _SYSLOG.match(line)
    if not found or found[1] not in MONTHS:
        return None
    try:
        return _moment(year, MONTHS[found[1]], *(int(found[n]) for n in range(2, 6))), found.end()
    except ValueError:
        return None


@lru_cache(maxsize=4096)
def _moment(*parts: int) -> dt.datetime:
    return dt.datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001  of the place's own clocks


@lru_cache(maxsize=4096)
def iso_time(text: str) -> dt.datetime:
    """Read `2026-11-22T09:05:07.123+00:00` and its like; without a zone it is of the place's clocks."""
    return dt.datetime.fromisoformat(text)
