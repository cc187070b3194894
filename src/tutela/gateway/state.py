"""Who is on which address now, as sign-on scripts, DHCP or RADIUS tell the gateway: a small file, swapped whole.

One entry for each address: `{"person", "device", "group", "from", "until", "accepted", "source"}`, moments in ISO 8601
with their zone, `until` not included. People appear as pseudonyms. Each change is told to `tell`, so that it becomes an
event too. Standard library only: Squid's helper reads the file.
"""

import fcntl
import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from ipaddress import ip_address
from pathlib import Path

Tell = Callable[[str, Mapping[str, object]], object]
"""Takes a kind and its fields, as `SpoolWriter.append` does."""


@dataclass(frozen=True)
class Presence:
    """Somebody, or some device, on an address for a time."""

    address: str
    from_: datetime
    until: datetime
    person: str = ""
    device: str = ""
    group: str = ""
    accepted: str = ""
    """The agreement the person accepted on signing on, with its version; empty if none was asked for."""
    source: str = ""
    """What said so: "sign-on", "dhcp", "radius"."""

    def holds_at(self, at: datetime) -> bool:
        return self.from_ <= at < self.until


def read(path: Path) -> dict[str, Presence]:
    """Every entry by address; an entry that cannot be read is left out, since it can identify nobody.

    Raises OSError or ValueError when the file as a whole cannot be read.
    """
    content = json.loads(path.read_bytes())
    found: dict[str, Presence] = {}
    for address, entry in content["presences"].items():
        try:
            moments = {key: datetime.fromisoformat(entry.pop(key)) for key in ("from_", "until")}
            if all(moment.tzinfo for moment in moments.values()):
                found[address] = Presence(**entry | moments)
        except (ValueError, TypeError, KeyError, AttributeError):
            continue
    return found


def sign_on(path: Path, presence: Presence, tell: Tell) -> None:
    """Put somebody on an address; whoever was there is gone. Raises ValueError for a bad address or time."""
    if ip_address(presence.address).compressed != presence.address:
        raise ValueError(f"{presence.address} is not an address in its short form")
    if not (presence.from_.tzinfo and presence.until.tzinfo and presence.from_ < presence.until):
        raise ValueError("a presence has a beginning before its end, both with their zone")
    with _changing(path, presence.from_) as presences:
        presences[presence.address] = presence
    tell("identity", {"what": "signed-on", **_fields(presence)})


def sign_off(path: Path, address: str, at: datetime, tell: Tell) -> None:
    """Nobody is on that address any more."""
    with _changing(path, at) as presences:
        gone = presences.pop(address, None)
    if gone:
        tell("identity", {"what": "signed-off", **_fields(gone) | {"until": at.isoformat()}})


@contextmanager
def _changing(path: Path, at: datetime) -> Iterator[dict[str, Presence]]:
    """The entries, to be changed by one process at a time; what has ended is dropped on the way."""
    with path.with_name(path.name + ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            presences = read(path)
        except (OSError, ValueError, KeyError):
            presences = {}
        yield presences
        kept = {address: _fields(one) for address, one in presences.items() if one.until > at}
        for entry in kept.values():
            entry["from_"] = entry.pop("from")
        _write(path, json.dumps({"format": 1, "presences": kept}).encode())


def _fields(presence: Presence) -> dict[str, str]:
    fields = asdict(presence) | {"until": presence.until.isoformat(), "from": presence.from_.isoformat()}
    del fields["from_"]
    return fields


def _write(path: Path, content: bytes) -> None:
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with draft.open("wb") as file:
        file.write(content)
        file.flush()
        os.fchmod(file.fileno(), 0o644)
        os.fsync(file.fileno())
    draft.replace(path)
