"""How safeguarding works, in numbers: on screen, on paper, and one table at a time for a spreadsheet."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tutela.web.reports.queries import safeguarding
from tutela.web.reports.views import shared


@require_safe
def show_figures(request: HttpRequest) -> HttpResponse:
    """Three school years beside each other."""
    return render(request, "reports/safeguarding.html", _report(request))


@require_safe
def print_figures(request: HttpRequest) -> HttpResponse:
    """The same on paper."""
    back = reverse("reports:safeguarding")
    return shared.on_paper(request, "reports/paper.html", _report(request), name="safeguarding", back=back)


@require_safe
def save_table(request: HttpRequest, table: str) -> HttpResponse:
    """One table of it."""
    return shared.as_file(request, _report(request)["report"].tables, table, name="safeguarding")


def _report(request: HttpRequest) -> dict[str, Any]:
    return {
        "report": safeguarding.get_report(request.actor, request.establishment, at=timezone.now()),
        "title": _("Safeguarding in figures"),
        "query": "",
        "paper_address": "reports:safeguarding-paper",
        "table_address": "reports:safeguarding-table",
    }
