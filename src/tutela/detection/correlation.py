"""Sigma correlation rules: so many events (or different values) by one person within a time."""

import datetime as dt
from collections.abc import Hashable, Mapping
from typing import Any

from sigma.correlations import SigmaCorrelationCondition, SigmaCorrelationRule, SigmaCorrelationType
from sigma.exceptions import SigmaError

from tutela.detection.sigma import FIELDS, BadRule
from tutela.detection.window import Window
from tutela.events.event import Event

_UNITS = ((86400, "day"), (3600, "hour"), (60, "minute"), (1, "second"))


class Correlation:
    """One `event_count` or `value_count` rule with its window. `rules` are the names it counts.

    `span` is how far back it must have seen what happened, `quiet` how long it says nothing more of
    somebody it has spoken of. A rule that counts to one speaks of the first in its time: it needs
    to know only of whom it has spoken.
    """

    def __init__(self, name: str, document: Mapping[str, Any]) -> None:
        try:
            parsed = SigmaCorrelationRule.from_dict(dict(document))
        except SigmaError as error:
            raise BadRule(f"{name}: {error}") from error
        if parsed.type not in {SigmaCorrelationType.EVENT_COUNT, SigmaCorrelationType.VALUE_COUNT}:
            raise BadRule(f"{name}: correlation {parsed.type} is not supported; use event_count or value_count")
        if not parsed.rules or not parsed.group_by:
            raise BadRule(f"{name}: a correlation names its rules and says group-by")
        self.rules = tuple(reference.reference for reference in parsed.rules)
        self.group_by = tuple(parsed.group_by)
        condition = parsed.condition
        counted = condition.fieldref if isinstance(condition, SigmaCorrelationCondition) else None
        self.counted = str(counted) if counted else ""
        unknown = {*self.group_by, *filter(None, [self.counted])} - set(FIELDS)
        if unknown:
            raise BadRule(f"{name}: an event has no field “{', '.join(sorted(unknown))}”")
        self.quiet = dt.timedelta(seconds=parsed.timespan.seconds)
        limit = _limit(name, condition)
        self.span = self.quiet if limit > 1 else dt.timedelta(0)
        self.window = Window(limit=limit, span=self.span, distinct=bool(self.counted), quiet=self.quiet)

    def add(self, event: Event) -> bool:
        """Count one event; True when the limit is reached."""
        return self.window.add(self._key(event), event.time, str(getattr(event, self.counted, "")))

    def spoke(self, match: Event) -> None:
        """Take note of a match of this rule from before a restart, given as an event: who, where and when."""
        if {"user", "device", "site_id"}.issuperset(self.group_by) and (match.user or match.device):
            self.window.spoke(self._key(match), match.time)

    def take_over(self, old: "Correlation") -> None:
        """Go on with what an older version of the same rule remembers, if it counted alike."""
        mine = (self.rules, self.group_by, self.counted, self.window.limit, self.quiet)
        if mine == (old.rules, old.group_by, old.counted, old.window.limit, old.quiet):
            self.window = old.window

    def _key(self, event: Event) -> Hashable:
        return (event.site_id, *(who(event) if f == "user" else getattr(event, f) for f in self.group_by))

    @property
    def words(self) -> str:
        """What the window counts: "11 or more within 10 minutes"."""
        seconds = int(self.quiet.total_seconds())
        size, unit = next((size, unit) for size, unit in _UNITS if seconds % size == 0)
        count = seconds // size
        if self.window.limit == 1:
            return f"the first in {count} {unit}{'s' if count > 1 else ''}"
        what = f" different ({self.counted.replace('_', ' ')})" if self.counted else ""
        return f"{self.window.limit} or more{what} within {count} {unit}{'s' if count > 1 else ''}"


def who(event: Event) -> str:
    """The person, or where nobody is known the device or the address, so that strangers are not one person."""
    if event.user:
        return event.user
    return f"device {event.device}" if event.device else f"address {event.src_ip}"


def _limit(name: str, condition: Any) -> int:
    """The smallest count that fires."""
    operator: str = condition.op.name.lower()
    if operator not in {"gt", "gte"}:
        raise BadRule(f"{name}: a correlation's condition is gt or gte, not {operator}")
    limit: int = int(condition.count) + (1 if operator == "gt" else 0)
    if not 1 <= limit <= 10_000:
        raise BadRule(f"{name}: a correlation counts from 1 to 10,000, not {limit}")
    return limit
