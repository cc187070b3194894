"""What people outside ask a school about its monitoring, as one answer that may be published.

Figures are those of the finished half-terms as a governor sees them, added up: what is made of published figures alone
gives away nothing that they do not. Whoever works the queue also gets the exact ones, marked as not for publication.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from tutela.web.core.actor import Actor
from tutela.web.core.terms import get_terms
from tutela.web.establishments.queries import local_day
from tutela.web.reports import words
from tutela.web.reports.queries import calendar, matters, people
from tutela.web.reports.queries.sections import Section
from tutela.web.reports.rules.figures import show_matters
from tutela.web.reports.rules.periods import Calendar, Period
from tutela.web.reports.rules.suppression import Edition, Shown, edition_of
from tutela.web.reports.rules.tables import Cell, Column, Table

YEARS = 3


@dataclass(frozen=True, slots=True)
class Answers:
    """The whole answer. `facts` are pairs of a question and its answer."""

    period: Period
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    exact: tuple[Table, ...]
    runs: bool = False

    @property
    def tables(self) -> tuple[Table, ...]:
        return (*(table for section in self.sections for table in section.tables), *self.exact)


def get_answers(actor: Actor, school: Any, *, at: datetime) -> Answers:
    """The answer with the figures of this school year and the two before it."""
    today = local_day(school, at)
    days = calendar.get_calendar(actor, school.nation)
    this = days.year_of(today)
    years = [days.year(number) for number in range(this, this - YEARS, -1)]
    learners = people.count_learners(actor, today)
    public = edition_of(works_queue=False, learners=learners)
    asked = _Asked(actor, school, public, days, today)
    counted = [asked.year(year) for year in years]
    return Answers(
        period=years[0],
        facts=_facts(get_terms(school.nation, school.sector, school.phase).learners, learners),
        sections=(
            Section(
                _("Alerts in each school year"),
                (
                    _by_severity(years, counted),
                    _by_theme(years, counted),
                ),
                _explained(public),
            ),
            Section(_("Who can see what"), (_readers(school, at),)),
        ),
        exact=_exact(actor, school, years) if matters.works_queue(actor) else (),
    )


@dataclass(frozen=True, slots=True)
class AtLeast:
    """A sum some of whose parts are not shown; `hidden` of them, each at least one."""

    shown: int
    hidden: int

    def __str__(self) -> str:
        if not self.hidden:
            return f"{self.shown:,}"
        return _("%(n)s or more") % {"n": f"{self.shown + self.hidden:,}"}


def add_up(parts: list[Shown]) -> dict[str, AtLeast]:
    """Published parts of a year added up, by what was counted."""
    found: dict[str, AtLeast] = {}
    for part in parts:
        for key, count in part.items():
            before = found.get(key, AtLeast(0, 0))
            found[key] = AtLeast(before.shown + (count or 0), before.hidden + (count is None))
    return found


Sums = tuple[Mapping[str, AtLeast], Mapping[str, AtLeast]]


@dataclass(frozen=True, slots=True)
class _Asked:
    """Asks for one school year after the other."""

    actor: Actor
    school: Any
    public: Edition
    days: Calendar
    today: date

    def year(self, year: Period) -> Sums | None:
        """A year's alerts by severity and by theme; None where Tutela was not in use or nothing is finished."""
        began_on = local_day(self.school, self.school.made_at)
        pieces = [year] if self.public.annual else self.days.half_terms(self.days.year_of(year.since_on))
        shown = []
        for piece in pieces:
            if piece.until_on <= self.today and piece.until_on > began_on:
                since, until = piece.bounds(self.school.time_zone)
                counted = matters.get_matters(self.actor, since=since, until=until)
                shown.append(show_matters(counted, self.public, runs=False))
        if not shown:
            return None
        return add_up([one.alerts_by_severity for one in shown]), add_up([one.alerts_by_theme for one in shown])


def _by_severity(years: list[Period], counted: list[Sums | None]) -> Table:
    found = [sums and sums[0] for sums in counted]
    rows = tuple((str(label), _cells(found, key)) for key, label in words.SEVERITIES.items())
    title = _("Alerts by severity")
    return Table("alerts-by-severity-and-year", title, _("Severity"), _years(years), rows)


def _by_theme(years: list[Period], counted: list[Sums | None]) -> Table:
    found = [sums and sums[1] for sums in counted]
    keys = sorted({key for one in found for key in one or ()})
    rows = tuple((words.theme_title(key), _cells(found, key)) for key in keys)
    title, none = _("Alerts by category"), _("No alert was raised in a finished time.")
    return Table("alerts-by-category-and-year", title, _("Category"), _years(years), rows, none=none)


def _cells(found: list[Mapping[str, AtLeast] | None], key: str) -> tuple[Cell, ...]:
    return tuple(_("none finished") if one is None else str(one.get(key, AtLeast(0, 0))) for one in found)


def _years(years: list[Period]) -> tuple[Column, ...]:
    return tuple(Column(year.name.removeprefix("School year ")) for year in years)


def _explained(public: Edition) -> tuple[str, ...]:
    step = _("school years") if public.annual else _("half-terms")
    return (
        _(
            "Figures are of finished %(step)s only. A count from 1 to 4 is never published, nor one from which it "
            "could be worked out; where such counts are part of a year, the year says “or more”."
        )
        % {"step": step},
    )


def _readers(school: Any, at: datetime) -> Table:
    rows = tuple((one.what, (one.people,)) for one in people.list_readers(school, at))
    return Table("who-can-see-what", _("How many people can see what"), _("What"), (Column(_("People")),), rows)


def _exact(actor: Actor, school: Any, years: list[Period]) -> tuple[Table, ...]:
    found = []
    for year in years:
        since, until = year.bounds(school.time_zone)
        found.append(matters.get_matters(actor, since=since, until=until))
    columns = _years(years)
    themes = sorted({theme for one in found for theme in one.alerts_by_theme})
    return (
        Table(
            "exact-alerts-by-severity",
            _("Alerts by severity, exact"),
            _("Severity"),
            columns,
            tuple(
                (str(label), tuple(one.alerts_by_severity[key] for one in found))
                for key, label in words.SEVERITIES.items()
            ),
        ),
        Table(
            "exact-alerts-by-category",
            _("Alerts by category, exact"),
            _("Category"),
            columns,
            tuple((words.theme_title(key), tuple(one.alerts_by_theme.get(key, 0) for one in found)) for key in themes),
            none=_("No alert was raised."),
        ),
    )


def _facts(called: str, learners: int) -> tuple[tuple[str, str], ...]:
    return (
        (_("Product"), _("Tutela %(version)s, free software (AGPL-3.0)") % {"version": _version()}),
        (called[:1].upper() + called[1:], f"{learners:,}" if learners else _("None are entered")),
        (_("Pictures or sound of learners"), _("None. Tutela has no part that takes pictures, sound or the screen.")),
        (_("Prevent referrals"), _("Not recorded here. Ask the safeguarding lead.")),
        (
            _("At home"),
            _(
                "Nothing is installed on devices. Only what passes the school’s own gateway is filtered and recorded; "
                "a device that uses another network is not seen."
            ),
        ),
        (
            _("Help lines"),
            _("Visits to help lines and to reporting pages are never recorded."),
        ),
    )


def _version() -> str:
    try:
        return version("tutela")
    except PackageNotFoundError:  # it runs from a checkout
        project = Path(__file__).resolve().parents[5] / "pyproject.toml"
        return str(tomllib.loads(project.read_text("utf-8"))["project"]["version"])
