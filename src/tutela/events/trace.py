"""Who opened what, when, from where, and what was decided and why: the rows of a trace.

Whoever calls this has asked for the purpose and audited it. People stay pseudonyms unless names
are given.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from tutela.events.event import short_name
from tutela.events.identity import IdentityHistory
from tutela.events.store import Store
from tutela.events.webaddress import split_address

KEYS: Final = (
    "time",
    "person",
    "login",
    "device",
    "src_ip",
    "method",
    "url",
    "host",
    "action",
    "categories",
    "rule",
    "reason",
    "bytes",
    "source",
    "identity_basis",
)
MOST_ROWS: Final = 100_000
LONGEST_STAY: Final = dt.timedelta(days=31)
BEGINNING: Final = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
END: Final = dt.datetime(2100, 1, 1, tzinfo=dt.UTC)

Names = Mapping[str, tuple[str, str]]
"""A person's name and login by pseudonym."""


class Asked(NamedTuple):
    """What is looked for; what is empty does not narrow it. `until` is exclusive, both moments aware."""

    people: Sequence[str] = ()
    device: str = ""
    url: str = ""
    host: str = ""
    since: dt.datetime = BEGINNING
    until: dt.datetime = END
    site_id: int = 0
    """The number of the establishment whose records are meant; 0 for all."""


def trace(store: Store, asked: Asked, names: Names | None = None, limit: int = MOST_ROWS) -> list[dict[str, Any]]:
    """Return the rows, oldest first, at most `limit`; each has `KEYS`.

    `identity_basis` is how the person is known: credential or device (the gateway knew at the time),
    import (another proxy's log says so), sign-on, dhcp or radius (who was at the address at that
    moment), or unknown.
    """
    since = max(asked.since, BEGINNING)
    span: dict[str, Any] = {"from": since - LONGEST_STAY, "until": asked.until}
    history = IdentityHistory(store.query("records_of_kind", kind="identity", limit=MOST_ROWS, **span))
    stays = history.of_people(asked.people)
    found = store.query(
        "trace",
        users=list(asked.people),
        at_addresses=[stay.address for stay in stays],
        at_from=[stay.since for stay in stays],
        at_until=[stay.until for stay in stays],
        device=short_name(asked.device),
        host=asked.host.lower().rstrip("."),
        url=_as_stored(asked.url),
        site_id=asked.site_id,
        limit=limit,
        **(span | {"from": since}),
    )
    return [_row(event, history, names or {}) for event in found]


def _row(event: dict[str, Any], history: IdentityHistory, names: Names) -> dict[str, Any]:
    person, device, basis = event["user"], event["device"], event["user_basis"]
    if not person and (stay := history.at(event["src_ip"], event["time"])):
        person, device = stay.person, device or stay.device
        basis = stay.basis if person else basis
    name, login = names.get(person, (person, ""))
    return {
        "time": event["time"].isoformat(timespec="milliseconds"),
        "person": name,
        "login": login,
        "device": device,
        "src_ip": event["src_ip"],
        "method": event["method"],
        "url": event["url"],
        "host": event["host"],
        "action": event["action"],
        "categories": event["categories"],
        "rule": event["rule"],
        "reason": event["reason"],
        "bytes": event["bytes_in"] + event["bytes_out"],
        "source": event["source_id"],
        "identity_basis": basis,
    }


def _as_stored(url: str) -> str:
    """Write an address somebody looks for as it would have been stored; without a scheme any will do."""
    if not url:
        return ""
    if "://" in url:
        return split_address(url).url
    kept = split_address(f"http://{url}")
    return kept.host + kept.path
