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
    """One `event_count` or `value_count` rule with its window. `rules` are the names it counts."""

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
        self.span = dt.timedelta(seconds=parsed.timespan.seconds)
        self.window = Window(limit=_limit(name, condition), span=self.span, distinct=bool(self.counted))

    def add(self, event: Event) -> bool:
        """Count one event; True when the limit is reached."""
        return self.window.add(self._key(event), event.time, str(getattr(event, self.counted, "")))

    def _key(self, event: Event) -> Hashable:
        return (event.site_id, *(who(event) if f == "user" else getattr(event, f) for f in self.group_by))

    @property
    def words(self) -> str:
        """What the window counts: "11 or more within 10 minutes"."""
        seconds = int(self.span.total_seconds())
        size, unit = next((size, unit) for size, unit in _UNITS if seconds % size == 0)
        count = seconds // size
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
