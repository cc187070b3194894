"""What was seen on the network as people read it: each address once in a stretch, the chatter of programs known."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

Event = Mapping[str, Any]

BACKGROUND = (
    "clients1.google.com",
    "clients2.google.com",
    "clients4.google.com",
    "clientservices.googleapis.com",
    "content-autofill.googleapis.com",
    "optimizationguide-pa.googleapis.com",
    "safebrowsing.googleapis.com",
    "update.googleapis.com",
    "edgedl.me.gvt1.com",
    "gvt2.com",
    "gstatic.com",
    "edge.microsoft.com",
    "smartscreen.microsoft.com",
    "windowsupdate.com",
    "update.microsoft.com",
    "events.data.microsoft.com",
    "msftconnecttest.com",
    "detectportal.firefox.com",
    "services.mozilla.com",
    "telemetry.mozilla.org",
    "captive.apple.com",
    "gsp-ssl.ls.apple.com",
    "digicert.com",
    "pki.goog",
)
"""Hosts, with all below them, that programs ask of their own accord: updates, certificates, reports of use."""
BACKGROUND_PATHS = ("/favicon.ico", "/generate_204", "/complete/search")


@dataclass(frozen=True, slots=True)
class Seen:
    """One address, or one search, with how often it was asked for from the first moment to the last."""

    first_at: datetime
    last_at: datetime
    what: str
    is_search: bool
    is_blocked: bool
    matched: bool
    """Whether it is what made the alert."""
    events: tuple[Event, ...]

    @property
    def times(self) -> int:
        return len(self.events)


def is_background(event: Event) -> bool:
    """Whether a program asked for this by itself; what matched and what was searched for never counts as that."""
    if event.get("matched") or event.get("search_terms"):
        return False
    host, path = str(event.get("host") or ""), str(event.get("path") or "")
    if not host:
        host, _, rest = str(event.get("url") or "").partition("://")[2].partition("/")
        path = f"/{rest}"
    host = host.partition(":")[0]
    return any(host == one or host.endswith(f".{one}") for one in BACKGROUND) or path.startswith(BACKGROUND_PATHS)


def fold(events: Iterable[Event]) -> list[Seen]:
    """Events in their order as rows: within a stretch, which ends at the next search, each address has one row.

    `time` is an aware datetime or its ISO form; an event without one is left out.
    """
    rows: list[Seen] = []
    of_stretch: dict[tuple[Any, ...], int] = {}
    for event in events:
        at = _moment(event)
        if at is None:
            continue
        one = _see(event, at)
        key = (one.what, one.is_search, one.is_blocked, one.matched)
        if key in of_stretch:
            row = rows[of_stretch[key]]
            rows[of_stretch[key]] = replace(row, last_at=at, events=(*row.events, event))
            continue
        if one.is_search:
            of_stretch.clear()
        of_stretch[key] = len(rows)
        rows.append(one)
    return rows


def _see(event: Event, at: datetime) -> Seen:
    url = str(event.get("url") or "")
    address = f"{event['host']}{event['path']}" if event.get("host") and "path" in event else url.partition("://")[2]
    return Seen(
        first_at=at,
        last_at=at,
        what=str(event.get("search_terms") or address or url or event.get("host") or ""),
        is_search=bool(event.get("search_terms")),
        is_blocked=event.get("action") == "block",
        matched=bool(event.get("matched")),
        events=(event,),
    )


def _moment(event: Event) -> datetime | None:
    given = event.get("time")
    try:
        at = given if isinstance(given, datetime) else datetime.fromisoformat(str(given))
    except ValueError:
        return None
    return at if at.tzinfo else None
