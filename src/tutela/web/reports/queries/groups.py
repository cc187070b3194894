"""Whether something falls on some groups more than on others, as tables: the newest totals of each school year."""

from datetime import datetime
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from tutela.web.core.actor import Actor
from tutela.web.core.templatetags.when import upper_first
from tutela.web.core.terms import get_terms
from tutela.web.establishments.queries import local_day
from tutela.web.reports import words
from tutela.web.reports.models import GroupTotals
from tutela.web.reports.queries import calendar
from tutela.web.reports.queries.sections import Report, Section
from tutela.web.reports.rules.groups import Compared, Total, compare
from tutela.web.reports.rules.tables import Column, Table


def list_years(actor: Actor, school: Any, at: datetime) -> list[tuple[str, str]]:
    """This school year and the two before it, for a question."""
    days, today = calendar.get_calendar(actor, school.nation), local_day(school, at)
    this = days.year_of(today)
    return [(str(year), days.year(year).name) for year in range(this, this - 3, -1)]


def get_report(actor: Actor, school: Any, *, at: datetime) -> Report:
    """The newest totals of each kind and year, the newest year first."""
    days, today = calendar.get_calendar(actor, school.nation), local_day(school, at)
    newest = {(row.year, row.counted): row for row in GroupTotals.visible_to(actor).order_by("noted_at")}
    called = get_terms(school.nation, school.sector, school.phase).learners
    sections = []
    for (year, counted), row in sorted(newest.items(), key=lambda one: (-one[0][0], one[0][1])):
        totals = [Total(*cells) for cells in row.rows]
        title = f"{words.COUNTED[counted]}, {days.year(year).name}"
        tables = tuple(
            _table(f"{year}-{counted}-{slugify(name)}", name, found, called) for name, found in compare(totals).items()
        )
        sections.append(Section(title, tables))
    return Report(period=days.year(days.year_of(today)), sections=tuple(sections), notes=_notes())


def _table(key: str, name: str, found: list[Compared], called: str) -> Table:
    columns = (
        Column(upper_first(called)),
        Column(_("Counted")),
        Column(_("For each 100 of them")),
        Column(_("For each 100 of all others")),
    )
    rows = tuple((one.group, (one.learners, one.count, one.rate, one.others)) for one in found)
    return Table(key, name, _("Group"), columns, rows)


def _notes() -> tuple[str, ...]:
    return (
        _(
            "A difference is a question and no answer: ask what lies behind it, and look at how it came about. Small "
            "groups are put together; a count from 1 to 4 is not shown, nor one from which it could be worked out."
        ),
        _(
            "The totals come from the school’s own records system. Tutela keeps no list of anybody’s ethnicity, sex "
            "or needs, so no alert and no filter ever looks closer at somebody for them."
        ),
    )
