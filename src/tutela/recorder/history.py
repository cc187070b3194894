"""Detection over what is stored: records of other filters, and our own after the rules have changed.

Events are matched in the order of their times, as they would have been had somebody looked then.
What is found twice is stored once, so this may be repeated and cut off. Of what happened long ago
nobody is alerted: it is kept and counted.
"""

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from typing import Any, Final, NamedTuple

import msgspec

from tutela.detection.correlation import who
from tutela.detection.matcher import Matcher
from tutela.events.event import IMPORTED, LOOKED_BACK, Event, Match
from tutela.events.store import Store
from tutela.recorder.rules import Rules
from tutela.settings import Settings

ALERTS_FOR: Final = dt.timedelta(days=7)
"""How long after it happened something still makes an alert when it is found."""
LONGEST_LEAD: Final = dt.timedelta(days=7)
"""How far before the beginning events are read at most, so that rules that count know what came before."""
AT_ONCE: Final = 100_000
MOST_MATCHES: Final = 200_000
Progress = Callable[[int, int], object]
"""Is told how many events have been looked at, and of how many."""


class LookedBack(NamedTuple):
    """What was found: `new` matches, of which `silent` ones alert nobody, in so many `events`."""

    events: int
    new: int
    silent: int


def look_back(
    store: Store,
    matcher: Matcher,
    *,
    since: dt.datetime,
    until: dt.datetime,
    now: dt.datetime,
    site_id: int = 0,
    sources: Collection[str] = (),
    alerts_since: dt.datetime | None = None,
    progress: Progress = lambda *_: None,
) -> LookedBack:
    """Match what is stored from `since` until just before `until`; of `sources` alone where some are named.

    What happened before `alerts_since` (a week before `now` if not said) makes no alert. `matcher`
    must be fresh: its windows are filled here. Raises `StoreError`; then it can be done again.
    """
    alerts_since = alerts_since or now - ALERTS_FOR
    spans = [correlation.span for correlation in matcher.correlations.values()]
    lead = min(max(spans, default=dt.timedelta(0)), LONGEST_LEAD)
    begin = since - lead
    known = _Known(store, matcher, begin, until + lead)
    total = _number(store.query("events_counted", site_id=site_id, **{"from": begin, "until": until})[0]["events"])
    looked = new = silent = 0
    for events in _pages(store, begin, until, site_id):
        looked += len(events)
        found = []
        for match in matcher.match(events):
            if match.time < since or (sources and match.source_id not in sources) or not known.is_new(match):
                continue
            origin = IMPORTED if match.source_id.startswith("import-") else LOOKED_BACK
            alerts = match.time >= alerts_since
            found.append(msgspec.structs.replace(match, origin=origin, found_at=now, alerts=alerts))
        _insert(store, found)
        new += len(found)
        silent += sum(not match.alerts for match in found)
        progress(looked, total)
    return LookedBack(looked, new, silent)


def look_back_with(settings: Settings, store: Store, **wanted: Any) -> LookedBack:
    """Look back with the rules in force; `wanted` is as in `look_back`, and `now` is now if it is not said."""
    return look_back(store, Rules(settings).matcher, **({"now": dt.datetime.now(dt.UTC)} | wanted))


class _Known:
    """What has matched already. A rule that counts speaks once in its time, also when it begins elsewhere."""

    def __init__(self, store: Store, matcher: Matcher, since: dt.datetime, until: dt.datetime) -> None:
        span = {"from": since, "until": until}
        rows = store.query("matches_between", limit=MOST_MATCHES, **span)
        self._matcher = matcher
        self._ids: set[str] = set()
        self._spoken: dict[tuple[object, ...], list[dt.datetime]] = defaultdict(list)
        for row in rows:
            event = Event(time=row["time"], user=row["user"], device=row["device"])  # type: ignore[arg-type]
            self._note(str(row["match_id"]), str(row["rule_id"]), row["site_id"], event)

    def is_new(self, match: Match) -> bool:
        """Whether a match is none that is known; from then on it is."""
        event = Event(time=match.time, user=match.user, device=match.device)
        if match.match_id in self._ids:
            return False
        counting = self._matcher.correlations.get(match.rule_id)
        if counting and (match.user or match.device):
            spoken = self._spoken[match.rule_id, match.site_id, who(event)]
            if any(abs(match.time - time) < counting.span for time in spoken):
                return False
        self._note(match.match_id, match.rule_id, match.site_id, event)
        return True

    def _note(self, match_id: str, rule_id: str, site_id: object, event: Event) -> None:
        self._ids.add(match_id)
        if rule_id in self._matcher.correlations:
            self._spoken[rule_id, site_id, who(event)].append(event.time)


def _pages(store: Store, since: dt.datetime, until: dt.datetime, site_id: int) -> Iterator[list[Event]]:
    """Yield the events of a time in its order, so many at once."""
    source, seq = "", 0
    while True:
        where = {"site_id": site_id, "after_source": source, "after_seq": seq, "from": since, "until": until}
        events = store.events("events_between", limit=AT_ONCE, **where)  # type: ignore[arg-type]
        if events:
            yield events
        if len(events) < AT_ONCE:
            return
        since, source, seq = events[-1].time, events[-1].source_id, events[-1].seq


def _insert(store: Store, found: list[Match]) -> None:
    if found:
        names = ":".join(match.match_id for match in found)
        store.insert_matches(found, f"look-back:{hashlib.sha256(names.encode()).hexdigest()[:32]}")


def _number(value: object) -> int:
    return int(str(value))
