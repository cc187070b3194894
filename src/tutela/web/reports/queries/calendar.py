"""When half-terms begin: as somebody entered it, else as they usually do in that nation."""

from datetime import date

import msgspec

from tutela.library.read import ROOT, Sourced, read
from tutela.web.core.actor import AnyActor
from tutela.web.reports.models import TermDates
from tutela.web.reports.rules.periods import Calendar, Half

LIBRARY = ROOT / "calendars.yaml"


class _Half(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    key: str
    name: str
    month: int
    day: int
    monday: bool


class _Usual(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    halves: tuple[_Half, ...]
    nation: str = ""


class _File(Sourced, frozen=True):
    calendars: tuple[_Usual, ...]


def usual_halves(nation: str) -> tuple[Half, ...]:
    """The half-terms of a nation. Raises `BadLibraryFile`."""
    usual = next(one for one in read(LIBRARY, _File).calendars if one.nation in ("", nation))
    return tuple(Half(one.key, one.name, one.month, one.day, one.monday) for one in usual.halves)


def list_chosen(actor: AnyActor) -> dict[int, tuple[date, ...]]:
    """The dates that somebody entered, by school year; the newest of each."""
    rows = TermDates.visible_to(actor).order_by("chosen_at").values_list("year", "starts")
    return {year: tuple(map(date.fromisoformat, starts)) for year, starts in rows}


def get_calendar(actor: AnyActor, nation: str) -> Calendar:
    """The half-terms of the actor's establishment."""
    return Calendar(usual_halves(nation), list_chosen(actor))
