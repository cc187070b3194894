"""The filter's report: how it is, how it was, what is missing."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tutela.web.reports.queries import filter_health
from tutela.web.reports.rules.periods import NotAStretch
from tutela.web.reports.views import half_term, shared


@require_safe
def show_filter(request: HttpRequest) -> HttpResponse:
    """The filter in the half-term that runs, or in the stretch that the address names."""
    context, problem = _report(request)
    return render(request, "reports/filter.html", {**context, "problem": problem}, status=400 if problem else 200)


@require_safe
def print_filter(request: HttpRequest) -> HttpResponse:
    """The same on paper."""
    context, _problem = _report(request)
    back = reverse("reports:filter") + context["query"]
    return shared.on_paper(
        request, "reports/paper.html", context, name=f"filter {context['report'].period.name}", back=back
    )


@require_safe
def save_table(request: HttpRequest, table: str) -> HttpResponse:
    """One table of it."""
    context, _problem = _report(request)
    report = context["report"]
    name = f"{report.period.since_on} to {report.period.last_on}"
    return shared.as_file(request, report.tables, table, name=name)


def _report(request: HttpRequest) -> tuple[dict[str, Any], str]:
    school, at = request.establishment, timezone.now()
    try:
        wanted, problem = half_term.read_wanted(request), ""
    except NotAStretch as error:
        wanted, problem = None, str(error)
    report = filter_health.get_report(request.actor, school, wanted=wanted, at=at)
    return {
        "report": report,
        "title": _("The filter in figures"),
        "query": half_term.address_of(report.period),
        "form": half_term.choose_form(request, report.period, at),
        "paper_address": "reports:filter-paper",
        "table_address": "reports:filter-table",
    }, problem
