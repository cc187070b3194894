"""The process that asks, as the worker sees it: started, looked at now and then, ended if it takes long."""

from collections.abc import Mapping
from pathlib import Path

import msgspec

from tutela.web.core.beside import Beside
from tutela.web.registers.links.asking import Answer
from tutela.web.registers.links.job import Line

PROGRAM = "tutela.web.registers.links.job"
MOST_SECONDS = 300.0
BROKE_OFF = Answer("silent", "Asking took too long, or broke off.")


class Running:
    """One round of asking; `asked` are the addresses by key."""

    def __init__(self, asked: Mapping[str, str], log: Path) -> None:
        """Start it. Raises OSError."""
        self.asked = dict(asked)
        self._beside = Beside(PROGRAM, msgspec.json.encode(self.asked), log=log, most_seconds=MOST_SECONDS)

    def look(self) -> dict[str, Answer] | None:
        """The answers, once it has ended; None while it works.

        Where it broke off, those that came until then, and of the one that it was asking just then that nobody
        answered: else the same would be asked for first again, for ever.
        """
        ended = self._beside.look()
        return None if ended is None else answers_in(ended.said)

    def wait(self, seconds: float) -> None:
        """Wait for it. Raises `subprocess.TimeoutExpired`."""
        self._beside.wait(seconds)

    def end(self) -> None:
        """End it, whatever it does."""
        self._beside.end()


def answers_in(said: bytes) -> dict[str, Answer]:
    """The answers in what a round has said, be it broken off in the middle of a line."""
    found: dict[str, Answer] = {}
    for line in said.splitlines(keepends=True):
        if line.endswith(b"\n"):
            key, answer = msgspec.json.decode(line, type=Line)
            found[key] = answer or BROKE_OFF
    return found
