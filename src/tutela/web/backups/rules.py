"""Three copies, on two kinds of disc, one of them in another building; which back-ups are kept. No rows, no clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

FRESH = timedelta(hours=26)
"""A night's back-up and two hours for it to be made."""
OFF_SITE_FRESH = timedelta(days=7)
DRILL_EVERY = timedelta(days=120)
"""Once a term, which is what the cyber security standards for schools ask for."""
COPIES = 3


class Light(StrEnum):
    """How one of the three things stands."""

    GREEN = "green"
    RED = "red"


@dataclass(frozen=True, slots=True)
class Copy:
    """A back-up that was whole where it lies when it was last looked at."""

    place: str
    made_at: datetime
    device: str
    is_off_site: bool


@dataclass(frozen=True, slots=True)
class Lights:
    """3-2-1, the records themselves being the first copy."""

    copies: Light
    media: Light
    off_site: Light
    count: int

    @property
    def are_green(self) -> bool:
        return {self.copies, self.media, self.off_site} == {Light.GREEN}


def shine(copies: Sequence[Copy], live_device: str, at: datetime) -> Lights:
    """What the newest copies in each place come to."""
    fresh = [copy for copy in copies if at - copy.made_at <= FRESH]
    count = 1 + len({copy.place for copy in fresh})
    away = [copy for copy in copies if copy.is_off_site and at - copy.made_at <= OFF_SITE_FRESH]
    return Lights(
        copies=_light(count >= COPIES),
        media=_light(any(copy.device != live_device for copy in fresh)),
        off_site=_light(bool(away)),
        count=count,
    )


def is_due(last: datetime | None, local_now: datetime, hour: int) -> bool:
    """Whether tonight's back-up is still to be made. `local_now` is in the establishment's zone; `hour` is 0-23."""
    tonight = datetime.combine(local_now.date(), time(hour), local_now.tzinfo)
    if local_now < tonight:
        tonight = datetime.combine(local_now.date() - timedelta(days=1), time(hour), local_now.tzinfo)
    return last is None or last < tonight


def list_too_many(names: Sequence[str], keep: int) -> list[str]:
    """The oldest of the back-ups in one folder, beyond those to be kept; their names sort by time."""
    return sorted(names)[:-keep] if keep > 0 else []


def _light(is_green: bool) -> Light:
    return Light.GREEN if is_green else Light.RED


class Standing(StrEnum):
    """How the back-ups stand as a whole, the worst first."""

    NOT_SET_UP = "not-set-up"
    NONE_YET = "none-yet"
    NOT_PROVED = "not-proved"
    NOT_DRILLED = "not-drilled"
    WELL = "well"


def stand(
    *, is_set_up: bool, has_any: bool, proved: datetime | None, drilled: datetime | None, at: datetime
) -> Standing:
    """`proved` and `drilled` are when the last back-up that was right was put back, by anybody and by a person.

    A back-up counts as proved for one night and two hours, a drill for a term.
    """
    if not has_any:
        return Standing.NONE_YET if is_set_up else Standing.NOT_SET_UP
    if proved is None or at - proved > FRESH:
        return Standing.NOT_PROVED
    return Standing.WELL if drilled and at - drilled <= DRILL_EVERY else Standing.NOT_DRILLED
