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
        self._last: tuple[datetime | None, int, str] = (None, -1, OUTSIDE)

    def slot_at(self, at: datetime) -> str:
        """The slot at a moment, which must carry its zone. Seconds do not count. Raises ValueError if naive."""
        if not self._periods:
            return OUTSIDE
        if at.tzinfo is None:
            raise ValueError("The moment of a request must carry its time zone.")
        last, last_minute, slot = self._last
        if at is last:
            return slot
        minute = int(at.timestamp() // 60)
        if minute != last_minute:
            slot = self._slot_on_the_wall(minute)
        self._last = (at, minute, slot)  # one assignment, so that threads never see half of it
        return slot

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
