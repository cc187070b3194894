"""dnsmasq's and Pi-hole's query log (`log-queries`, also `extra`), from its own file or through syslog.

`Nov 22 09:05:07 dnsmasq[633]: query[A] www.example.org from 10.1.2.3`, and where it was refused
`gravity blocked www.example.org is 0.0.0.0`. Through syslog the machine's name comes before
`dnsmasq`, and the time may be whole. The year is found by the order of the lines and the date of
the file; the time is of the establishment's clocks.
"""

import re
from typing import Final

from tutela.events.importers.clocks import WallClock, iso_time, syslog_time
from tutela.events.importers.dns import NameReader, Said, plain_name
from tutela.events.importers.reading import About, NoRequest, Reader, Unreadable

NAME: Final = "dnsmasq"
TITLE: Final = "the query log of dnsmasq or Pi-hole"
YEARLESS: Final = True

_ISO: Final = re.compile(r"(\d{4}-\d\d-\d\dT\S+) ")
_PROGRAM: Final = re.compile(r"(?:\S{1,255} )?(?:dnsmasq|pihole-FTL)(?:\[\d+\])?: (?:\d+ \S+/\d+ )?")
_QUERY: Final = re.compile(r"query\[([^\]\s]{1,20})\] (\S{1,255}) from (\S{1,64})")
_REFUSED: Final = re.compile(
    r"((?:gravity|regex|exactly|antigravity)? ?(?:blocked|denied|blacklisted)(?: \(CNAME\))?"
    r"|blocked upstream[^.]{0,60}?|(?:/\S*)?(?:gravity|black)\.list|regex (?:blacklist|filter)\S*) (\S{1,255})"
    r" (?:is|with) \S+"
)
_NOTHING: Final = re.compile(r"config (\S{1,255}) is (?:0\.0\.0\.0|::|NXDOMAIN|NODATA)\b")


def matches(line: str) -> bool:
    """Whether a line is dnsmasq's, of whatever kind."""
    rest = _after_time(line[:400])
    return bool(rest and _PROGRAM.match(rest))


def reader(about: About) -> Reader:
    """Return a reader; `about.years` says the year of each line."""
    return _Reader(about)


class _Reader(NameReader):
    def __init__(self, about: About) -> None:
        super().__init__()
        self._clock = WallClock(about.zone)
        self._years = about.years or (lambda _: 1970)

    def parse(self, line: str, number: int) -> Said:
        """Return what a line says."""
        rest = _after_time(line)
        program = _PROGRAM.match(rest) if rest else None
        if rest is None or program is None:
            raise Unreadable("not a line of dnsmasq")
        words = rest[program.end() :]
        if asked := _QUERY.match(words):
            return Said(self._seconds(line, number), asked[3], plain_name(asked[2]), asked[1])
        if refused := _REFUSED.match(words):
            return Said(self._seconds(line, number), "", plain_name(refused[2]), refused=refused[1].strip())
        if refused := _NOTHING.match(words):
            return Said(self._seconds(line, number), "", plain_name(refused[1]), refused="refused by configuration")
        raise NoRequest

    def _seconds(self, line: str, number: int) -> float:
        if whole := _ISO.match(line):
            time = iso_time(whole[1])
            if time.tzinfo:
                return time.timestamp()
            return self._clock.seconds(time)
        found = syslog_time(line, self._years(number))
        if found is None:
            raise Unreadable("the time is not one")
        seconds = self._clock.seconds(found[0])
        self.doubtful = self._clock.doubtful
        return seconds


def _after_time(line: str) -> str | None:
    if whole := _ISO.match(line):
        return line[whole.end() :]
    found = syslog_time(line, 2024)
    return line[found[1] :] if found else None
