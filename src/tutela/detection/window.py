"""What must be remembered between events: how often, and what was typed a moment ago.

Time is the events' own, so the same events give the same answers at any hour; after a restart
feeding the last events again (`Matcher.rebuild`) brings the memory back. Memory is bounded by
people × rules: a window keeps no more entries than its limit needs.
"""

import datetime as dt
from bisect import insort
from collections.abc import Hashable

TYPING_SECONDS = 10
"""Searches by one person within this time are one search if one begins with the other."""


class Window:
    """Counts within a sliding time for each key; says when a count reaches its limit.

    With `distinct`, different values are counted, else every call. After it has spoken for a key
    it is `quiet` for that time (one `span` if not said), so that somebody who goes on is mentioned
    once in each.
    """

    def __init__(
        self, *, limit: int, span: dt.timedelta, distinct: bool = False, quiet: dt.timedelta | None = None
    ) -> None:
        self.limit = limit
        self.span = span
        self.distinct = distinct
        self.quiet = span if quiet is None else quiet
        self._seen: dict[Hashable, list[tuple[dt.datetime, str]]] = {}
        self._quiet_until: dict[Hashable, dt.datetime] = {}

    def add(self, key: Hashable, time: dt.datetime, value: str = "") -> bool:
        """Count one; True if `key` now has `limit` within `span`. Late events count where they belong."""
        seen = self._seen.setdefault(key, [])
        if self.distinct:
            seen[:] = [(when, old) for when, old in seen if old != value or when > time]
            if any(old == value for _, old in seen):
                return False
        insort(seen, (time, value))
        del seen[: -self.limit]
        newest = seen[-1][0]
        if len(seen) < self.limit or (self.limit > 1 and newest - seen[0][0] >= self.span):
            return False
        if newest < self._quiet_until.get(key, newest):
            return False
        self.spoke(key, newest)
        return True

    def spoke(self, key: Hashable, time: dt.datetime) -> None:
        """Take note that `key` was mentioned at a time, so that it is not mentioned again too soon."""
        until = time + self.quiet
        self._quiet_until[key] = max(until, self._quiet_until.get(key, until))

    def clear(self) -> None:
        """Forget everything."""
        self._seen.clear()
        self._quiet_until.clear()

    def forget(self, now: dt.datetime) -> None:
        """Drop the keys that nothing within `span` before `now` speaks of, and the quiet that is over."""
        oldest = now - self.span
        self._seen = {key: seen for key, seen in self._seen.items() if seen[-1][0] > oldest}
        self._quiet_until = {key: until for key, until in self._quiet_until.items() if until > now}


class Typing:
    """Recognises a search that goes on typing the one before it: "i want to di", "i want to die"."""

    def __init__(self) -> None:
        self._last: dict[Hashable, tuple[dt.datetime, str]] = {}

    def goes_on(self, key: Hashable, time: dt.datetime, words: str) -> bool:
        """Whether `words` continue (or take back letters of) what `key` searched up to 10 seconds ago."""
        before = self._last.get(key)
        self._last[key] = (time, words)
        if before is None:
            return False
        then, earlier = before
        within = abs((time - then).total_seconds()) <= TYPING_SECONDS
        return within and (words.startswith(earlier) or earlier.startswith(words))

    def forget(self, now: dt.datetime) -> None:
        """Drop what is too old to be continued at `now`."""
        oldest = now - dt.timedelta(seconds=TYPING_SECONDS)
        self._last = {key: last for key, last in self._last.items() if last[0] >= oldest}
