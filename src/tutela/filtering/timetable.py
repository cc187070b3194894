"""Which slot of the timetable it is, by the clock on the establishment's wall."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from tutela.filtering.ruleset import Period

OUTSIDE = ""
"""The slot of all hours that no period of the timetable covers."""


class Timetable:
    """The periods of a week, in local time. Where two overlap, the one that stands first counts.

    When the clocks change, wall time counts: a period in the hour that comes twice holds twice, one in the hour that
    is left out does not happen, and all others keep their place on the clock.
    """

    def __init__(self, periods: Sequence[Period], time_zone: str) -> None:
        self._zone = ZoneInfo(time_zone)
        self._periods = tuple(periods)
        self._minute = -1
        self._slot = OUTSIDE

    def slot_at(self, at: datetime) -> str:
        """The slot at a moment, which must carry its zone. Seconds do not count. Raises ValueError if naive."""
        if not self._periods:
            return OUTSIDE
        if at.tzinfo is None:
            raise ValueError("The moment of a request must carry its time zone.")
        minute = int(at.timestamp() // 60)
        if minute != self._minute:
            # Both are set from one minute's answer; a thread that comes between them works its own answer out.
            slot = self._slot_on_the_wall(minute)
            self._slot, self._minute = slot, minute
            return slot
        return self._slot

    def _slot_on_the_wall(self, minute: int) -> str:
        local = datetime.fromtimestamp(minute * 60, UTC).astimezone(self._zone)
        wall, today = local.time(), local.weekday()
        yesterday = (local - timedelta(days=1)).weekday()
        for period in self._periods:
            if period.from_ < period.until:
                if today in period.days and period.from_ <= wall < period.until:
                    return period.slot
            elif (today in period.days and wall >= period.from_) or (yesterday in period.days and wall < period.until):
                return period.slot
        return OUTSIDE
