"""What happened in a half-term: on screen, on paper, and one table at a time for a spreadsheet."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tutela.web.establishments.queries import local_day
from tutela.web.reports.forms import ChoosePeriod
from tutela.web.reports.queries import calendar, half_term
from tutela.web.reports.rules.periods import Calendar, NotAStretch, Period, parse_day, parse_range
from tutela.web.reports.views import shared

YEARS_BACK = 2


@require_safe
def show_half_term(request: HttpRequest) -> HttpResponse:
    """The half-term that runs, or the stretch that the address names (?from=2026-09-01&until=2026-10-26)."""
    context, problem = _report(request)
    return render(request, "reports/half_term.html", {**context, "problem": problem}, status=400 if problem else 200)


@require_safe
def print_half_term(request: HttpRequest) -> HttpResponse:
    """The same on paper."""
    context, _problem = _report(request)
    back = reverse("reports:half-term") + context["query"]
    return shared.on_paper(request, "reports/paper.html", context, name=context["report"].period.name, back=back)


@require_safe
def save_table(request: HttpRequest, table: str) -> HttpResponse:
    """One table of it."""
    context, _problem = _report(request)
    report = context["report"]
    name = f"{report.period.since_on} to {report.period.last_on}"
    return shared.as_file(request, report.tables, table, name=name)


def read_wanted(request: HttpRequest) -> Period | None:
    """The stretch that an address names; a first day alone means the half-term it belongs to. Raises `NotAStretch`."""
    since, until = request.GET.get("from", ""), request.GET.get("until", "")
    if not (since or until):
        return None
    if until:
        return parse_range(since, until)
    return _calendar(request).half_term_at(parse_day(since, "from"))


def address_of(period: Period) -> str:
    """The query that names a stretch."""
    return "?" + urlencode({"from": period.since_on, "until": period.until_on})


def choose_form(request: HttpRequest, period: Period, at: datetime) -> ChoosePeriod:
    """The stretches that may be chosen: half-terms of two years, or years where the reader gets no less."""
    days, today = _calendar(request), local_day(request.establishment, at)
    edition = half_term.get_edition(request.actor, today)
    year = days.year_of(today)
    if edition.annual:
        choices = [days.year(one) for one in range(year, year - YEARS_BACK - 1, -1)]
    else:
        every = [one for number in range(year, year - YEARS_BACK, -1) for one in reversed(days.half_terms(number))]
        choices = [one for one in every if not one.is_ahead(today)]
    return ChoosePeriod({"from": period.since_on.isoformat()}, periods=choices)


def _report(request: HttpRequest) -> tuple[dict[str, Any], str]:
    school, at = request.establishment, timezone.now()
    today = local_day(school, at)
    try:
        wanted, problem = read_wanted(request), ""
    except NotAStretch as error:
        wanted, problem = None, str(error)
    report = half_term.get_report(request.actor, school, wanted=wanted, at=at)
    days = _calendar(request)
    whole_year = report.edition.exact and report.period.kind != "year"
    return {
        "report": report,
        "title": _title(report),
        "query": address_of(report.period),
        "year": address_of(days.year(days.year_of(today))) if whole_year else "",
        "form": choose_form(request, report.period, at),
        "paper_address": "reports:half-term-paper",
        "table_address": "reports:half-term-table",
    }, problem


def _calendar(request: HttpRequest) -> Calendar:
    return calendar.get_calendar(request.actor, request.establishment.nation)


def _title(report: half_term.HalfTerm) -> str:
    if report.period.kind == "year":
        return _("This school year in figures") if report.runs else _("A school year in figures")
    if report.period.kind == "range":
        return _("Figures of these dates")
    return _("This half-term in figures") if report.runs else _("A half-term in figures")
