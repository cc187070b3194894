"""unbound's log with `log-queries` or `log-replies`, and what it says when a zone or RPZ refuses a name.

`[1763802307] unbound[88:0] info: 10.1.2.3 www.example.org. A IN`, with `query:` or `reply:` before
the address where `log-tag-queryreply` is on and the answer's code after the class in a reply. The
time is a moment, or of the establishment's clocks (`log-time-ascii`, syslog).
"""

import re
from typing import Final

from tutela.events.importers.clocks import WallClock, iso_time, syslog_time
from tutela.events.importers.dns import NameReader, Said, plain_name
from tutela.events.importers.reading import About, NoRequest, Reader, Unreadable

NAME: Final = "unbound"
TITLE: Final = "unbound’s log"
YEARLESS: Final = True

_MOMENT: Final = re.compile(r"\[(\d{9,11})(\.\d+)?\] ")
_ISO: Final = re.compile(r"(\d{4}-\d\d-\d\dT\S+) ")
_PROGRAM: Final = re.compile(r"(?:\S{1,255} )?unbound(?:\[\d+(?::[\da-f]+)?\])?:? (?:\[\d+:[\da-f]+\] )?(\w+): ")
_ASKED: Final = re.compile(
    r"(?:(?:query|reply): )?([0-9a-fA-F:.]{3,45}) (\S{1,255}) ([A-Z0-9]{1,20}) (?:IN|CH|HS|ANY|CLASS\d+)\b"
    r"(?: ([A-Z]+))?"
)
_CLIENT: Final = r"([0-9a-fA-F:.]{3,45})@\d+ (\S{1,255}) ([A-Z0-9]+) "
_RPZ: Final = re.compile(rf"rpz: applied (?:\[[^\]]*\] )?\S+ (rpz-[a-z-]+) {_CLIENT}")
_ZONE: Final = re.compile(rf"\S{{1,255}} ([a-z_]{{3,30}}) {_CLIENT}")
_OPEN: Final = frozenset(
    {"transparent", "typetransparent", "static", "nodefault", "inform", "inform_redirect", "rpz-passthru"}
)


def matches(line: str) -> bool:
    """Whether a line is unbound's, of whatever kind."""
    rest = _after_time(line[:400])
    return bool(rest and _PROGRAM.match(rest))


def reader(about: About) -> Reader:
    """Return a reader; `about.years` says the year of each line that has none."""
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
            raise Unreadable("not a line of unbound")
        words = rest[program.end() :]
        if program[1] != "info":
            raise NoRequest
        if found := _RPZ.match(words) or _ZONE.match(words):
            action, client, name, kind = found.groups()
            refused = "" if action in _OPEN else action
            return Said(self._seconds(line, number), client, plain_name(name), kind, refused)
        if found := _ASKED.match(words):
            client, name, kind, code = found.groups()
            return Said(
                self._seconds(line, number), client, plain_name(name), kind, "REFUSED" if code == "REFUSED" else ""
            )
        raise NoRequest

    def _seconds(self, line: str, number: int) -> float:
        if moment := _MOMENT.match(line):
            return float(moment[1] + (moment[2] or ""))
        if whole := _ISO.match(line):
            time = iso_time(whole[1])
            return time.timestamp() if time.tzinfo else self._clock.seconds(time)
        found = syslog_time(line, self._years(number))
        if found is None:
            raise Unreadable("the time is not one")
        seconds = self._clock.seconds(found[0])
        self.doubtful = self._clock.doubtful
        return seconds


def _after_time(line: str) -> str | None:
    for form in (_MOMENT, _ISO):
        if found := form.match(line):
            return line[found.end() :]
    time = syslog_time(line, 2024)
    return line[time[1] :] if time else None
