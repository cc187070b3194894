"""Matches as the event store gives them, of the cast."""

from datetime import UTC, datetime, timedelta
from typing import Any

from tests import cast
from tutela.events.event import Event, Match
from tutela.web.core.actor import SystemActor
from tutela.web.establishments import queries as establishments
from tutela.web.establishments.models import Person
from tutela.web.monitoring import operations
from tutela.web.monitoring.models import Alert

AT = datetime(2026, 11, 16, 7, 31, tzinfo=UTC)  # a Monday morning
READING = SystemActor("read matches")


def a_match(
    person: Person | None = None,
    words: str = "i want to die",
    minutes: float = 0,
    rule: str = "suicide-intent",
    severity: int = 1,
    **more: Any,
) -> dict[str, Any]:
    """A match of Leo's search, or another's; `minutes` after half past seven on Monday. Nobody: give user=""."""
    person = person or cast.leo()
    sign_off(person)
    number = a_match.count = getattr(a_match, "count", 0) + 1
    return {
        "match_id": f"m{number}",
        "time": AT + timedelta(minutes=minutes),
        "site_id": person.establishment_id,
        "user": person.pseudonym,
        "device": "library-pc-3",
        "rule_id": rule,
        "rule_version": 1,
        "severity": severity,
        "theme": "suicide-self-harm",
        "four_c": "content",
        "source_id": "squid-oakfield",
        "seq": number,
        "excerpt": words,
        "position": number,
        "user_basis": "credential",
        "src_ip": "10.2.3.4",
        **more,
    }


def sign_off(person: Person) -> None:
    """Monitoring may begin where this person is, signed by somebody who takes no part in it."""
    place = person.establishment
    if not establishments.is_monitoring_signed_off(place, AT):
        cast.sign_off_monitoring(cast.sue() if place == cast.oakfield() else cast.eli())


def record(*matches: dict[str, Any], at: datetime = AT) -> int:
    """Take them in."""
    return operations.record_alerts(actor=READING, at=at, matches=matches)


def an_alert(person: Person | None = None, **more: Any) -> Alert:
    """The alert of one match."""
    before = set(Alert._base_manager.values_list("pk", flat=True))
    record(a_match(person, **more))
    return Alert._base_manager.exclude(pk__in=before).get()


def stored(match: dict[str, Any]) -> Match:
    """A match as the recorder inserts it."""
    return Match(**{key: value for key, value in match.items() if key not in {"user_basis", "src_ip"}})


def event_of(match: dict[str, Any], seq: int | None = None, **more: Any) -> Event:
    """The event that a match is of, or one near it."""
    about = {
        "time": match["time"],
        "site_id": match["site_id"],
        "source_id": match["source_id"],
        "seq": match["seq"] if seq is None else seq,
        "user": match["user"],
        "user_basis": "credential",
        "device": match["device"],
        "src_ip": "10.2.3.4",
        "method": "GET",
        "host": "www.google.com",
        "path": "/search",
        "url": "https://www.google.com/search?q=x",
        "search_terms": match["excerpt"],
        "action": "allow",
    }
    return Event(**(about | more))
