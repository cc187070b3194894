"""What the logs of name servers have in common: a question, and perhaps a refusal that follows it.

A device asks for the same name several times at once (for its old and its new address), and a
log may hold both question and answer: what one device asks for the same name within two seconds
is one request. A refusal is told after the question, so requests of a piece's last seconds are
held back until the next piece is read.
"""

from typing import Final, NamedTuple

from tutela.events.importers.parsed import Bad, Parsed, Request, gather
from tutela.events.importers.reading import (
    EARLIEST,
    LONGEST_LINE,
    NoRequest,
    Unreadable,
    checked,
    latest_time,
    split_lines,
)

SAME_SECONDS: Final = 2.0
"""Within this time the same question of the same device is one request."""
HELD_SECONDS: Final = 5.0


class Said(NamedTuple):
    """What a line says: `name` was asked for by `client` ("" where the line does not say by whom)."""

    seconds: float
    client: str
    name: str
    kind: str = ""
    refused: str = ""
    """The server's own words for a refusal; "" for a plain question or answer."""


class NameReader:
    """Reads the log of a name server. `parse(line, number)` is the format's own part."""

    def __init__(self) -> None:
        self._held: list[tuple[int, Request]] = []
        self._recent: dict[tuple[str, str], int] = {}
        self._by_name: dict[str, int] = {}
        self.lines = 0
        self.doubtful = 0

    def parse(self, line: str, number: int) -> Said:
        """Return what a line says; `number` counts from the first line read. Raises `Unreadable` or `NoRequest`."""
        raise NotImplementedError

    def read(self, block: bytes) -> Parsed:
        """Read whole lines."""
        texts, bad, other = split_lines(block), list[Bad](), 0
        latest, doubtful = latest_time(), self.doubtful
        for number, line in enumerate(texts):
            if not line or line.isspace():
                continue
            try:
                said = self.parse(checked(line), self.lines + number)
                if not EARLIEST <= said.seconds <= latest:
                    raise Unreadable("the time cannot be right")
                other += not self._take(said, number)
            except NoRequest:
                other += 1
            except Unreadable as error:
                bad.append((number, str(error), line[:LONGEST_LINE]))
            except (ValueError, OverflowError):
                bad.append((number, "a number or time is not one, or out of range", line[:LONGEST_LINE]))
        self.lines += len(texts)
        found, self._held = self._held, []
        newest = found[-1][1].seconds if found else 0.0
        keep = next((at for at, (_, one) in enumerate(found) if one.seconds > newest - HELD_SECONDS), len(found))
        self._hold(found[keep:], len(texts))
        return gather(len(texts), found[:keep], bad, other=other, doubtful=self.doubtful - doubtful)

    def finish(self) -> Parsed:
        """Return what was held back."""
        held, self._held = self._held, []
        return gather(0, held, [])

    def _take(self, said: Said, number: int) -> bool:
        """Add a request; False where the line only says more of one that is known."""
        at = self._recent.get((said.client, said.name)) if said.client else self._by_name.get(said.name)
        known = self._held[at][1] if at is not None else None
        if at is not None and known and abs(said.seconds - known.seconds) <= SAME_SECONDS:
            if said.refused and not known.blocked:
                self._held[at] = (self._held[at][0], known._replace(blocked=True, result=said.refused))
            return False
        if not said.client:
            return False
        request = Request(
            seconds=said.seconds,
            address=said.client,
            login="",
            method=said.kind,
            url=f"dns:{said.name}",
            blocked=bool(said.refused),
            result=said.refused,
        )
        self._recent[said.client, said.name] = self._by_name[said.name] = len(self._held)
        self._held.append((number, request))
        return True

    def _hold(self, held: list[tuple[int, Request]], lines: int) -> None:
        self._held = [(number - lines, request) for number, request in held]
        self._recent, self._by_name = {}, {}
        for at, (_, request) in enumerate(self._held):
            name = request.url.removeprefix("dns:")
            self._recent[request.address, name] = self._by_name[name] = at


def plain_name(name: str) -> str:
    """Return a name as it is compared: in small letters, without the dot that ends it."""
    return name.rstrip(".").lower()
