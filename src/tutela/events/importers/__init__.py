"""Other people's logs, one module for each format. To add a format: write its module and name it in `FORMATS`."""

from collections.abc import Sequence
from types import ModuleType
from typing import Final, NamedTuple

from tutela.events.importers import dnsmasq, e2guardian, squid_access, squid_native, unbound

FORMATS: Final[dict[str, ModuleType]] = {
    module.NAME: module for module in (squid_native, squid_access, e2guardian, dnsmasq, unbound)
}


class UnknownFormat(ValueError):
    """No importer knows the format of a file; the message says what was tried."""


class Guess(NamedTuple):
    """The format a log is in, and how many of the lines that were looked at say so."""

    module: ModuleType
    fitting: int
    lines: int

    @property
    def words(self) -> str:
        """How sure it is."""
        return f"{self.module.TITLE} ({self.fitting:,} of the first {self.lines:,} lines fit)"


def detect(lines: Sequence[str]) -> Guess:
    """Return the importer that reads most of a file's first lines, and at least half. Raises `UnknownFormat`."""
    guesses = sorted(_guesses(lines), key=lambda guess: -guess.fitting)
    best = guesses[0]
    if best.fitting * 2 < best.lines:
        near = f"; at best it is {best.words}" if best.fitting else ""
        raise UnknownFormat(
            f"the format is not known{near}. The formats are: {', '.join(FORMATS)}; a table of any other filter "
            "is read with --map"
        )
    return best


def confirm(name: str, lines: Sequence[str]) -> Guess:
    """Return the importer of that name. Raises `UnknownFormat` when fewer than half of the first lines are its own."""
    guesses = {guess.module.NAME: guess for guess in _guesses(lines)}
    said = guesses[name]
    if said.fitting * 2 >= said.lines:
        return said
    better = max(guesses.values(), key=lambda guess: guess.fitting)
    hint = f"; it looks like {better.words}, which is --format {better.module.NAME}" if better.fitting else ""
    raise UnknownFormat(f"this is not {said.words}{hint}")


def _guesses(lines: Sequence[str]) -> list[Guess]:
    present = [line.rstrip("\r") for line in lines if line.strip()]
    return [Guess(module, sum(module.matches(line) for line in present), len(present)) for module in FORMATS.values()]
