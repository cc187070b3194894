"""The clock of the demo: a fortnight that ends early on a morning, told in local days and hours."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/London")
ENDS_AT = time(7, 45)
"""Local time at which the fortnight ends on its last day: before school, as a lead comes in."""
DAYS = 14
BEGAN_AT = time(8, 0)


@dataclass(frozen=True, slots=True)
class Fortnight:
    """The days before `until`, and the early morning of that day itself."""

    until: date

    @property
    def ends_at(self) -> datetime:
        """The moment after which nothing of the demo has happened."""
        return at_local(self.until, ENDS_AT)

    @property
    def days(self) -> list[date]:
        """Every day of it, the last one too."""
        return [self.until - timedelta(days=DAYS - number) for number in range(DAYS + 1)]

    @property
    def school_days(self) -> list[date]:
        """Its days of school; a Monday's early morning is none yet."""
        return [day for day in self.days[:-1] if day.weekday() < 5]

    def school_day(self, back: int) -> date:
        """The last day of school before the end for 0, the one before that for 1, and so on: at most nine."""
        return self.school_days[-1 - back]

    @property
    def school_year(self) -> int:
        """The year in whose September the school year of this fortnight began."""
        first = self.days[0]
        return first.year if first.month >= 9 else first.year - 1

    @property
    def begins_at(self) -> datetime:
        """When the trust took Tutela into use: the first day of September, or before the fortnight if that is later."""
        return min(at_local(date(self.school_year, 9, 1), BEGAN_AT), at_local(self.days[0], BEGAN_AT))


def at_local(day: date, moment: time) -> datetime:
    """A local time as an aware moment in UTC."""
    return datetime.combine(day, moment, tzinfo=ZONE).astimezone(ZoneInfo("UTC"))


def last_possible(now: datetime) -> date:
    """The latest day whose early morning has passed."""
    local = now.astimezone(ZONE)
    return local.date() if local.time() >= ENDS_AT else local.date() - timedelta(days=1)
