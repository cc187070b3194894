"""How safeguarding works, in numbers with nobody in them: pace, caseload, what it was about and where.

Whoever works the queue sees exact figures of each school year. Everybody else sees finished half-terms added up, as
with the questions from outside: a year less its published half-terms would tell what is hidden in one of them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

import msgspec
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tutela.web.concerns import figures, queries
from tutela.web.concerns import words as concern_words
from tutela.web.concerns.shipped.lists import get_circumstances
from tutela.web.core.actor import Actor
from tutela.web.core.terms import get_terms
from tutela.web.establishments.queries import local_day
from tutela.web.reports import words
from tutela.web.reports.queries import calendar, matters
from tutela.web.reports.queries.freedom import AtLeast, add_up
from tutela.web.reports.queries.half_term import get_edition
from tutela.web.reports.queries.sections import Report, Section
from tutela.web.reports.rules.periods import Calendar, Period
from tutela.web.reports.rules.suppression import (
    SMALLEST_SHOWN,
    Counts,
    Edition,
    Shown,
    hide,
    step_down,
    suppress,
    suppress_together,
)
from tutela.web.reports.rules.tables import Cell, Column, Table

YEARS = 3


def get_report(actor: Actor, school: Any, *, at: datetime) -> Report:
    """The report for this reader: this school year and the two before it."""
    today = local_day(school, at)
    edition = get_edition(actor, today)
    days = calendar.get_calendar(actor, school.nation)
    this = days.year_of(today)
    years = [days.year(number) for number in range(this, this - YEARS, -1)]
    asked = _Asked(actor, school, edition, days, today)
    columns = tuple(Column(year.name.removeprefix("School year ")) for year in years)
    told = [asked.concerns(year) for year in years]
    count = partial(_counts, told=told, columns=columns)
    return Report(
        period=years[0],
        runs=True,
        opening=tuple(filter(None, (_caseload(actor, edition),))),
        notes=_notes(edition),
        sections=(
            Section(_("How long it takes"), (_pace(asked, years, columns),)),
            Section(
                _("What it was about"),
                (
                    count("concerns-by-four-c", title=_("Concerns by the four Cs"), by="four_c", label=_four_c),
                    count("concerns-by-theme", title=_("Concerns by what they were about"), by="theme", label=_theme),
                ),
            ),
            Section(
                _("Where it happened"),
                (count("concerns-by-place", title=_("Concerns by place"), by="place", label=asked.place_name),),
                (_("One that happened in two places counts in both."),),
            ),
        ),
    )


@dataclass(frozen=True, slots=True)
class _Asked:
    """Asks for one school year after the other."""

    actor: Actor
    school: Any
    edition: Edition
    days: Calendar
    today: date

    def concerns(self, year: Period) -> Mapping[str, Mapping[str, Cell]] | None:
        """Concerns of a year by the four Cs, by theme and by place; None where nothing may be told or nothing was in
        use.
        """
        if self._is_ahead(year):
            return None
        if self.edition.exact:
            return self._count(year)
        whole = self.edition.annual
        pieces = [year] if whole else self.days.half_terms(self.days.year_of(year.since_on))
        over = [piece for piece in pieces if piece.until_on <= self.today and not self._is_ahead(piece)]
        shown = [self._published(piece) for piece in over]
        if not shown:
            return None
        return {by: {key: _cell(sums) for key, sums in add_up([one[by] for one in shown]).items()} for by in shown[0]}

    def place_name(self, key: str) -> str:
        """A place in the words of this establishment."""
        terms = get_terms(self.school.nation, self.school.sector, self.school.phase)
        return get_circumstances().settings.get(key, key).format(**msgspec.structs.asdict(terms))

    def pace(self, year: Period) -> figures.Pace | None:
        """How long it took in a year; of one that runs only for whoever works the queue."""
        if self._is_ahead(year) or (year.runs(self.today) and not self.edition.exact):
            return None
        return figures.get_pace(self.actor, *year.bounds(self.school.time_zone))

    def _count(self, piece: Period) -> dict[str, Counts]:
        since, until = piece.bounds(self.school.time_zone)
        counted = matters.get_concerns(self.actor, since=since, until=until)
        return counted | {"place": queries.count_by_setting(self.actor, since, until)}

    def _published(self, piece: Period) -> dict[str, Shown]:
        counted = self._count(piece)
        # one in two places counts twice, so they add up to a sum of their own, which may still tell of the other
        places = counted.pop("place")
        shown, total = suppress_together(counted)
        return shown | {"place": hide(places) if total is None else suppress(places)[0]}

    def _is_ahead(self, period: Period) -> bool:
        return period.until_on <= local_day(self.school, self.school.made_at) or period.is_ahead(self.today)


def _cell(sums: AtLeast) -> Cell:
    return str(sums) if sums.hidden else sums.shown


def _counts(
    key: str,
    *,
    title: str,
    told: Sequence[Mapping[str, Mapping[str, Cell]] | None],
    columns: tuple[Column, ...],
    by: str,
    label: Callable[[str], str],
) -> Table:
    found = [one and one[by] for one in told]
    keys = dict.fromkeys(one for column in found for one, cell in (column or {}).items() if cell != 0)
    rows = tuple(
        (label(one), tuple(_("none finished") if column is None else column.get(one, 0) for column in found))
        for one in keys
    )
    return Table(key, title, _("Concerns"), columns, rows, none=_("No concern was raised in a finished time."))


def _pace(asked: _Asked, years: list[Period], columns: tuple[Column, ...]) -> Table:
    found = [asked.pace(year) for year in years]
    rows = tuple(
        (name, tuple(_took(getattr(one, field), asked.edition) if one else _("not told yet") for one in found))
        for field, name in (
            ("days_to_report", _("From what happened until it was reported (days)")),
            ("hours_to_look", _("From the report until somebody looked (hours)")),
            ("days_to_act", _("From the report until something was done (days)")),
        )
    )
    summary = _("The middle one of all: half took less, half took longer.")
    return Table("pace", _("Half took less than this"), _("What"), columns, rows, summary=summary)


def _took(took: Any, edition: Edition) -> Cell:
    if took.middle is None:
        return _("none")
    return took.middle if edition.exact or took.count >= SMALLEST_SHOWN else None


def _caseload(actor: Actor, edition: Edition) -> str:
    count = figures.count_open_now(actor)
    if edition.exact:
        return ngettext("%(n)s case is open now.", "%(n)s cases are open now.", count) % {"n": count}
    if not edition.as_it_runs:
        return ""
    if count < SMALLEST_SHOWN:
        return _("Fewer than %(n)s cases are open now.") % {"n": SMALLEST_SHOWN}
    return _("%(n)s cases or a few more are open now.") % {"n": step_down(count)}


def _notes(edition: Edition) -> tuple[str, ...]:
    if edition.exact:
        return (_("These are exact, since you work on all of them. Do not pass them on; the PDF has them too."),)
    return (
        _(
            "A count from 1 to 4 is never shown, nor one from which it could be worked out; where such counts are "
            "part of a year, the year says “or more”. Matters of those who read figures are in none of them."
        ),
    )


def _four_c(key: str) -> str:
    return str(words.FOUR_CS.get(key, key))


def _theme(key: str) -> str:
    return str(concern_words.theme(key))
