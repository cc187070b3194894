"""Who was at an address at a time: by what was known then, never by what is known now, never guessed.

Made of the gateway's "identity" records: `what` (signed-on, signed-off), `address`, `from`, `until`,
`person` (a pseudonym), `device`, `group` and `source` (sign-on, dhcp, radius).
"""

import datetime as dt
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple, cast

import msgspec

from tutela.events.statements import Row


class Stay(NamedTuple):
    """A person or device at an address, from a moment until just before another."""

    since: dt.datetime
    until: dt.datetime
    address: str
    person: str
    device: str
    group: str
    basis: str


class IdentityHistory:
    """All stays of a time. Whoever signs on at an address ends the stay that was there."""

    def __init__(self, records: Iterable[Row]) -> None:
        self._stays: dict[str, list[Stay]] = defaultdict(list)
        for record in sorted(records, key=lambda record: cast("tuple[str, int]", (record["time"], record["seq"]))):
            self._take(msgspec.json.decode(cast("str", record["content"])))

    def at(self, address: str, time: dt.datetime) -> Stay | None:
        """Return who was at an address at a moment; None when nobody was known there."""
        stays = self._stays.get(address, [])
        place = bisect_right(stays, time, key=lambda stay: stay.since)
        stay = stays[place - 1] if place else None
        return stay if stay and time < stay.until else None

    def of_people(self, people: Iterable[str]) -> list[Stay]:
        """Return every stay of some people."""
        wanted = set(people)
        return [stay for stays in self._stays.values() for stay in stays if stay.person in wanted and stay.person]

    def _take(self, said: dict[str, str]) -> None:
        try:
            since, until = (dt.datetime.fromisoformat(said[key]) for key in ("from", "until"))
            stays = self._stays[said["address"]]
        except (KeyError, TypeError, ValueError):
            return
        if not (since.tzinfo and until.tzinfo):
            return
        if said.get("what") == "signed-off":
            self._end(stays, until)
            return
        self._end(stays, since)
        basis = said.get("source") or "sign-on"
        stays.append(
            Stay(
                since,
                until,
                said["address"],
                said.get("person", ""),
                said.get("device", ""),
                said.get("group", ""),
                basis,
            )
        )
        stays.sort()

    @staticmethod
    def _end(stays: list[Stay], moment: dt.datetime) -> None:
        kept = [stay._replace(until=min(stay.until, moment)) for stay in stays if stay.since <= moment]
        later = [stay for stay in stays if stay.since > moment]
        stays[:] = [stay for stay in kept if stay.since < stay.until] + later
