"""An autumn at Oakfield: requests, alerts, concerns and reports, as operations and the store take them.

Today is Sunday 22 November 2026, in the second half of the autumn term, which began on 2 November.
"""

import random
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from tests import cast
from tests.web.concerns import scenes
from tests.web.monitoring import matches
from tutela.events.event import Event
from tutela.events.store import Store
from tutela.web.concerns.models import Concern
from tutela.web.core.actor import SystemActor
from tutela.web.establishments.models import Establishment, Person
from tutela.web.filters import operations as filters
from tutela.web.monitoring import operations as monitoring
from tutela.web.monitoring.models import Alert

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
THIS = (date(2026, 11, 2), date(2027, 1, 4))
BEFORE = (date(2026, 9, 1), date(2026, 11, 2))
A_YEAR_AGO = (date(2025, 11, 3), date(2026, 1, 5))
CATEGORIES = ("gambling", "games", "social-media", "adult", "proxy-vpn")
GROUPS = ("learners-11-16", "learners-7-11", "")
SETTING_UP = SystemActor("test")


def moments(since: date, until: date, count: int, seed: int = 1) -> list[datetime]:
    """So many moments of a stretch, in order, none of them at its very edge."""
    chance = random.Random(seed)
    start = datetime(since.year, since.month, since.day, tzinfo=UTC) + timedelta(hours=2)
    seconds = (min(until, NOW.date()) - since).days * 86400 - 4 * 3600
    return sorted(start + timedelta(seconds=chance.randrange(seconds)) for _ in range(count))


def requests(stretch: tuple[date, date], count: int, seed: int = 1, first: int = 1) -> list[Event]:
    """Requests of a stretch, a few of them blocked, some for two reasons."""
    chance = random.Random(seed)
    found, site_id = [], cast.oakfield().pk
    for number, at in enumerate(moments(*stretch, count, seed), first):
        blocked = chance.random() < 0.1
        found.append(
            Event(
                time=at,
                site_id=site_id,
                source_id=f"squid-oakfield-{seed}",
                seq=number,
                user=f"p{chance.randrange(40)}",
                host="example.org",
                url="http://example.org/",
                action="block" if blocked else "allow",
                categories=tuple(chance.sample(CATEGORIES, chance.choice((1, 1, 2)))) if blocked else (),
                group=chance.choice(GROUPS),
            )
        )
    return found


def foreign(event: Event) -> Event:
    """The same request at Elm Park."""
    import msgspec

    return msgspec.structs.replace(event, site_id=cast.elm_park().pk, source_id="squid-elm-park")


def learners(count: int, place: Establishment | None = None) -> None:
    """So many learners more, of whom nothing else is known."""
    place = place or cast.oakfield()
    Person._base_manager.bulk_create(
        Person(establishment=place, kind="learner", given_name=f"Learner {number}") for number in range(count)
    )


def alerts(stretch: tuple[date, date], severities: Iterable[int], theme: str = "suicide-self-harm") -> list[Alert]:
    """One alert of each of these severities, of different people, spread over a stretch."""
    cast.dana(), cast.dev(), cast.hana(), cast.chris()
    severities = list(severities)
    found = []
    for number, (at, severity) in enumerate(zip(moments(*stretch, len(severities), 7), severities, strict=True)):
        match = matches.a_match(
            user="", severity=severity, theme=theme, device=f"pc-{stretch[0]}-{theme}-{number}", time=at
        )
        before = set(Alert._base_manager.values_list("pk", flat=True))
        matches.record(match, at=at)
        found.append(Alert._base_manager.exclude(pk__in=before).get())
    return found


def dismiss(alert: Alert, minutes: int) -> None:
    """Dana dismisses an alert so many minutes after it came."""
    at = alert.received_at + timedelta(minutes=minutes)
    monitoring.dismiss(
        actor=cast.acting(cast.dana(), at=at), at=at, pk=alert.pk, seen=alert.matches, reason="school-work"
    )


def concerns(stretch: tuple[date, date], kinds: Iterable[str], **more: Any) -> list[Concern]:
    """One concern of each kind, spread over a stretch."""
    kinds = list(kinds)
    return [
        scenes.a_concern(at=at, four_c=kind, **more)
        for at, kind in zip(moments(*stretch, len(kinds), 9), kinds, strict=True)
    ]


def reports_about_filter(stretch: tuple[date, date], blocked: int, opened: int) -> None:
    """Tom reports addresses as wrongly blocked and wrongly open."""
    for wanted, count in (("allow", blocked), ("block", opened)):
        for number, at in enumerate(moments(*stretch, count, 11)):
            filters.report_site(
                actor=cast.acting(cast.tom(), at=at), at=at, address=f"http://{wanted}{number}.example/", wanted=wanted
            )


def fill(store: Store, stretch: tuple[date, date], events: list[Event]) -> None:
    """Put requests into the store, as the recorder does."""
    store.insert(events, f"{stretch[0]}-{len(events)}")
