"""The writes of the reports: the dates of a school year, and totals of groups."""

from collections.abc import Sequence
from datetime import date, datetime

from tutela.web.core import audit
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.establishments import queries as establishments
from tutela.web.reports.models import GroupTotals, TermDates
from tutela.web.reports.queries import calendar
from tutela.web.reports.rules import groups, periods


class BadDates(ValueError):
    """Dates that cannot be meant; `messages` has one for each half-term, "" where that one is right."""

    def __init__(self, messages: list[str]) -> None:
        super().__init__("; ".join(filter(None, messages)))
        self.messages = messages


@operation
def choose_term_dates(*, actor: AnyActor, at: datetime, year: int, starts: Sequence[date]) -> TermDates:
    """Say when the half-terms of a school year begin. Raises `BadDates`.

    The first choice for a year is free; after it a day that has passed stays where it is.
    """
    school = establishments.list_establishments().get(pk=actor.establishment_id)
    today = establishments.local_day(school, at)
    wrong = periods.check_starts(starts, year)
    chosen = calendar.list_chosen(actor).get(year)
    if chosen:
        stays = "This half-term has begun, or would begin in the past; its first day stays as it was"
        wrong = [
            words or ("" if periods.may_move(before, after, today) else stays)
            for words, before, after in zip(wrong, chosen, starts, strict=True)
        ]
    if any(wrong):
        raise BadDates(wrong)
    row = TermDates(
        establishment=school,
        year=year,
        starts=[day.isoformat() for day in starts],
        chosen_by_id=actor.person_id,
        chosen_at=at,
    )
    row.save()
    audit.record(actor, "term-dates.choose", row, at=at, year=year)
    return row


@operation
def note_totals(*, actor: AnyActor, at: datetime, year: int, counted: str, content: bytes) -> GroupTotals:
    """Keep what the school's records system counted by group in a school year. Raises `BadTotals`."""
    totals = groups.read_totals(content)
    row = GroupTotals(
        establishment_id=actor.establishment_id,
        year=year,
        counted=counted,
        rows=[[one.characteristic, one.group, one.learners, one.count] for one in totals],
        noted_by_id=actor.person_id,
        noted_at=at,
    )
    row.save()
    audit.record(actor, "group-totals.note", row, at=at, year=year, counted=counted, lines=len(totals))
    return row
