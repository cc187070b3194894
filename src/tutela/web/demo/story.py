"""What happened at the trust, read from scene/story.yaml: incidents, reports of staff, changes of the filter."""

from datetime import date, datetime, time, timedelta

import msgspec

from tutela.library.read import Sourced, read
from tutela.web.demo.moments import Fortnight, at_local
from tutela.web.demo.school import SCENE


class Told(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Something of the story with its day: `back` school days before the end, or `days_ago` of the calendar."""

    place: str
    at: str
    back: int | None = None
    days_ago: int | None = None

    def day(self, fortnight: Fortnight) -> date:
        """Its local day; a day of the calendar before the fortnight that is no day of school moves to the Friday."""
        if self.back is not None:
            return fortnight.school_day(self.back)
        day = fortnight.until - timedelta(days=self.days_ago or 0)
        if self.days_ago and day.weekday() > 4:
            day -= timedelta(days=day.weekday() - 4)
        return day

    def moment(self, fortnight: Fortnight) -> datetime:
        """When it happened, in UTC."""
        return at_local(self.day(fortnight), time.fromisoformat(self.at))


class End(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a person made of an alert, so many minutes of cover hours after it came."""

    kind: str
    by: str = ""
    after: int = 0
    reason: str = ""
    words: str = ""
    false_positive: bool = False


class HandOver(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    by: str
    to: str
    after: int
    reason: str


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One step on a concern or its case. `of` counts the case's actions from 1."""

    do: str
    by: str
    days: int
    at: str
    words: str = ""
    place: str = "offline"
    owner: str = ""
    due_days: int = 0
    of: int = 0
    outcome: str = ""
    lesson: str = ""
    reason: str = ""


class ConcernTold(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    what_happened: str
    four_c: str
    told: bool
    danger: bool = False
    steps: tuple[Step, ...] = ()


class Incident(Told, frozen=True, forbid_unknown_fields=True, kw_only=True):
    who: str
    searches: tuple[str, ...]
    expect: tuple[str, ...]
    end: End
    visits: tuple[str, ...] = ()
    hand_over: HandOver | None = None
    concern: ConcernTold | None = None


class Report(Told, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A concern that a member of staff reported."""

    about: str
    by: str
    what_happened: str
    four_c: str
    theme: str
    where: str
    told: bool
    steps: tuple[Step, ...] = ()


class Decided(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    by: str
    approve: bool
    back: int
    at: str
    reason: str


class ChangeWanted(Told, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An address that somebody reported; `by` "" means so many presses on the blocked page."""

    by: str
    address: str
    wanted: str
    words: str = ""
    times: int = 1
    listed: tuple[str, ...] = ()
    """The categories that the blocked page named; somebody who reports has them looked up."""
    decision: Decided | None = None


class Story(Sourced, frozen=True):
    incidents: tuple[Incident, ...]
    reports: tuple[Report, ...]
    filter_changes: tuple[ChangeWanted, ...]


def get_story() -> Story:
    """The story as it is shipped. Raises `BadLibraryFile`."""
    return read(SCENE / "story.yaml", Story)
